import type { CatalogueEntries } from '../catalogue-entry.js';

/** Faults of test logins that are not the provider's. */
export const diagnosisErrors = {
  'test_login.link_unknown': {
    status: 404,
    title: 'The link of the test login is not known',
    signer: 'link_unknown',
    cause: 'The link was cut or altered, belongs to another deployment, or the test login was deleted after 24 hours.',
    confirm: 'Compare it with the `url` that the creation answered.',
    remedy: 'Make a new test login.',
  },
  'test_login.ended': {
    status: 410,
    title: 'The link of the test login cannot be used any more',
    signer: 'link_expired',
    cause: 'Somebody has logged in with it, an hour has passed, the provider was deleted, or the tenant is suspended.',
    confirm: 'GET the test login: see `status`.',
    remedy: 'Read its report, or make a new test login.',
  },
} as const satisfies CatalogueEntries;
