import type { CatalogueEntries } from '../catalogue-entry.js';
import { outboundErrors } from './outbound-reasons.js';

const misconfigured = { status: 502, signer: 'provider_misconfigured' } as const;

/** Why the provider's metadata cannot be used (OpenID Connect Discovery 1.0, RFC 8414). */
export const discoveryErrors = {
  ...outboundErrors('discovery', { name: 'the discovery document', setting: '$.issuer' }),
  'discovery.http_error': {
    ...misconfigured,
    title: 'There is no discovery document at the issuer',
    cause:
      '`<issuer>/.well-known/openid-configuration` (and, for `oauth2`, the address of RFC 8414) answers an HTTP error: the issuer is wrong, or the provider has no discovery.',
    confirm: 'Open the address that the detail names in a browser.',
    remedy: 'Correct `issuer`, or set `discovery` to false and enter the URIs.',
    setting: '$.issuer',
  },
  'discovery.redirect': {
    ...misconfigured,
    title: 'The discovery document redirects',
    cause: 'The issuer answers with a redirect, which is not followed: usually a missing path, host prefix or slash.',
    confirm: 'Open the address that the detail names with `curl -i`.',
    remedy: 'Set `issuer` to the address that the provider documents.',
    setting: '$.issuer',
  },
  'discovery.not_json': {
    ...misconfigured,
    title: 'The discovery document is no JSON object',
    cause: 'A web page or something else is at that address.',
    confirm: 'Open the address that the detail names in a browser.',
    remedy: 'Correct `issuer`.',
    setting: '$.issuer',
  },
  'discovery.metadata_invalid': {
    ...misconfigured,
    title: 'The discovery document has members that cannot be used',
    cause: 'A member is missing, of the wrong type, or an address that is no https URL.',
    confirm: 'The detail names every such member.',
    remedy: 'Report it to the provider, or set `discovery` to false and enter the URIs.',
    setting: '$.issuer',
  },
  'discovery.issuer_mismatch': {
    ...misconfigured,
    title: 'The discovery document is of another issuer',
    cause: 'Its `issuer` is not exactly the configured one; a trailing slash, letter case or another host counts.',
    confirm: 'The detail shows both.',
    remedy: 'Set `issuer` to exactly what the provider documents.',
    setting: '$.issuer',
  },
  'discovery.endpoint_moved': {
    ...misconfigured,
    title: 'An endpoint of the provider has moved to another origin',
    cause:
      'The discovery document names another host for an endpoint than at the first discovery: a move, or an attack.',
    confirm: 'The detail shows the endpoint with both origins; ask the provider by another channel.',
    remedy: 'If the move is genuine, approve it: POST …/metadata-approvals.',
    setting: '$.issuer',
  },
  'discovery.endpoint_refused': {
    ...misconfigured,
    title: 'The discovery document names an endpoint that may not be called',
    cause: 'The address of an endpoint is, or resolves to, a private or local one, or is not https.',
    confirm: 'The detail names the endpoint; resolve its host name from where the service runs.',
    remedy:
      'If it is meant to be so, let the operator list the range in OUTBOUND_ALLOWED_CIDRS; otherwise ask the provider.',
    setting: '$.issuer',
  },
  'discovery.endpoint_missing': {
    ...misconfigured,
    title: 'The provider has no such endpoint',
    cause: 'A needed endpoint is neither configured nor in the discovery document.',
    confirm: 'The detail names the member of the provider that would hold it.',
    remedy: 'Enter the URI there, or turn off the feature that needs it.',
  },
  'discovery.metadata_changed': {
    status: 409,
    title: "The provider's metadata changed during the login",
    signer: 'start_again',
    cause: 'The discovery document names other endpoints than when the login was started.',
    confirm: 'Compare the discovery document over time.',
    remedy: 'The signer starts again.',
    setting: '$.issuer',
  },
} as const satisfies CatalogueEntries;
