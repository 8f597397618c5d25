import type { CatalogueEntries } from '../catalogue-entry.js';
import { outboundErrors } from './outbound-reasons.js';

const referenceName = 'TOKEN_FETCH_CALL_FAILED';
const misconfigured = { status: 502, signer: 'provider_misconfigured', referenceName } as const;
const untrusted = { status: 502, signer: 'answer_not_trusted', referenceName } as const;

/** Why the code could not be exchanged for tokens (RFC 6749 §4.1.3 to §5.2). The code is never sent again. */
export const tokenRequestErrors = {
  ...outboundErrors('token_request', { name: 'the token endpoint', setting: '$.tokenUri', referenceName }),
  'token_request.credential_missing': {
    ...misconfigured,
    title: 'The credential for the client authentication is missing',
    cause: 'No secret, key or certificate of the configured kind is valid now. Nothing was sent.',
    confirm: 'GET the provider: `clientAuthentication` says whether a credential is set, and when it expires.',
    remedy: 'PUT the provider with the new `clientSecret`, `privateKey` or `certificate` in `clientAuthentication`.',
    setting: '$.clientAuthentication',
  },
  'token_request.credential_unusable': {
    ...misconfigured,
    title: 'The credential for the client authentication cannot be used',
    cause: 'The key is of another type than the signing algorithm needs, or the PEM is broken. Nothing was sent.',
    confirm: 'Compare the type of the key (`openssl pkey -text`) with `clientAuthentication.signingAlgorithm`.',
    remedy: 'Enter a key of that type (RSA for RS and PS, EC for ES algorithms), or choose the algorithm of the key.',
    setting: '$.clientAuthentication',
  },
  'token_request.redirect': {
    ...misconfigured,
    title: 'The token endpoint redirects',
    cause:
      'It answers with a redirect, which is not followed: the address is wrong (http, a missing slash, a login page).',
    confirm: 'Open the token endpoint with `curl -i -X POST`.',
    remedy: 'Set `tokenUri` to the address that the provider documents.',
    setting: '$.tokenUri',
  },
  'token_request.http_error': {
    status: 502,
    title: 'The token endpoint answers an HTTP error without saying why',
    signer: 'provider_unavailable',
    referenceName,
    cause: 'The address is wrong (404, 405), or the provider fails (5xx, 429).',
    confirm: 'The detail shows the status; compare `tokenUri` with the discovery document.',
    remedy: 'Correct `tokenUri`, or try again later.',
    setting: '$.tokenUri',
  },
  'token_request.not_json': {
    ...misconfigured,
    title: 'The token endpoint gives no JSON object',
    cause: 'A web page is at that address, or the provider answers in a format that RFC 6749 §5.1 does not know.',
    confirm: 'The detail shows the media type; compare `tokenUri` with the discovery document.',
    remedy: 'Correct `tokenUri`.',
    setting: '$.tokenUri',
  },
  'token_request.invalid_client': {
    ...misconfigured,
    title: 'The provider does not accept our client authentication',
    cause:
      'The client id is unknown, the secret (key, certificate) is wrong or expired, or another method is registered.',
    confirm:
      'Run a diagnosis (`POST …/diagnosis`): it tells a wrong client id, secret and method apart. Compare with the registration at the provider; look for white space at the ends.',
    remedy: 'Enter the secret again, or choose the registered method.',
    setting: '$.clientAuthentication.clientSecret',
  },
  'token_request.invalid_grant': {
    status: 502,
    title: 'The provider does not accept the code',
    signer: 'start_again',
    referenceName,
    cause:
      'The code has expired, was used before, belongs to another client or redirect URI, or the PKCE verifier does not fit.',
    confirm: 'Run a test login; if it always fails, compare `redirectUri` with the registration and look at `usePkce`.',
    remedy:
      'The signer starts again. If it stays, register `redirectUri` at the provider exactly as it is, and set `usePkce` to false if the provider does not know PKCE.',
    setting: '$.redirectUri',
  },
  'token_request.redirect_uri_mismatch': {
    ...misconfigured,
    title: 'The provider knows another redirect URI',
    cause: 'Our redirect URI is not registered there exactly as it is.',
    confirm: 'Compare `redirectUri` with the registration character by character.',
    remedy: 'Register `redirectUri` at the provider.',
    setting: '$.redirectUri',
  },
  'token_request.unauthorized_client': {
    ...misconfigured,
    title: 'The client may not use the authorization code flow',
    cause: 'The flow is not enabled for this client, or another client authentication method is registered.',
    confirm: 'Look at the grant types in the registration at the provider.',
    remedy: 'Enable the authorization code flow for this client.',
    setting: '$.clientId',
  },
  'token_request.unsupported_grant_type': {
    ...misconfigured,
    title: 'The token endpoint does not know the authorization code flow',
    cause: 'The address is that of another endpoint, or the provider has no such flow.',
    confirm: 'Compare `tokenUri` with the discovery document.',
    remedy: 'Correct `tokenUri`.',
    setting: '$.tokenUri',
  },
  'token_request.invalid_scope': {
    ...misconfigured,
    title: 'The token endpoint refuses the scopes',
    cause: 'A scope is misspelt or not allowed for this client.',
    confirm: 'Compare `scopes` with the registration at the provider.',
    remedy: 'Correct `scopes`.',
    setting: '$.scopes',
  },
  'token_request.invalid_request': {
    ...misconfigured,
    title: 'The token endpoint calls the request malformed',
    cause:
      'It wants another client authentication method, or refuses a parameter such as `code_verifier`; the detail quotes it.',
    confirm: 'Run a diagnosis (`POST …/diagnosis`): it tries the other methods, and the request without PKCE.',
    remedy: 'Choose the method that works there, or set `usePkce` as it says.',
    setting: '$.clientAuthentication.method',
  },
  'token_request.dpop_nonce_required': {
    status: 502,
    title: 'The provider wants a DPoP nonce that was not known yet',
    signer: 'start_again',
    referenceName,
    cause:
      'The provider demands a nonce (RFC 9449 §8), and a code is sent once only. The nonce is remembered for the next login.',
    confirm: 'The next login succeeds.',
    remedy: 'The signer starts again. Pushed authorization requests learn the nonce beforehand.',
    setting: '$.usePushedAuthorizationRequests',
  },
  'token_request.invalid_dpop_proof': {
    ...misconfigured,
    title: 'The provider does not accept the DPoP proof',
    cause: 'It does not know the algorithm, or clocks differ.',
    confirm: 'Look at `dpop_signing_alg_values_supported` in the discovery document.',
    remedy: 'Choose another `dpop.signingAlgorithm`; synchronise clocks (NTP).',
    setting: '$.dpop.signingAlgorithm',
  },
  'token_request.temporarily_unavailable': {
    status: 502,
    title: 'The token endpoint is overloaded or failed',
    signer: 'provider_unavailable',
    referenceName,
    cause: 'It answered `server_error`, `temporarily_unavailable` or `slow_down`.',
    confirm: "Look at the provider's status page.",
    remedy: 'The signer starts again later.',
  },
  'token_request.provider_error': {
    ...misconfigured,
    title: 'The token endpoint answers an error of its own',
    cause: 'It is none of the errors that RFC 6749 defines; the detail quotes it.',
    confirm: 'Run a test login to see it again; look the error up in the documentation of the provider.',
    remedy:
      'Correct what the documentation names. If the error is not in it, compare `tokenUri` with the discovery document: it may be the address of something else.',
    setting: '$.tokenUri',
  },
  'token_request.error_with_200': {
    ...misconfigured,
    title: 'The token endpoint answers an error as if it were a success',
    cause: 'The status is 200 and the body holds an `error` that is not known; the detail quotes it.',
    confirm: 'Run a test login to see it again; look the error up in the documentation of the provider.',
    remedy:
      'Correct what the documentation names. If the error is not in it, compare `tokenUri` with the discovery document: it may be the address of something else.',
    setting: '$.tokenUri',
  },
  'token_request.no_access_token': {
    ...untrusted,
    title: 'The token answer has no access token',
    cause: 'The member `access_token` is missing, empty, or no text that can be sent in a header.',
    confirm: 'Compare `tokenUri` with the discovery document.',
    remedy: 'Correct `tokenUri`; else report it to the provider.',
    setting: '$.tokenUri',
  },
  'token_request.no_id_token': {
    ...misconfigured,
    title: 'The token answer has no ID token',
    cause: 'The scope `openid` is missing, or the provider does not speak OpenID Connect.',
    confirm: 'Look at `scopes`.',
    remedy: 'Add the scope `openid`; for a provider without ID tokens use kind `oauth2` with resource URIs.',
    setting: '$.scopes',
  },
  'token_request.token_type_unsupported': {
    ...untrusted,
    title: 'The access token is of a type that is not supported',
    cause: '`token_type` is missing, or neither `Bearer` nor, with DPoP, `DPoP`.',
    confirm: 'The detail shows the type seen.',
    remedy:
      'Have the provider issue bearer tokens to this client; with `dpop` set, have it bind them. Where it names no type at all, allow it with `missing-token-type` in `leniency`.',
    setting: '$.dpop',
  },
} as const satisfies CatalogueEntries;
