import type { Fault } from '../errors/countersign-error.js';
import type { Check } from './check.js';

/** The faults of a provider body as checks: as long as there are any, nothing else can be looked at. */
export function checksOfFaults(faults: readonly Fault[]): readonly Check[] {
  return faults.map(({ path, message }) => ({
    id: 'configuration',
    verdict: 'fault',
    path,
    seen: 'the provider cannot be saved with this setting',
    expected: message,
    remedy: 'Correct the setting; the rest is looked at once the body can be saved.',
  }));
}
