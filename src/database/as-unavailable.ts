import { CountersignError } from '../errors/countersign-error.js';
import { unavailability } from './unavailable.js';
import { StaleWriteError } from './write-together.js';

/** Seconds after which another try may find the database back. */
const RETRY_AFTER = '5';

/** What a later try may well overcome, as `service.unavailable` with `Retry-After`; null for everything else. */
export function asUnavailable(thrown: unknown): CountersignError | null {
  const detail =
    thrown instanceof StaleWriteError
      ? 'Too many others change the same envelope at this moment'
      : unavailability(thrown);
  if (detail === null) return null;
  return new CountersignError('service.unavailable', {
    detail,
    headers: { 'retry-after': RETRY_AFTER },
    cause: thrown,
  });
}
