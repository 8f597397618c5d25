import { isAboutNothing } from '../observed/about-nothing.js';
import { withoutNumbers } from '../observed/visible-text.js';
import type { TokenAnswerSeen, TokenSeen } from '../probes/token.probe.js';
import type { TokenVariant } from '../probes/token-variants.js';

/** What the answers of a token endpoint to invented codes mean. */
export type TokenInference =
  | { readonly means: 'no-answer' }
  /** Nothing could be sent: our own credential is missing or unusable. */
  | { readonly means: 'not-sent' }
  /** Diagnoses have used up what they may ask. */
  | { readonly means: 'not-asked' }
  | { readonly means: 'other-endpoint' }
  /** Too many requests, or a failure of the server. */
  | { readonly means: 'failing' }
  /** Our credentials are accepted, and only ours. */
  | { readonly means: 'client-accepted' }
  /** It answers the same to an invented client: it looks at the code first. */
  | { readonly means: 'silent' }
  | {
      readonly means: 'client-refused';
      readonly variant: TokenVariant | null;
      /** What it says to us it says to an invented client, and not to our client with an invented secret. */
      readonly foreignClientAlike: boolean;
      /** It says the same to all that was asked: client id or secret, it does not tell which. */
      readonly indistinct: boolean;
    }
  | { readonly means: 'redirect-uri-refused' }
  | { readonly means: 'request-refused'; readonly variant: TokenVariant | null };

const otherEndpoint: readonly string[] = [
  'token_request.redirect',
  'token_request.not_json',
  'token_request.http_error',
  'token_request.unsupported_grant_type',
];

/** The code was looked at, so the client must have passed (RFC 6749 §5.2). */
function knowsClient({ code }: TokenAnswerSeen): boolean {
  return code === 'token_request.invalid_grant' || code === 'granted';
}

/** Compares the answers with the configured credentials and with invented ones. Pure. */
export function inferFromToken(seen: TokenSeen): TokenInference {
  const { asked, withForeignClient, withForeignSecret, variants, notAsked } = seen;
  if (asked.code === 'not_asked') return { means: 'not-asked' };
  if (asked.failure !== null) return { means: 'no-answer' };
  if (/credential_(missing|unusable)$/.test(asked.code)) return { means: 'not-sent' };
  const variant = variants.find(({ answer }) => knowsClient(answer))?.variant ?? null;
  // What is accepted once one thing is changed tells all the same.
  if (variant === null && isAboutNothing(asked.status)) return { means: 'failing' };
  if (knowsClient(asked)) {
    const mayBeSilent = withForeignClient === null ? notAsked.length > 0 : knowsClient(withForeignClient);
    return { means: mayBeSilent ? 'silent' : 'client-accepted' };
  }
  if (otherEndpoint.includes(asked.code)) return { means: 'other-endpoint' };
  if (asked.code === 'token_request.temporarily_unavailable') return { means: 'failing' };
  if (asked.code === 'token_request.redirect_uri_mismatch') return { means: 'redirect-uri-refused' };
  if (asked.code === 'token_request.invalid_client' || asked.code === 'token_request.unauthorized_client') {
    return {
      means: 'client-refused',
      variant,
      foreignClientAlike:
        saysTheSame(asked, withForeignClient) && withForeignSecret !== null && !saysTheSame(asked, withForeignSecret),
      indistinct:
        saysTheSame(asked, withForeignClient) && (withForeignSecret === null || saysTheSame(asked, withForeignSecret)),
    };
  }
  return { means: 'request-refused', variant };
}

/** False where there is nothing to compare with: what was not asked tells nothing. */
function saysTheSame(one: TokenAnswerSeen, other: TokenAnswerSeen | null): boolean {
  return other !== null && one.code === other.code && words(one) === words(other);
}

/** What is said, without numbers and names that differ from call to call. */
function words({ detail }: TokenAnswerSeen): string {
  return withoutNumbers(detail).replace(/no-such-client-\S*/g, '#');
}
