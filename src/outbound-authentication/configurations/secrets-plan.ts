import type { Fault } from '../../errors/countersign-error.js';
import {
  type Configuration,
  pathOfGrant,
  type ServerCertificate,
  sendsClientSecret,
  signsAssertions,
  tokenConnection,
} from './configuration.js';
import type { EnteredSecret, ExternalAuthenticationRequest } from './external-authentication.schema.js';
import { targetUrlOf } from './target-url.js';

/** The place of a secret in a configuration, e.g. `clientSecret` or `headers/x-api-key`. */
export type Slot = string;

/** What is known of a stored secret without opening it. */
export interface StoredSlot {
  readonly slot: Slot;
  /** A key that was made here: nobody has entered it, so nobody can enter it again. */
  readonly generated: boolean;
}

/** What is to be done about the secrets of one change. */
interface SecretsPlan {
  readonly faults: readonly Fault[];
  /** Slots with their values; null: a key is to be made here. */
  readonly entered: ReadonlyMap<Slot, string | null>;
  readonly kept: readonly Slot[];
}

interface Needed {
  readonly slot: Slot;
  readonly path: string;
  readonly given: EnteredSecret;
  /** What happens without one: a key is made, or it is missing. */
  readonly madeHere: boolean;
}

/** Every secret that a configuration has, in the order of its body. */
export function neededSecrets(request: ExternalAuthenticationRequest, configuration: Configuration): readonly Needed[] {
  const { oAuth } = configuration;
  const values = (
    kind: string,
    path: string,
    list: readonly { readonly name: string; readonly value?: EnteredSecret }[],
  ) =>
    list.map(({ name, value }, index) => ({
      slot: slotOf(kind, name),
      path: `${path}[${index}].value`,
      given: value,
      madeHere: false,
    }));
  const own = values('headers', '$.headers', request.headers);
  const grant = request.oAuthConfiguration?.clientCredentialsConfig ?? request.oAuthConfiguration?.jwtBearerConfig;
  if (oAuth === null || grant === undefined) return own;
  const path = pathOfGrant(oAuth);
  const secret = { slot: 'clientSecret', path: `${path}.clientSecret`, given: grant.clientSecret, madeHere: false };
  const key = { slot: 'privateKey', path: `${path}.privateKey`, given: grant.privateKey, madeHere: true };
  return [
    ...own,
    ...(sendsClientSecret(oAuth) ? [secret] : []),
    ...(signsAssertions(oAuth) ? [key] : []),
    ...values('tokenHeaders', `${path}.headers`, grant.headers),
    ...values('formValues', `${path}.formValues`, grant.formValues),
  ];
}

/** Header names are compared without regard to letter case. */
export function slotOf(kind: string, name: string): Slot {
  return `${kind}/${kind === 'formValues' ? name : name.toLowerCase()}`;
}

/**
 * Decides which secrets are new, which stay, and which have to be entered again: those that would otherwise go to another
 * origin, or to whoever a changed trust lets in.
 */
export function planSecrets(
  needed: readonly Needed[],
  stored: readonly StoredSlot[],
  before: Configuration | null,
  after: Configuration,
): SecretsPlan {
  const reasons = before === null ? [] : movedDestinations(before, after);
  const entered = new Map<Slot, string | null>();
  const kept: Slot[] = [];
  const faults: Fault[] = [];
  for (const { slot, path, given, madeHere } of needed) {
    const present = stored.find((one) => one.slot === slot);
    if (typeof given === 'string') entered.set(slot, given);
    else if (present !== undefined && slot === 'privateKey' && algorithmChanges(before, after)) {
      if (present.generated) entered.set(slot, null);
      else faults.push({ path, message: 'must be entered again, because `signingAlgorithm` changes' });
    } else if (present !== undefined && (reasons.length === 0 || present.generated)) kept.push(slot);
    else if (present !== undefined)
      faults.push({ path, message: `must be entered again, because ${reasons.join(' and ')}` });
    else if (madeHere && given === undefined) entered.set(slot, null);
    else faults.push({ path, message: given === undefined ? 'is required' : 'is not stored: enter it as text' });
  }
  return { faults, entered, kept };
}

function movedDestinations(before: Configuration, after: Configuration): readonly string[] {
  const reasons: string[] = [];
  if (originOf(before.url) !== originOf(after.url)) reasons.push('the origin of `url` changes');
  if (differs(before.serverCertificate, after.serverCertificate)) reasons.push('`serverCertificate` changes');
  if (before.oAuth !== null && after.oAuth !== null) {
    if (originOf(before.oAuth.url) !== originOf(after.oAuth.url)) reasons.push('the origin of the token `url` changes');
    const [one, other] = [tokenConnection(before, before.oAuth), tokenConnection(after, after.oAuth)];
    if (differs(one.serverCertificate, other.serverCertificate))
      reasons.push('`serverCertificate` of the token endpoint changes');
  }
  return reasons;
}

const algorithmChanges = (before: Configuration | null, after: Configuration): boolean =>
  before?.oAuth?.signingAlgorithm !== after.oAuth?.signingAlgorithm;

const originOf = (url: string): string | undefined => targetUrlOf(url)?.origin;

const differs = (one: ServerCertificate | null, other: ServerCertificate | null): boolean =>
  JSON.stringify([one?.isPublicCA, one?.pem]) !== JSON.stringify([other?.isPublicCA, other?.pem]);
