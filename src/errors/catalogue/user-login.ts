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
} as const satisfies CatalogueEntries;
