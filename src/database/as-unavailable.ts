import { CountersignError } from '../errors/countersign-error.js';
import { isDatabaseUnavailable } from './unavailable.js';
import { StaleWriteError } from './write-together.js';

/** Seconds after which another try may find the database back. */
const RETRY_AFTER = '5';

/** What a later try may well overcome, as `service.unavailable` with `Retry-After`; null for everything else. */
export function asUnavailable(thrown: unknown): CountersignError | null {
  const detail = isDatabaseUnavailable(thrown)
    ? 'The database does not answer'
    : thrown instanceof StaleWriteError
      ? 'Too many others change the same envelope at this moment'
      : null;
  if (detail === null) return null;
  return new CountersignError('service.unavailable', {
    detail,
    headers: { 'retry-after': RETRY_AFTER },
    cause: thrown,
  });
}
