import type { CatalogueEntries } from '../catalogue-entry.js';

/** Faults of reading and proving the audit trail. */
export const auditErrors = {
  'audit.not_in_log_yet': {
    status: 503,
    title: 'The events are recorded and not in the log yet',
    cause:
      'Events get their place in the log as soon as every transaction that began before them has ended; one is taking long.',
    confirm: 'Look for long-running transactions in pg_stat_activity, in any database of the server.',
    remedy: 'Try again after the seconds in `Retry-After`; end the transaction that is left open.',
  },
  'audit.signing_refused': {
    status: 503,
    title: 'No checkpoint is signed',
    cause:
      'The database contradicts a checkpoint that was published: an older one was restored, or events were changed.',
    confirm: 'The service log says what differs; `npm run audit:check` names the first difference.',
    remedy: 'Bring back the right database, or go on under a new origin with `countersign audit new-origin`.',
  },
  'audit.leaf_unknown': {
    status: 404,
    title: 'The log has no such leaf',
    cause: 'The leaf hash is not one of an event, or the event has no place in the log yet.',
    confirm:
      'Compute SHA-256 over a zero byte and the canonical JSON of the leaf; compare with `leafHash` in the trail.',
    remedy: 'Ask with the leaf hash of a recorded event; ask again shortly when it is new.',
  },
} as const satisfies CatalogueEntries;
