import type { CatalogueEntries } from '../catalogue-entry.js';
import { outboundErrors } from './outbound-reasons.js';

/** Why the provider's key set cannot be fetched or read (RFC 7517 §5). Nothing older could stand in for it. */
export const jwksErrors = {
  ...outboundErrors('jwks', { name: 'the JWKS URI', setting: '$.jwksUri' }),
  'jwks.http_error': {
    status: 502,
    title: 'The JWKS URI answers an HTTP error',
    signer: 'provider_unavailable',
    cause: 'The address is wrong, or the provider is down.',
    confirm: 'Open the JWKS URI in a browser.',
    remedy: 'Correct `jwksUri`, or wait for the provider.',
    setting: '$.jwksUri',
  },
  'jwks.redirect': {
    status: 502,
    title: 'The JWKS URI redirects',
    signer: 'provider_misconfigured',
    cause: 'It answers with a redirect, which is not followed.',
    confirm: 'Open the JWKS URI with `curl -i`.',
    remedy: 'Set `jwksUri` to the address that it redirects to, if that is the one that the provider documents.',
    setting: '$.jwksUri',
  },
  'jwks.not_json': {
    status: 502,
    title: 'The JWKS URI gives no JSON',
    signer: 'provider_misconfigured',
    cause: 'A web page or something else is at that address.',
    confirm: 'Open the JWKS URI in a browser.',
    remedy: 'Correct `jwksUri`.',
    setting: '$.jwksUri',
  },
  'jwks.invalid': {
    status: 502,
    title: 'The JWKS URI gives no JWK set',
    signer: 'provider_misconfigured',
    cause: 'The document has no `keys` list of JSON objects.',
    confirm: 'Open the JWKS URI in a browser.',
    remedy: 'Correct `jwksUri`; it must be a JWK set (RFC 7517 §5), not certificates.',
    setting: '$.jwksUri',
  },
  'jwks.entity_configuration_invalid': {
    status: 502,
    title: 'The entity configuration at the JWKS URI is not believed',
    signer: 'provider_misconfigured',
    cause:
      'It is of another entity, has expired, is not signed with a key of its own, or holds no keys of an OpenID provider.',
    confirm: 'The detail names the member. Read the statement at the address with a JWT viewer.',
    remedy:
      "Set `jwksUri` to the entity identifier followed by `/.well-known/openid-federation`, or to the provider's plain JWK set.",
    setting: '$.jwksUri',
  },
} as const satisfies CatalogueEntries;
