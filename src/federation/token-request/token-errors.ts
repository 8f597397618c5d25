import type { ErrorCode } from '../../errors/catalogue.js';

type TokenRequestCode = Extract<ErrorCode, `token_request.${string}`>;

/** What the errors of RFC 6749 §5.2, RFC 9449 and of some providers mean. */
const codes: Readonly<Record<string, TokenRequestCode>> = {
  invalid_client: 'token_request.invalid_client',
  invalid_grant: 'token_request.invalid_grant',
  unauthorized_client: 'token_request.unauthorized_client',
  unsupported_grant_type: 'token_request.unsupported_grant_type',
  invalid_scope: 'token_request.invalid_scope',
  invalid_request: 'token_request.invalid_request',
  redirect_uri_mismatch: 'token_request.redirect_uri_mismatch',
  use_dpop_nonce: 'token_request.dpop_nonce_required',
  invalid_dpop_proof: 'token_request.invalid_dpop_proof',
  server_error: 'token_request.temporarily_unavailable',
  temporarily_unavailable: 'token_request.temporarily_unavailable',
  slow_down: 'token_request.temporarily_unavailable',
  // GitHub's own names.
  bad_verification_code: 'token_request.invalid_grant',
  incorrect_client_credentials: 'token_request.invalid_client',
};

/** Not about the client, whatever the status: proofs of possession (RFC 9449 §8), and the errors of a resource (RFC 6750 §3.1). */
const aboutOtherThings: readonly string[] = [
  'use_dpop_nonce',
  'invalid_dpop_proof',
  'invalid_token',
  'insufficient_scope',
];

/** The code for a member `error` of an answer; `otherwise` for one that is not known. */
export function codeOfTokenError(error: string, status: number, otherwise: TokenRequestCode): TokenRequestCode {
  const known = (Object.hasOwn(codes, error) ? codes[error] : undefined) ?? otherwise;
  // RFC 6749 §5.2 has 401 for client authentication alone, whatever some servers name it (Keycloak: unauthorized_client).
  return status === 401 && !aboutOtherThings.includes(error) ? 'token_request.invalid_client' : known;
}
