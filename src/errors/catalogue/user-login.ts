import type { CatalogueEntries } from '../catalogue-entry.js';

/** Faults of people of a tenant who log in, and of what they prove with. */
export const userLoginErrors = {
  'login.too_many_guesses': {
    status: 429,
    title: 'Too many failed tries in a short time',
    signer: 'too_many_requests',
    cause: 'A password or a code was wrong too often, for this account or from this address.',
    confirm: 'The trail of the user lists `user.login_failed`; `Retry-After` says when the next try is possible.',
    remedy: 'Wait; whoever has forgotten a password asks for a new one on the login page.',
  },
  'login.ended': {
    status: 409,
    title: 'This login has ended, or began in another browser',
    signer: 'start_again',
    cause: 'It took longer than its time, was finished in another tab, or the browser has no cookie of it.',
    confirm: 'Start the login again and finish it in one browser window.',
    remedy: 'Start again from the application, or from `/login/{tenant}`; let the browser accept cookies.',
  },
  'login.refused': {
    status: 403,
    title: 'The user may not log in',
    signer: 'request_refused',
    cause: 'An administrator has locked the user, or the user has not finished setting up how they log in.',
    confirm: 'GET the user: see `status`. The trail has `user.login_failed` with the reason.',
    remedy: 'Unlock the user, or send the invitation again.',
  },
  'login.provider_unknown': {
    status: 404,
    title: 'Nobody of the tenant logs in at that provider',
    signer: 'provider_misconfigured',
    cause: 'There is no such provider, it is disabled, or its `usage` does not have `user`.',
    confirm: 'GET the provider: see `enabled` and `usage`.',
    remedy: 'Use the `logonUrl` of a provider for people, or choose one on the login page.',
    setting: '$.usage',
  },
  'login.not_bound': {
    status: 403,
    title: 'No user is bound to this identity',
    signer: 'identity_mismatch',
    cause:
      'The person logged in with another account than the one that was bound, or was never bound at this provider.',
    confirm: 'The trail of the tenant has `user.login_failed` with `not_bound`.',
    remedy: 'Log in with the account that was bound; else an administrator sends an invitation.',
  },
  'login.binding_stale': {
    status: 403,
    title: 'The binding has to be confirmed by its user',
    signer: 'provider_misconfigured',
    cause: 'Settings of the provider that say who is who have changed since the user was bound.',
    confirm: 'GET the user: the binding is `stale`.',
    remedy: 'The user follows the link that was mailed to them; or the settings are put back as they were.',
  },
  'login.reset_ended': {
    status: 410,
    title: 'The link for a new password has ended',
    signer: 'link_expired',
    cause: 'It was used, is older than 30 minutes, or a newer one was sent.',
    confirm: 'The trail of the user has `user.password_changed` when it was used.',
    remedy: 'Ask for a new link on the login page.',
  },
  'login.user_needed': {
    status: 403,
    title: 'Only a user has an account of their own',
    cause: 'The request was made with an API key, or by a client that acts by itself.',
    confirm: 'See which kind of token the request carries.',
    remedy: 'Use an access token that a user was given at a login.',
  },
  'login.not_recent': {
    status: 403,
    title: 'The last login is too long ago for this',
    cause: 'Password and second factors are changed within five minutes after a login in the same browser session.',
    confirm: 'GET /v1/me: `recentLogin` is false.',
    remedy: 'Log in again (`prompt=login`), then repeat the request.',
  },
  'login.password_wrong': {
    status: 403,
    title: 'The current password is not right',
    cause:
      '`currentPassword` is missing or is not the password that is set; or none is set, and an application other than the console asks.',
    confirm: 'Log in with it.',
    remedy: 'Enter the current password, or ask for a new one on the login page.',
  },
  'login.password_not_allowed': {
    status: 403,
    title: 'This user logs in at a provider, not by a password',
    cause: 'The user is meant for a provider and does not have the permission `password:use`.',
    confirm: 'GET /v1/me: `password.allowed` is false.',
    remedy: 'Log in at the provider; or an administrator gives a role with `password:use`.',
  },
  'login.second_factor_wrong': {
    status: 422,
    title: 'The second factor was not shown',
    cause: 'The code is wrong or from another time, or the passkey answered something else than it was asked.',
    confirm: "Compare the device's clock with the time of day.",
    remedy: 'Send the next code, or begin the second factor again.',
  },
  'logout.token_refused': {
    status: 400,
    title: 'The logout token is not believed',
    cause:
      'It is no logout token of that provider for our client, its signature is wrong, or it is too old (OpenID Connect Back-Channel Logout 1.0 §2.6).',
    confirm: 'The detail names every check that did not hold.',
    remedy: 'Compare issuer, client id and keys of the provider with its registration; see that both clocks are right.',
  },
} as const satisfies CatalogueEntries;
