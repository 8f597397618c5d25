import type { CatalogueEntries } from '../catalogue-entry.js';

const insufficient = { status: 403, signer: 'login_insufficient', countsTowardsMaxAttempts: true } as const;

/** Why a verified login is not good enough: `assurance` and `subject` of the provider. What cannot be judged fails. */
export const policyErrors = {
  'policy.acr_insufficient': {
    ...insufficient,
    title: 'The login is of another class than required',
    cause: '`acr` is absent or not one of `assurance.requiredAcr`.',
    confirm: 'The detail shows what was required and what came.',
    remedy: 'Ask for the class with `acr_values`, or correct `requiredAcr`; or the signer uses an account that has it.',
    setting: '$.assurance.requiredAcr',
  },
  'policy.amr_insufficient': {
    ...insufficient,
    title: 'The login was made with other methods than required',
    cause: '`amr` is absent or lacks one of `assurance.requiredAmr`.',
    confirm: 'The detail shows what was required and what came.',
    remedy: 'Have the provider enforce the method, or correct `requiredAmr`.',
    setting: '$.assurance.requiredAmr',
  },
  'policy.authentication_time_missing': {
    ...insufficient,
    title: 'The provider does not say when the person logged in',
    cause:
      '`auth_time` is absent, no number of seconds, or ahead of our clock, and `assurance.maxAuthenticationAgeSeconds` needs it.',
    confirm: 'The detail says what was seen. Run a test login and look at the claims.',
    remedy: 'Have the provider release `auth_time` in seconds, or do not require it.',
    setting: '$.assurance.maxAuthenticationAgeSeconds',
  },
  'policy.authentication_too_old': {
    ...insufficient,
    title: 'The login at the provider is too old',
    cause:
      'The provider reused a session that is older than `assurance.maxAuthenticationAgeSeconds`, or clocks differ.',
    confirm: 'The detail shows how old it is.',
    remedy: 'Add `prompt` = `login` to `authorizationParameters`; the signer logs out at the provider and tries again.',
    setting: '$.assurance.maxAuthenticationAgeSeconds',
  },
  'policy.subject_missing': {
    status: 502,
    title: 'The person who logged in cannot be identified',
    signer: 'provider_misconfigured',
    cause: 'The claim path of `subject` finds nothing, or more than one value.',
    confirm: 'Run a test login and compare the path with the claim names.',
    remedy: 'Correct `subject.source` and `subject.path`.',
    setting: '$.subject.path',
  },
  'policy.subject_invalid': {
    status: 502,
    title: 'The identifier of the person who logged in cannot be used',
    signer: 'provider_misconfigured',
    cause: 'The value of `subject` is empty, longer than 255 characters, or neither text nor number.',
    confirm: 'Run a test login and look at the type of the claim.',
    remedy: 'Point `subject.path` at the identifier of the account.',
    setting: '$.subject.path',
  },
} as const satisfies CatalogueEntries;
