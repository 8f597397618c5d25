import { randomBytes } from 'node:crypto';
import type { UsableCredential } from '../../credentials/credential.js';
import type { ErrorCode } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { ProviderMetadata } from '../../federation/metadata/server-metadata.js';
import { requestTokens } from '../../federation/token-request/token-request.js';
import { type OutboundFailure, outboundFailureIn } from '../../outbound/outbound-failure.js';
import type { ProbeChanges, Probing } from './probing.js';
import { type TokenVariant, tokenVariants } from './token-variants.js';

/** How a token endpoint answers a code that cannot exist. */
export interface TokenAnswerSeen {
  /** `granted` for what nobody should do: tokens for an invented code. */
  readonly code: ErrorCode | 'granted';
  readonly failure: OutboundFailure | null;
  readonly status: number | null;
  readonly detail: string;
  readonly durationMs: number;
}

export interface TokenSeen {
  /** With the configured client authentication. */
  readonly asked: TokenAnswerSeen;
  /** With a client id and secret that cannot exist. Null when nothing was to be compared. */
  readonly withForeignClient: TokenAnswerSeen | null;
  /** With the configured client id and a wrong secret; only after the client was refused. */
  readonly withForeignSecret: TokenAnswerSeen | null;
  /** When the client was refused: with one setting changed, each. */
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
 * `invalid_client` has not (RFC 6749 §5.2). What an endpoint answers to an invented client tells whether it looks at all.
 */
export async function probeToken(probing: Probing, metadata: ProviderMetadata): Promise<TokenSeen> {
  const { configuration, credentials } = probing.provider;
  const clientId = `no-such-client-${randomBytes(9).toString('hex')}`;
  const foreign = credentials.map((credential) => withInventedSecret(credential));
  const comparable = credentials.every(({ kind }) => kind === 'client_secret' || kind === 'decryption_key');
  const [asked, withForeignClient] = await Promise.all([
    ask(probing, metadata, {}),
    comparable ? ask(probing, metadata, { configuration: { ...configuration, clientId }, credentials: foreign }) : null,
  ]);
  if (!refusals.includes(asked.code)) return { asked, withForeignClient, withForeignSecret: null, variants: [] };
  const [withForeignSecret, variants] = await Promise.all([
    comparable && credentials.length > 0 ? ask(probing, metadata, { credentials: foreign }) : null,
    Promise.all(
      tokenVariants(configuration, credentials, !probing.saved).map(async (variant) => ({
        variant,
        answer: await ask(probing, metadata, {
          configuration: variant.configuration,
          ...(variant.credentials === undefined ? {} : { credentials: variant.credentials }),
        }),
      })),
    ),
  ]);
  return { asked, withForeignClient, withForeignSecret, variants };
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
