import type { CatalogueEntries } from '../catalogue-entry.js';
import { outboundErrors } from './outbound-reasons.js';

const misconfigured = { status: 502, signer: 'provider_misconfigured' } as const;
const unavailable = { status: 502, signer: 'provider_unavailable' } as const;

const grant = '$.oAuthConfiguration.clientCredentialsConfig';

/**
 * Why a call could not be authenticated as an external authentication says (RFC 6749 §4.4, RFC 7523, RFC 8705, RFC 9449).
 * `errors` of an occurrence has the path in the body of that external authentication.
 */
export const externalAuthenticationErrors = {
  ...outboundErrors('external_authentication', {
    name: 'the endpoint, or its token endpoint,',
    setting: `${grant}.url`,
  }),
  'external_authentication.tls_untrusted': {
    ...misconfigured,
    title: 'The TLS certificate of the server has no chain to a trusted CA',
    cause: 'Its CA is a private one, or the server does not send its intermediate certificate.',
    confirm: 'Run `openssl s_client -showcerts` against the host.',
    remedy: "Have the intermediate sent; else enter the server's own certificate with `isPublicCA` false.",
    setting: '$.serverCertificate.isPublicCA',
  },
  'external_authentication.tls_credential_unusable': {
    ...misconfigured,
    title: 'A certificate or key of ours cannot be used for TLS',
    cause: 'Certificate and key do not belong together, or the TLS library refuses them as too weak.',
    confirm: 'Read the client certificate at `/v1/client-certificates`.',
    remedy: 'Rotate it.',
    setting: '$.mutualTls.clientCertificate',
  },
  'external_authentication.tls_server_certificate_differs': {
    ...misconfigured,
    title: 'The server presents another certificate than the one that is entered',
    cause: 'The server got a new certificate, or something else answers in its place.',
    confirm: 'Run `openssl s_client` against the host and compare the SHA-256 fingerprint with the partner.',
    remedy: 'Enter the new certificate beside the old one, after comparing its fingerprint with the partner.',
    setting: '$.serverCertificate.pem',
  },
  'external_authentication.client_certificate_required': {
    ...misconfigured,
    title: 'The server asks for a client certificate',
    cause: 'It demands mutual TLS, and none is presented there.',
    confirm: 'Run `openssl s_client` against the host and look for "Acceptable client certificate CA names".',
    remedy: 'Set `mutualTls` with a client certificate that the partner knows.',
    setting: '$.mutualTls',
  },
  'external_authentication.client_certificate_refused': {
    ...misconfigured,
    title: 'The server does not accept our client certificate',
    cause: 'It does not know the certificate or its issuer, or it has expired there.',
    confirm: 'Compare the thumbprint in `/v1/client-certificates` with what the partner has registered.',
    remedy: 'Hand the public certificate to the partner, or present the one that is registered there.',
    setting: '$.mutualTls.clientCertificate',
  },
  'external_authentication.client_certificate_unusable': {
    ...misconfigured,
    title: 'None of our certificates of that name can be presented now',
    cause: 'All have expired, are not valid yet, or wait for the certificate that is issued for the request.',
    confirm: 'Read it at `/v1/client-certificates`: `status` and `warnings`.',
    remedy: 'Rotate it, or install the issued certificate.',
    setting: '$.mutualTls.clientCertificate',
  },
  'external_authentication.credential_unusable': {
    ...misconfigured,
    title: 'A secret or key for the token endpoint cannot be used',
    cause: 'It is missing, or does not fit the algorithm.',
    confirm: 'Read the external authentication: is it `set`?',
    remedy: 'Enter it again.',
    setting: `${grant}.clientSecret`,
  },
  'external_authentication.token_request_refused': {
    ...misconfigured,
    title: 'The token endpoint refuses us as a client',
    cause: 'Client id, secret, key or certificate are not those that are registered there.',
    confirm: 'Compare client id and method with the registration; run the test of the external authentication.',
    remedy: 'Enter the right credential, or have ours registered.',
    setting: `${grant}.clientSecret`,
  },
  'external_authentication.scope_refused': {
    ...misconfigured,
    title: 'The token endpoint refuses the scope',
    cause: 'The scope does not exist there, or this client may not have it.',
    confirm: 'Compare `scope` with the registration.',
    remedy: 'Correct `scope`, or have it allowed.',
    setting: `${grant}.scope`,
  },
  'external_authentication.target_refused': {
    ...misconfigured,
    title: 'The token endpoint refuses the resource or audience',
    cause: 'It does not know what the token is to be for (RFC 8707 `invalid_target`).',
    confirm: 'Compare `resource` and `audience` with what the partner documents.',
    remedy: 'Correct `resource` or `audience`.',
    setting: `${grant}.resource`,
  },
  'external_authentication.grant_refused': {
    ...misconfigured,
    title: 'The token endpoint refuses the grant',
    cause: 'The client may not use it, or the assertion is not believed.',
    confirm: 'The detail shows the error code of the server (RFC 6749 §5.2).',
    remedy: 'Have the grant allowed for the client; check issuer, subject and key of the assertion.',
    setting: '$.oAuthConfiguration',
  },
  'external_authentication.token_request_invalid': {
    ...misconfigured,
    title: 'The token endpoint calls the request invalid',
    cause: 'It asks for a form value or header that is not sent, or refuses one that is.',
    confirm: 'The detail shows the error code of the server (RFC 6749 §5.2).',
    remedy: 'Correct `formValues`, `headers`, `scope`, `audience` and `resource` as the partner documents them.',
    setting: `${grant}.formValues`,
  },
  'external_authentication.token_endpoint_absent': {
    ...misconfigured,
    title: 'No token endpoint is at that address',
    cause: 'It answers 404, 405 or 410, or redirects, which is never followed.',
    confirm: 'Open the address with `curl -i -X POST`.',
    remedy: 'Correct the token `url`.',
    setting: `${grant}.url`,
  },
  'external_authentication.token_endpoint_failed': {
    ...unavailable,
    title: 'The token endpoint fails',
    cause: 'It answers 429 or 5xx.',
    confirm: 'The detail shows the status.',
    remedy: 'Try again later; ask the partner.',
    setting: `${grant}.url`,
  },
  'external_authentication.token_response_invalid': {
    ...misconfigured,
    title: 'The answer of the token endpoint is no token response',
    cause:
      'It is no JSON, lacks `access_token` or `token_type`, the token cannot stand in a header, or is bound to a DPoP key though `dpop` is false.',
    confirm: 'The detail says what is wrong with it.',
    remedy:
      'Correct the token `url`, or set `dpop` to true where the detail speaks of it; else report it to the partner.',
    setting: `${grant}.url`,
  },
  'external_authentication.token_not_bound': {
    ...misconfigured,
    title: 'The token is not bound to our certificate',
    cause: 'It has no `cnf.x5t#S256` that can be read (RFC 8705 §3), so it was not used.',
    confirm: 'Look at `tls_client_certificate_bound_access_tokens` of our registration.',
    remedy: 'Have bound tokens turned on for this client; or set `certificateBoundTokens` to false.',
    setting: `${grant}.certificateBoundTokens`,
  },
  'external_authentication.token_bound_elsewhere': {
    ...misconfigured,
    title: 'The token is bound to another certificate',
    cause: 'Its `cnf.x5t#S256` is not the thumbprint of what we present, so it was not used.',
    confirm: 'The detail shows both thumbprints.',
    remedy: 'Present the same certificate at the token endpoint and at the endpoint, past any proxy that replaces it.',
    setting: `${grant}.mutualTls.clientCertificate`,
  },
  'external_authentication.token_not_dpop_bound': {
    ...misconfigured,
    title: 'The token is not bound to our DPoP key',
    cause: 'The server answered with another token type than `DPoP` (RFC 9449 §5).',
    confirm: 'Look whether the server supports DPoP for this client.',
    remedy: 'Have DPoP turned on for this client; or set `dpop` to false.',
    setting: `${grant}.dpop`,
  },
  'external_authentication.call_refused': {
    ...misconfigured,
    title: 'The endpoint does not accept how the call was authenticated',
    cause: 'It answers 401 or 403 to token, certificate or headers; with a token also after it was renewed.',
    confirm: 'The detail shows the status and the error of `WWW-Authenticate`.',
    remedy: 'Correct the setting that `errors` names, as the partner expects it.',
    setting: '$.oAuthConfiguration',
  },
  'external_authentication.authorization_conflict': {
    ...misconfigured,
    title: 'The call has authentication of its own that would have to be replaced',
    cause: 'Both the external authentication and the caller set `Authorization`, or present a client certificate.',
    confirm: 'GET /v1/external-authentications:match?url= tells which one applies.',
    remedy: 'Take `oAuthConfiguration` or `mutualTls` out of one of the two.',
    setting: '$.oAuthConfiguration',
  },
} as const satisfies CatalogueEntries;
