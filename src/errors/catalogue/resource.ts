import type { CatalogueEntries } from '../catalogue-entry.js';
import { outboundErrors } from './outbound-reasons.js';

const misconfigured = { status: 502, signer: 'provider_misconfigured' } as const;
const untrusted = { status: 502, signer: 'answer_not_trusted' } as const;

/** Why a document of a resource URI could not be fetched or is not believed (RFC 6750, OpenID Connect Core §5.3). */
export const resourceErrors = {
  ...outboundErrors('resource', { name: 'the resource URI', setting: '$.resources[].uri' }),
  'resource.http_error': {
    ...misconfigured,
    title: 'The resource URI answers an HTTP error',
    cause: 'The address is wrong (404), the token lacks a scope (403), or it has to be sent another way (401).',
    confirm: 'The detail shows the status of each call.',
    remedy: 'Correct the address, request the scope, or choose another `tokenParameter`.',
    setting: '$.resources[].uri',
  },
  'resource.redirect': {
    ...misconfigured,
    title: 'The resource URI redirects',
    cause: 'It answers with a redirect, which is not followed: the token would go to another address.',
    confirm: 'Open the address with `curl -i`.',
    remedy: 'Set `uri` to the address that the provider documents.',
    setting: '$.resources[].uri',
  },
  'resource.media_type_unsupported': {
    ...misconfigured,
    title: 'The resource is no JSON document',
    cause: 'Its media type is neither `application/json` nor `…+json` nor JSON labelled `text/html`.',
    confirm: 'The detail shows the media type.',
    remedy:
      'Correct the address, or have the provider label its JSON as JSON; where the detail says that it would help, allow it with `json-as-text` in `leniency`.',
    setting: '$.resources[].uri',
  },
  'resource.not_json': {
    ...misconfigured,
    title: 'The resource cannot be read as JSON',
    cause: 'A web page is at that address, or the document is cut short, too deep, or not UTF-8.',
    confirm: 'The detail says where reading failed.',
    remedy:
      'Correct the address; else report it to the provider. Where the detail says that it would help, allow it with `latin-1` in `leniency`.',
    setting: '$.resources[].uri',
  },
  'resource.not_object_or_array': {
    ...misconfigured,
    title: 'The resource is a bare value',
    cause: 'The document is a text, number, boolean or null, which no claim path can be applied to.',
    confirm: 'Open the address with an access token.',
    remedy: 'Use an address that gives a JSON object or array.',
    setting: '$.resources[].uri',
  },
  'resource.uri_missing': {
    ...misconfigured,
    title: 'The address of the UserInfo endpoint is not known',
    cause: 'The resource has no `uri`, and the discovery document names no UserInfo endpoint.',
    confirm: 'Look for `userinfo_endpoint` in the discovery document.',
    remedy: 'Enter `uri`, or remove the resource.',
    setting: '$.resources[].uri',
  },
  'resource.userinfo_sub_missing': {
    ...untrusted,
    title: 'UserInfo does not say whom it is about',
    cause: 'The member `sub` is missing or no text.',
    confirm: 'Run a test login and look at the claim names.',
    remedy: 'Report it to the provider; if it is no UserInfo endpoint, set `type` to `document`.',
    setting: '$.resources[].type',
  },
  'resource.userinfo_sub_mismatch': {
    ...untrusted,
    title: 'UserInfo is about another person than the ID token',
    cause: '`sub` of UserInfo and ID token differ: token substitution, or a faulty provider.',
    confirm: 'Run a test login and compare the two subjects.',
    remedy: 'Treat it as an attack until the provider has explained it.',
    setting: '$.resources[].uri',
  },
  'resource.userinfo_unsigned': {
    ...untrusted,
    title: 'UserInfo is not signed though it has to be',
    cause: '`signingAlgorithms` of the resource is set, and the provider sent plain JSON or an unsigned JWT.',
    confirm: 'The detail shows the media type or the header.',
    remedy: 'Have the provider sign UserInfo for this client, or empty `signingAlgorithms`.',
    setting: '$.resources[].signingAlgorithms',
  },
  'resource.userinfo_jwt_invalid': {
    ...untrusted,
    title: 'The signed UserInfo is not believed',
    cause: 'Signature, algorithm, issuer, audience, lifetime or encryption of the JWT is not as required.',
    confirm: 'The detail names the check.',
    remedy: 'Correct the setting that the detail points at; else report it to the provider.',
    setting: '$.resources[].signingAlgorithms',
  },
} as const satisfies CatalogueEntries;
