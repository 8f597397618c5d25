import { randomBytes } from 'node:crypto';
import type { UsableCredential } from '../../credentials/credential.js';
import type { ErrorCode } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { ProviderMetadata } from '../../federation/metadata/server-metadata.js';
import { requestTokens } from '../../federation/token-request/token-request.js';
import { type OutboundFailure, outboundFailureIn } from '../../outbound/outbound-failure.js';
import { type AskingAccount, LimitedAsking } from './limited-asking.js';
import type { ProbeChanges, Probing } from './probing.js';
import { byLikelihood, type TokenVariant, tokenVariants } from './token-variants.js';

/** How a token endpoint answers a code that cannot exist. */
export interface TokenAnswerSeen {
  /** `granted` for what nobody should do: tokens for an invented code. `not_asked`: the allowance was used up. */
  readonly code: ErrorCode | 'granted' | 'not_asked';
  readonly failure: OutboundFailure | null;
  readonly status: number | null;
  readonly detail: string;
  readonly durationMs: number;
}

export interface TokenSeen extends AskingAccount {
  /** With the configured client authentication. */
  readonly asked: TokenAnswerSeen;
  /** With a client id and secret that cannot exist. Null when nothing was to be compared, or it was not asked. */
  readonly withForeignClient: TokenAnswerSeen | null;
  /** With the configured client id and a wrong secret; only after the client was refused. */
  readonly withForeignSecret: TokenAnswerSeen | null;
  /** When the client was refused: with one setting changed, each; up to the one that was accepted. */
  readonly variants: readonly { readonly variant: TokenVariant; readonly answer: TokenAnswerSeen }[];
}

const invented = () => randomBytes(24).toString('base64url');

/** Answers that another way of authenticating, or leaving PKCE out, might change. */
const refusals: readonly string[] = [
  'token_request.invalid_client',
  'token_request.invalid_request',
  'token_request.unauthorized_client',
  'token_request.provider_error',
  'token_request.error_with_200',
];

/**
 * Presents a code that cannot exist: whoever answers `invalid_grant` has accepted our credentials, whoever answers
 * `invalid_client` has not (RFC 6749 §5.2). What an endpoint answers to an invented client tells whether it looks at all. One
 * request after the other, the one that tells most first, and no more than the allowance: what was not asked is said.
 */
export async function probeToken(
  probing: Probing,
  metadata: ProviderMetadata,
  listedMethods: readonly string[] | null,
): Promise<TokenSeen> {
  const { configuration, credentials } = probing.provider;
  const asking = new TokenAsking(probing, metadata);
  const asked = (await asking.ask('our client', {}, { first: true })) ?? notAsked;
  const comparable = credentials.every(({ kind }) => kind === 'client_secret' || kind === 'decryption_key');
  const foreign = credentials.map((credential) => withInventedSecret(credential));
  const askAsForeignClient = () =>
    asking.ask(
      'an invented client',
      {
        configuration: { ...configuration, clientId: `no-such-client-${randomBytes(9).toString('hex')}` },
        credentials: foreign,
      },
      { invented: ['client', configuration.clientAuthentication] },
    );
  const nothing = { withForeignClient: null, withForeignSecret: null, variants: [] };
  if (asked.code === 'not_asked' || asked.status === 429) return { asked, ...nothing, ...asking.account() };
  if (!refusals.includes(asked.code)) {
    const withForeignClient = comparable ? await askAsForeignClient() : null;
    return { asked, ...nothing, withForeignClient, ...asking.account() };
  }
  const variants: { variant: TokenVariant; answer: TokenAnswerSeen }[] = [];
  const isSettled = () => variants.some(({ answer }) => isAccepted(answer));
  const tryVariants = async (some: readonly TokenVariant[]) => {
    for (const variant of some) {
      if (isSettled()) return;
      const { credentials: others, configuration: changed } = variant;
      const changes = { configuration: changed, ...(others === undefined ? {} : { credentials: others }) };
      const answer = await asking.ask(`${variant.path} with ${variant.works}`, changes, {});
      if (answer !== null) variants.push({ variant, answer });
    }
  };
  const all = tokenVariants(configuration, credentials, !probing.saved);
  const { likely, others } = byLikelihood(all, { configuration, detail: asked.detail, listedMethods });
  await tryVariants(likely);
  const compared = comparable && !isSettled();
  const withForeignClient = compared ? await askAsForeignClient() : null;
  const withForeignSecret =
    compared && credentials.length > 0
      ? await asking.ask(
          'an invented secret',
          { credentials: foreign },
          {
            invented: ['secret', configuration.clientId, configuration.clientAuthentication],
          },
        )
      : null;
  await tryVariants(others);
  return { asked, withForeignClient, withForeignSecret, variants, ...asking.account() };
}

