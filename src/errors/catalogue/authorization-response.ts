import type { CatalogueEntries } from '../catalogue-entry.js';

const untrusted = { status: 400, signer: 'answer_not_trusted' } as const;
const misconfigured = { status: 502, signer: 'provider_misconfigured' } as const;

/** Why the answer that came back in the browser is not acted on (RFC 6749 §4.1.2, OpenID Connect Core §3.1.2, RFC 9207, JARM). */
export const authorizationResponseErrors = {
  'authorization_response.duplicate_parameter': {
    ...untrusted,
    title: 'The answer names a parameter twice',
    cause:
      'Someone altered the callback address, or the provider is faulty (RFC 6749 §3.1 forbids repeated parameters).',
    confirm: 'The detail names the parameter.',
    remedy: 'The signer starts again; if it stays, report it to the provider.',
  },
  'authorization_response.state_missing': {
    ...untrusted,
    title: 'The answer has no state',
    cause: 'The provider does not return `state`, or someone forged the answer.',
    confirm: 'Run a test login and look at the callback.',
    remedy: 'Report it to the provider: RFC 6749 §4.1.2 requires it.',
  },
  'authorization_response.state_mismatch': {
    ...untrusted,
    title: 'The answer belongs to another login',
    cause: '`state` is not the one of this login.',
    confirm: 'Run a test login; if it always fails, the provider alters the value.',
    remedy: 'The signer starts again.',
  },
  'authorization_response.issuer_missing': {
    ...untrusted,
    title: 'The answer does not say who it comes from',
    cause: 'The parameter `iss` (RFC 9207) is absent though the provider announces it, or has sent it before.',
    confirm: 'Look for `authorization_response_iss_parameter_supported` in the discovery document.',
    remedy: 'The signer starts again; if it stays, report it to the provider.',
  },
  'authorization_response.issuer_mismatch': {
    ...untrusted,
    title: 'The answer comes from another issuer',
    cause: 'The parameter `iss` (RFC 9207) is not the configured issuer: a mix-up attack, or `issuer` is wrong.',
    confirm: 'The detail shows both.',
    remedy: 'Set `issuer` to exactly what the provider documents; otherwise treat it as an attack.',
    setting: '$.issuer',
  },
  'authorization_response.front_channel_token': {
    ...untrusted,
    title: 'The answer brings tokens through the browser',
    cause: 'The callback holds `id_token` or `access_token`, which only the token endpoint may give in this flow.',
    confirm: 'Look at `response_type` in the client settings of the provider.',
    remedy: 'Have the provider use the authorization code flow for this client.',
  },
  'authorization_response.code_missing': {
    ...untrusted,
    title: 'The answer holds neither code nor error',
    cause: 'The provider is not set up for the authorization code flow, or the address was opened by hand.',
    confirm: 'Look at the parameters of the callback in a test login.',
    remedy: 'Have the provider use the authorization code flow for this client.',
  },
  'authorization_response.code_invalid': {
    ...untrusted,
    title: 'The code of the answer is not a code',
    cause: 'It is longer than 8192 characters or holds control characters.',
    confirm: 'Look at the length that the detail names.',
    remedy: 'The signer starts again; if it stays, report it to the provider.',
  },
  'authorization_response.jwt_missing': {
    ...misconfigured,
    title: 'The answer is not signed though it has to be',
    cause: 'A signed response (JARM) was asked for and plain parameters came.',
    confirm: 'Look at `response_modes_supported` in the discovery document.',
    remedy: 'Turn JARM on for this client at the provider, or choose another `responseMode`.',
    setting: '$.responseMode',
  },
  'authorization_response.jwt_invalid': {
    ...untrusted,
    title: 'The signed answer is not believed',
    cause:
      'The JWT of the response (JARM) has a wrong signature, algorithm, issuer, audience or lifetime, or a member with two different values.',
    confirm: 'The detail names the check.',
    remedy: 'Correct the setting that the detail points at; otherwise treat it as an attack.',
    setting: '$.responseMode',
  },
  'authorization_response.access_denied': {
    status: 403,
    title: 'The login was cancelled or denied',
    signer: 'login_cancelled',
    cause: 'The signer cancelled, did not consent, or the provider refused the person.',
    confirm: 'Ask the signer; look at the log of the provider.',
    remedy: 'The signer tries again.',
  },
  'authorization_response.login_required': {
    status: 403,
    title: 'The provider needs the signer to act, and may not ask',
    signer: 'start_again',
    cause: 'The provider answered `login_required`, `consent_required` or the like, usually because of `prompt=none`.',
    confirm: 'Look at `authorizationParameters.prompt`.',
    remedy: 'Remove `prompt=none`.',
    setting: '$.authorizationParameters.prompt',
  },
  'authorization_response.authentication_requirements_unmet': {
    status: 403,
    title: 'The provider could not meet the required strength of login',
    signer: 'login_insufficient',
    cause:
      'The provider answered `unmet_authentication_requirements`: it cannot give the `acr` asked for, or not to this person.',
    confirm: 'Compare `assurance` and `acr_values` with what the provider documents.',
    remedy: 'Ask for a level that the provider offers; or the signer uses an account that has it.',
    setting: '$.assurance.requiredAcr',
    countsTowardsMaxAttempts: true,
  },
  'authorization_response.invalid_request': {
    ...misconfigured,
    title: 'The provider refuses the authorization request',
    cause: 'A parameter is not as the provider wants it; the detail quotes what it says.',
    confirm:
      'Run a diagnosis (`POST …/diagnosis`): it leaves out one parameter after the other to find the refused one.',
    remedy: 'Correct or remove the parameter that the diagnosis or the provider names.',
    setting: '$.authorizationParameters',
  },
  'authorization_response.invalid_scope': {
    ...misconfigured,
    title: 'The provider refuses the scopes',
    cause: 'A scope is misspelt or not allowed for this client.',
    confirm: 'Compare `scopes` with `scopes_supported` and with the registration at the provider.',
    remedy: 'Correct `scopes`, or have them allowed for this client.',
    setting: '$.scopes',
  },
  'authorization_response.unauthorized_client': {
    ...misconfigured,
    title: 'The provider does not let this client log people in',
    cause: 'The client is unknown, disabled, or not allowed to use the authorization code flow.',
    confirm: 'Look at the registration of `clientId` at the provider.',
    remedy: 'Enable the authorization code flow for this client, or correct `clientId`.',
    setting: '$.clientId',
  },
  'authorization_response.unsupported_response_type': {
    ...misconfigured,
    title: 'The provider does not offer the authorization code flow',
    cause: 'It answered `unsupported_response_type` or `unsupported_response_mode`.',
    confirm: 'Look at `response_types_supported` and `response_modes_supported` in the discovery document.',
    remedy: 'Choose another `responseMode`, or have the code flow enabled for this client.',
    setting: '$.responseMode',
  },
  'authorization_response.invalid_request_object': {
    ...misconfigured,
    title: 'The provider refuses the signed or pushed request',
    cause: 'It answered `invalid_request_object`, `invalid_request_uri` or that request objects are not supported.',
    confirm: 'Compare the key that is registered at the provider with `/v1/tenants/{tenant}/jwks.json`.',
    remedy:
      'Let the provider fetch our keys from there; else set `requestObject` to null, or `usePushedAuthorizationRequests` to false.',
    setting: '$.requestObject',
  },
  'authorization_response.temporarily_unavailable': {
    status: 502,
    title: 'The provider cannot log anyone in right now',
    signer: 'provider_unavailable',
    cause: 'It answered `server_error` or `temporarily_unavailable`.',
    confirm: "Look at the provider's status page.",
    remedy: 'Try again later.',
  },
  'authorization_response.provider_error': {
    ...misconfigured,
    title: 'The provider answered an error of its own',
    cause: 'It is none of the errors that RFC 6749 and OpenID Connect define; the detail quotes it.',
    confirm: 'Run a test login to see it again; look the error up in the documentation of the provider.',
    remedy:
      'Correct what the documentation names; if the error is not in it, ask the provider, with the time of the login.',
  },
} as const satisfies CatalogueEntries;
