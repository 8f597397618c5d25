import type { CatalogueEntries } from '../catalogue-entry.js';

/** Faults on the signer's way that are no provider's doing, and verdicts on what the provider said. */
export const signerAuthenticationErrors = {
  'sign_in.link_unknown': {
    status: 404,
    title: 'The sign-in link is not known',
    signer: 'link_unknown',
    cause: 'The link was cut or altered on its way, or belongs to another deployment.',
    confirm: 'Compare it with `signInUrl` of the signer authentication.',
    remedy: 'Send the signer the whole link again.',
  },
  'sign_in.expired': {
    status: 410,
    title: 'The signer authentication has expired',
    signer: 'link_expired',
    cause: 'It was not completed within `expiresInSeconds`.',
    confirm: 'GET the signer authentication: `expiresAt` has passed.',
    remedy: 'Create a new signer authentication.',
  },
  'sign_in.ended': {
    status: 410,
    title: 'The signer authentication has ended',
    signer: 'link_completed',
    cause: 'It has succeeded, failed or was cancelled; there is nothing left to do with its link.',
    confirm: 'GET the signer authentication: see `status` and `outcome`.',
    remedy: 'Create a new signer authentication if the signer has to authenticate again.',
  },
  'sign_in.cancelled': {
    status: 410,
    title: 'The signer authentication was cancelled',
    signer: 'link_cancelled',
    cause: 'The workflow cancelled it.',
    confirm: 'GET the signer authentication: its `status` is `cancelled`; the trail names the API key.',
    remedy: 'Create a new signer authentication if one is needed.',
  },
  'sign_in.foreign_origin': {
    status: 403,
    title: 'The form was not posted from our own page',
    signer: 'request_refused',
    cause: 'Another site posted the form, or a proxy in between changes the Origin and Sec-Fetch-Site headers.',
    confirm: 'Compare the Origin header that arrives with PUBLIC_URL.',
    remedy: 'Open the sign-in link directly; set PUBLIC_URL to the address that browsers use.',
  },
  'sign_in.provider_not_offered': {
    status: 422,
    title: 'The chosen provider is not offered',
    signer: 'request_refused',
    cause: 'The form names a provider that this signer authentication does not allow, or none.',
    confirm: 'GET the signer authentication: see `providers`.',
    remedy: 'Choose one of the providers that the page shows.',
  },
  'sign_in.provider_disabled': {
    status: 409,
    title: 'The chosen provider is disabled',
    signer: 'provider_misconfigured',
    cause:
      'After the signer authentication was created an admin has disabled or deleted the provider, or the operator has suspended the tenant.',
    confirm:
      'GET the provider: `enabled` is false; in the trail the last of `tenant.suspended` and `tenant.resumed` is the former.',
    remedy:
      'Enable the provider, or create a signer authentication with another one; where the tenant is suspended, ask the operator.',
    setting: '$.enabled',
  },
  'sign_in.too_many_starts': {
    status: 429,
    title: 'The login was started too often',
    signer: 'attempts_exhausted',
    cause: 'At most 20 logins may be started for one signer authentication.',
    confirm: 'GET the attempts of the signer authentication.',
    remedy: 'Create a new signer authentication.',
  },
  'callback.no_matching_attempt': {
    status: 400,
    title: 'The answer belongs to no login of this browser',
    signer: 'start_again',
    cause:
      'The login was started in another browser or too long ago, the binding cookie was refused, or the answer was forged.',
    confirm:
      'The log has the correlation id. Check that PUBLIC_URL is the address that the signer uses (cookies are bound to it).',
    remedy: 'The signer starts again from the sign-in link, in one browser that accepts cookies.',
  },
  'callback.provider_busy': {
    status: 503,
    title: 'Too many logins wait for this provider',
    signer: 'provider_busy',
    cause:
      'The provider answers slowly, and as many logins as the service makes at once are under way there. Nothing was sent: the code is still good.',
    confirm: 'The metric `countersign_provider_calls` of the provider; `Retry-After` says when a place is expected.',
    remedy:
      'The signer loads the page again after that time. More instances, or a quicker provider, make the line shorter.',
  },
  'callback.already_received': {
    status: 409,
    title: 'This answer was already received',
    signer: 'start_again',
    cause: 'The callback was reloaded or sent twice; an authorization code is used once at most.',
    confirm: 'GET the attempts of the signer authentication.',
    remedy: 'Nothing, if the first one succeeded; else the signer starts again.',
  },
  'callback.attempt_abandoned': {
    status: 409,
    title: 'The login was interrupted',
    signer: 'start_again',
    cause:
      'The login was not finished within its deadline: the service was restarted in the middle of it, or the provider was too slow.',
    confirm: 'The attempt has status `abandoned`.',
    remedy: 'The signer starts again; the authorization code is never sent a second time.',
  },
  'callback.timeout': {
    status: 504,
    title: 'The login took too long to complete',
    signer: 'provider_unavailable',
    cause: 'Token request, resource URIs and checks did not finish within 20 seconds together.',
    confirm: 'The step report of the attempt shows how long each call took.',
    remedy: 'Look at the slowest call of the step report; fetch fewer resource URIs.',
  },
  'outcome.provider_disabled': {
    status: 409,
    title: 'The provider was disabled during the login',
    signer: 'provider_misconfigured',
    cause:
      'Between start and callback an admin disabled or deleted the provider, or the operator suspended the tenant.',
    confirm: 'GET the provider: `enabled` is false; the trail has `tenant.suspended` between the two.',
    remedy: 'Enable the provider, or have the operator resume the tenant; then the signer starts again.',
    setting: '$.enabled',
  },
  'outcome.not_pending': {
    status: 409,
    title: 'The signer authentication ended during the login',
    signer: 'link_completed',
    cause: 'It was cancelled, expired, or another tab succeeded first.',
    confirm: 'GET the signer authentication: see `status`.',
    remedy: 'Create a new signer authentication if one is still needed.',
  },
  'mapping.mismatched': {
    status: 422,
    title: 'The identity data do not match what is expected',
    signer: 'identity_mismatch',
    cause: 'Another person logged in, or the workflow expects a value in another form.',
    confirm:
      'GET the attempts of the signer authentication: the report says whether another `compare`, `format` or `prepare` would have matched.',
    remedy:
      'Let the right person log in; else correct the expected value or choose another `compare` or `prepare` for the mapping.',
    countsTowardsMaxAttempts: true,
  },
  'mapping.path_missing': {
    status: 422,
    title: 'The identity data lack something that is required',
    signer: 'identity_incomplete',
    cause:
      'The claim path finds nothing: the provider did not release the claim, a scope is missing, or the path is misspelt.',
    confirm:
      'GET the attempts of the signer authentication: the report names the setting, the claim names that came, and near misses.',
    remedy: 'Correct the path, request the scope that releases the claim, or set `whenMissing`.',
    countsTowardsMaxAttempts: true,
  },
  'mapping.no_expected_value': {
    status: 422,
    title: 'There is no value to validate against',
    signer: 'provider_misconfigured',
    cause: 'A mapping validates a field for which the recipient has no value and the sender gave none.',
    confirm: '`outcome.verdicts` names the mapping with reason `no_expected_value`.',
    remedy: 'Send the recipient field or an `expected` value, or set `whenMissing` on the mapping.',
  },
  'mapping.updates_conflict': {
    status: 422,
    title: 'Two mappings give one field different values',
    signer: 'provider_misconfigured',
    cause: 'Two update mappings with the same target found different values.',
    confirm: '`outcome.verdicts` names both mappings.',
    remedy: 'Keep one update mapping per target.',
  },
  'handback.invalid': {
    status: 409,
    title: 'The handback code cannot be redeemed',
    cause:
      'The code is unknown, was redeemed before, belongs to another signer authentication, or is older than 120 seconds.',
    confirm: 'Compare it with the `handback` parameter that the browser brought to the return URL.',
    remedy: 'Redeem a code at once and only once. Do not admit the browser; let the signer authenticate again.',
  },
} as const satisfies CatalogueEntries;
