import type { CatalogueEntries } from '../catalogue-entry.js';

/** Erasures that a second person has to confirm. */
export const erasureErrors = {
  'erasure.same_person': {
    status: 403,
    title: 'Whoever asked for an erasure does not confirm it',
    cause:
      'The tenant wants two people for an erasure. You have asked for this one yourself; or an API key or application has that you have made, or that has made yours.',
    confirm: 'GET /v1/erasure-requests/{id}: see `requestedBy` and `mayConfirm`.',
    remedy: 'Let another user, or a key that neither of you has made, confirm it. You can refuse it.',
  },
  'erasure.request_ended': {
    status: 409,
    title: 'The request for an erasure has ended',
    cause: 'It was confirmed, refused or not confirmed in time, or the person was erased in another way.',
    confirm: 'GET /v1/erasure-requests/{id}: see `status`.',
    remedy: 'Ask again if something is still to be erased.',
  },
  'erasure.already_requested': {
    status: 409,
    title: 'The same erasure is asked for already',
    cause: 'A request about the same person, or about the retention, waits to be confirmed.',
    confirm: 'GET /v1/erasure-requests?status=pending; the detail names the request.',
    remedy: 'Let another person confirm that one, or refuse it first.',
  },
} as const satisfies CatalogueEntries;
