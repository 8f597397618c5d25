import type { ErrorCode } from '../../errors/catalogue.js';

type AuthorizationResponseCode = Extract<ErrorCode, `authorization_response.${string}`>;

/** What the errors of RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6 and of some providers mean. */
const codes: Readonly<Record<string, AuthorizationResponseCode>> = {
  access_denied: 'authorization_response.access_denied',
  // Apple and LinkedIn say so when the person presses "cancel".
  user_cancelled_authorize: 'authorization_response.access_denied',
  user_cancelled_login: 'authorization_response.access_denied',
  user_denied: 'authorization_response.access_denied',
  login_required: 'authorization_response.login_required',
  interaction_required: 'authorization_response.login_required',
  account_selection_required: 'authorization_response.login_required',
  consent_required: 'authorization_response.login_required',
  unmet_authentication_requirements: 'authorization_response.authentication_requirements_unmet',
  invalid_request: 'authorization_response.invalid_request',
  invalid_scope: 'authorization_response.invalid_scope',
  unauthorized_client: 'authorization_response.unauthorized_client',
  invalid_client: 'authorization_response.unauthorized_client',
  unsupported_response_type: 'authorization_response.unsupported_response_type',
  unsupported_response_mode: 'authorization_response.unsupported_response_type',
  invalid_request_object: 'authorization_response.invalid_request_object',
  invalid_request_uri: 'authorization_response.invalid_request_object',
  request_not_supported: 'authorization_response.invalid_request_object',
  request_uri_not_supported: 'authorization_response.invalid_request_object',
  server_error: 'authorization_response.temporarily_unavailable',
  temporarily_unavailable: 'authorization_response.temporarily_unavailable',
};

export function codeOfAuthorizationError(error: string): AuthorizationResponseCode {
  return (Object.hasOwn(codes, error) ? codes[error] : undefined) ?? 'authorization_response.provider_error';
}