const isAccepted = ({ code }: TokenAnswerSeen) => code === 'token_request.invalid_grant' || code === 'granted';

const notAsked: TokenAnswerSeen = {
  code: 'not_asked',
  failure: null,
  status: null,
  detail: 'not asked: diagnoses have used up what they may ask of this token endpoint; try again in a minute',
  durationMs: 0,
};

interface Asked {
  /** Asked each time, and recalled only when that cannot be. */
  readonly first?: boolean;
  /** What is invented has no identity of its own, so this stands for it. */
  readonly invented?: readonly unknown[];
}

/** Token requests within the allowance, with an account of them. */
class TokenAsking {
  readonly #asking: LimitedAsking<TokenAnswerSeen>;

  constructor(
    private readonly probing: Probing,
    private readonly metadata: ProviderMetadata,
  ) {
    this.#asking = new LimitedAsking(probing.allowance, metadata.server.token_endpoint);
  }

  account(): AskingAccount {
    return this.#asking.account();
  }

  /** Null when it may not be asked now, and no answer is remembered. */
  ask(what: string, changes: ProbeChanges, { first = false, invented }: Asked): Promise<TokenAnswerSeen | null> {
    const { probing, metadata } = this;
    const { token_endpoint: endpoint } = metadata.server;
    const { clientId, clientAuthentication, usePkce } = changes.configuration ?? probing.provider.configuration;
    const credentials = (changes.credentials ?? probing.provider.credentials).map(({ kind, value, keyId }) => [
      kind,
      value,
      keyId,
    ]);
    return this.#asking.ask({
      what,
      key: JSON.stringify([endpoint, invented ?? [clientId, clientAuthentication, usePkce, credentials]]),
      first,
      send: async () => {
        const answer = await ask(probing, metadata, changes);
        const { status, failure } = answer;
        return { answer, status, refused: !isAccepted(answer), lasting: failure === null && status !== null };
      },
    });
  }
}

function withInventedSecret(credential: UsableCredential): UsableCredential {
  return credential.kind === 'client_secret' ? { ...credential, value: invented() } : credential;
}

async function ask(probing: Probing, metadata: ProviderMetadata, changes: ProbeChanges): Promise<TokenAnswerSeen> {
  const first = await askOnce(probing, metadata, changes);
  // The code is invented, so asking again with the nonce spends nothing.
  return first.code === 'token_request.dpop_nonce_required' ? await askOnce(probing, metadata, changes) : first;
}

async function askOnce(probing: Probing, metadata: ProviderMetadata, changes: ProbeChanges): Promise<TokenAnswerSeen> {
  const trip = await probing.trip(metadata, changes);
  const seen = (code: TokenAnswerSeen['code'], failure: OutboundFailure | null, detail: string): TokenAnswerSeen => {
    const [step] = trip.log.steps;
    return { code, failure, detail, status: step?.response?.status ?? null, durationMs: step?.durationMs ?? 0 };
  };
  try {
    await requestTokens(trip, `no-such-code-${invented()}`);
    return seen('granted', null, 'tokens were given for a code that was never issued');
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    return seen(error.code, outboundFailureIn(error), error.detail ?? '');
  }
}
