import type { CatalogueEntries } from '../catalogue-entry.js';
import { outboundErrors } from './outbound-reasons.js';

const misconfigured = { status: 502, signer: 'provider_misconfigured' } as const;

/** Why the browser cannot be sent to the provider, and why a request pushed before is refused (RFC 9101, RFC 9126). */
export const authorizationRequestErrors = {
  'authorization_request.credential_missing': {
    ...misconfigured,
    title: 'A credential for the authorization request is missing',
    cause: 'A request object has to be signed and there is no valid private key.',
    confirm: 'GET the provider: `clientAuthentication` says whether a key is set, and when it expires.',
    remedy: 'Make a new key with `POST …/key-rotations`, or set `requestObject` to null.',
    setting: '$.requestObject',
  },
  'authorization_request.credential_unusable': {
    ...misconfigured,
    title: 'A credential for the authorization request cannot be used',
    cause: 'The private key is of another type than the signing algorithm needs.',
    confirm: 'Compare the key with `requestObject.signingAlgorithm`.',
    remedy:
      'Set `requestObject.signingAlgorithm` to an algorithm of that key, or make a new key with `POST …/key-rotations`.',
    setting: '$.requestObject.signingAlgorithm',
  },
  ...outboundErrors('pushed_authorization', {
    name: 'the pushed authorization request endpoint',
    setting: '$.pushedAuthorizationRequestUri',
  }),
  'pushed_authorization.http_error': {
    ...misconfigured,
    title: 'The pushed authorization request fails with an HTTP error',
    cause: 'The endpoint is wrong, or the provider fails; it gave no error code.',
    confirm: 'The detail shows the status.',
    remedy: 'Correct `pushedAuthorizationRequestUri`, or turn off `usePushedAuthorizationRequests`.',
    setting: '$.pushedAuthorizationRequestUri',
  },
  'pushed_authorization.redirect': {
    ...misconfigured,
    title: 'The pushed authorization request endpoint redirects',
    cause: 'It answers with a redirect, which is not followed.',
    confirm: 'Open the address with `curl -i -X POST`.',
    remedy: 'Correct `pushedAuthorizationRequestUri`.',
    setting: '$.pushedAuthorizationRequestUri',
  },
  'pushed_authorization.not_json': {
    ...misconfigured,
    title: 'The answer to the pushed authorization request is no JSON',
    cause: 'Something else is at that address.',
    confirm: 'Open the address with `curl -i -X POST`.',
    remedy: 'Correct `pushedAuthorizationRequestUri`.',
    setting: '$.pushedAuthorizationRequestUri',
  },
  'pushed_authorization.no_request_uri': {
    ...misconfigured,
    title: 'The answer to the pushed authorization request has no request URI',
    cause: 'The member `request_uri` is missing or no text.',
    confirm: 'Compare with RFC 9126 §2.2.',
    remedy: 'Report it to the provider, or turn off `usePushedAuthorizationRequests`.',
    setting: '$.usePushedAuthorizationRequests',
  },
  'pushed_authorization.invalid_client': {
    ...misconfigured,
    title: 'The provider does not accept our client authentication',
    cause: 'Client id, secret, key, certificate or the method is wrong.',
    confirm: 'Run a diagnosis (`POST …/diagnosis`): it tells a wrong client id, secret and method apart.',
    remedy: 'Enter the secret again, or choose the registered method.',
    setting: '$.clientAuthentication',
  },
  'pushed_authorization.refused': {
    ...misconfigured,
    title: 'The provider refuses the pushed authorization request',
    cause: 'A parameter is not as the provider wants it; the detail quotes what it says.',
    confirm:
      'Run a diagnosis (`POST …/diagnosis`): it leaves out one parameter after the other to find the refused one.',
    remedy: 'Correct or remove what the diagnosis or the provider names; register `redirectUri` exactly as it is.',
    setting: '$.authorizationParameters',
  },
  'pushed_authorization.credential_missing': {
    ...misconfigured,
    title: 'The credential for the client authentication is missing',
    cause: 'No secret, key or certificate of the configured kind is valid now.',
    confirm: 'GET the provider: `clientAuthentication` says whether a credential is set, and when it expires.',
    remedy: 'PUT the provider with the new `clientSecret`, `privateKey` or `certificate` in `clientAuthentication`.',
    setting: '$.clientAuthentication',
  },
  'pushed_authorization.credential_unusable': {
    ...misconfigured,
    title: 'The credential for the client authentication cannot be used',
    cause: 'The key is of another type than the signing algorithm needs, or the PEM is broken.',
    confirm: 'Compare the type of the key (`openssl pkey -text`) with `clientAuthentication.signingAlgorithm`.',
    remedy: 'Enter a key of that type, or choose the algorithm of the key.',
    setting: '$.clientAuthentication',
  },
} as const satisfies CatalogueEntries;
