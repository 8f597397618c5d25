import type { PublicJwk, StoredCredential } from '../../credentials/credential.js';
import type { EnteredCredential } from '../../credentials/made-credential.js';
import type { Fault } from '../../errors/countersign-error.js';
import type { PinnedOrigins } from '../provider.js';
import type { ProviderConfiguration } from '../provider-configuration.js';
import type { EnteredCredentials } from './entered-credentials.js';
import { keyFits, type NeededCredential, neededCredentials } from './needed-credentials.js';
import { reasonsToEnterAgain } from './secret-destination.js';

/** How long a credential stays usable for logins under way on an older revision that still needs it. Longer than any attempt. */
const graceMilliseconds = 3_600_000;

interface CredentialSituation {
  /** null: the provider is being created. */
  readonly before: ProviderConfiguration | null;
  readonly after: ProviderConfiguration;
  /** Number of the revision that is about to be made. */
  readonly revision: number;
  readonly stored: readonly StoredCredential[];
  readonly entered: EnteredCredentials;
  /** Public half of the decryption key that was entered. */
  readonly enteredDecryptionJwk: PublicJwk | null;
  readonly pinned: PinnedOrigins | null;
  readonly now: Date;
}

/** A credential that is to be: entered by the admin, or generated here when `value` is null. */
interface PlannedCredential {
  readonly need: NeededCredential;
  readonly value: EnteredCredential | null;
  readonly firstRevision: number;
  readonly usableFrom: Date;
  readonly expiresAt: Date | null;
}

export interface CredentialPlan {
  readonly faults: readonly Fault[];
  readonly added: readonly PlannedCredential[];
  /** Stored credentials with the members that change. */
  readonly changed: readonly StoredCredential[];
}

/** The keys that are to be generated for a plan. */
export function wantedKeys({ added }: CredentialPlan): readonly NeededCredential[] {
  return added.filter(({ value }) => value === null).map(({ need }) => need);
}

/** Decides what becomes of a provider's credentials when its configuration changes. Nothing is done when there are faults. */
export function planCredentials(situation: CredentialSituation): CredentialPlan {
  const live = situation.stored.filter((credential) => isLive(credential, situation.now));
  const needs = neededCredentials(situation.after);
  const plans = needs.map((need) =>
    planOne(
      situation,
      need,
      live.filter((credential) => serves(credential, need)),
    ),
  );
  const unneeded = live.filter((credential) => !needs.some((need) => serves(credential, need)));
  return {
    faults: plans.flatMap((plan) => plan.faults),
    added: plans.flatMap((plan) => plan.added),
    changed: [...plans.flatMap((plan) => plan.changed), ...unneeded.map((credential) => close(credential, situation))],
  };
}

/** Whether a credential serves the newest revision now. */
export function isLive(credential: StoredCredential, now: Date): boolean {
  return credential.lastRevision === null && (credential.retiredAt === null || credential.retiredAt > now);
}

function serves(credential: StoredCredential, need: NeededCredential): boolean {
  return credential.purpose === need.purpose && keyFits(credential.publicJwk, need.algorithm);
}

function planOne(
  situation: CredentialSituation,
  need: NeededCredential,
  live: readonly StoredCredential[],
): CredentialPlan {
  const { before, after, entered, revision, pinned, now } = situation;
  const reasons = before === null || need.purpose !== 'client_secret' ? [] : reasonsToEnterAgain(before, after, pinned);
  const value = enteredFor(situation, need);
  if (value !== null) {
    const expiresAt = need.purpose === 'decryption_key' ? null : (entered.expiresAt ?? null);
    if (reasons.length > 0) {
      const added = [{ need, value, firstRevision: revision, usableFrom: now, expiresAt }];
      return { faults: [], added, changed: live.map((credential) => close(credential, situation)) };
    }
    const firstRevision = Math.min(revision, ...live.map((credential) => credential.firstRevision));
    return {
      faults: [],
      added: [{ need, value, firstRevision, usableFrom: now, expiresAt }],
      changed: live.map((credential) => retire(credential, situation.now, entered.overlapSeconds * 1000)),
    };
  }
  if (live.length === 0) return missing(situation, need);
  if (reasons.length > 0) return refuse(need.path, `must be entered again, because ${reasons.join('; ')}`);
  return { faults: [], added: [], changed: withNewExpiry(live, need, entered.expiresAt) };
}

function enteredFor(
  { entered, enteredDecryptionJwk }: CredentialSituation,
  need: NeededCredential,
): EnteredCredential | null {
  if (need.purpose === 'decryption_key') {
    const fits = enteredDecryptionJwk !== null && keyFits(enteredDecryptionJwk, need.algorithm);
    return entered.decryptionKey === null || !fits ? null : ownKey(entered.decryptionKey);
  }
  const value = entered.clientAuthentication;
  return need.path.startsWith('$.clientAuthentication') ? value : null;
}

const ownKey = (value: string): EnteredCredential => ({ kind: 'private_key', value, privateKey: null, keyId: null });

function missing({ stored, before, revision, now }: CredentialSituation, need: NeededCredential): CredentialPlan {
  const unfit = stored.some((one) => one.purpose === need.purpose && !one.generated && isLive(one, now));
  if (need.generated && !(unfit && need.purpose === 'signing_key')) {
    return {
      faults: [],
      added: [{ need, value: null, firstRevision: revision, usableFrom: now, expiresAt: null }],
      changed: [],
    };
  }
  if (unfit)
    return refuse(
      need.path,
      `must be entered: the stored key, which you entered, does not fit ${need.algorithm ?? ''}`,
    );
  return refuse(need.path, before === null ? 'is required' : 'is required: none is stored that could be kept');
}

function withNewExpiry(
  live: readonly StoredCredential[],
  need: NeededCredential,
  expiresAt: Date | null | undefined,
): readonly StoredCredential[] {
  const newest = live[0];
  const hasOwn = need.purpose === 'decryption_key' || need.purpose === 'client_certificate';
  return newest === undefined || hasOwn || expiresAt === undefined ? [] : [{ ...newest, expiresAt }];
}

/** The new revision no longer uses it; logins under way on earlier ones may. */
function close(credential: StoredCredential, { revision, now }: CredentialSituation): StoredCredential {
  return { ...retire(credential, now, graceMilliseconds), lastRevision: revision - 1 };
}

/** Ends its use some time after `now`, unless it ends earlier anyway. */
export function retire(credential: StoredCredential, now: Date, afterMilliseconds: number): StoredCredential {
  const at = new Date(now.getTime() + afterMilliseconds);
  return {
    ...credential,
    retiredAt: credential.retiredAt !== null && credential.retiredAt < at ? credential.retiredAt : at,
  };
}

function refuse(path: string, message: string): CredentialPlan {
  return { faults: [{ path, message }], added: [], changed: [] };
}
