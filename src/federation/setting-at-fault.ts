import { catalogueEntry, type ErrorCode } from '../errors/catalogue.js';
import type { ProviderConfiguration } from '../providers/provider-configuration.js';
import type { StepRecord } from './trip.js';

/**
 * JSON path of the provider setting that a failure points at, e.g. `$.resources[1].uri`; null when it points at none.
 * @param steps of the failed trip, which name the resource
 */
export function settingAtFault(
  code: ErrorCode,
  steps: readonly StepRecord[],
  { resources }: Pick<ProviderConfiguration, 'resources'>,
): string | null {
  const { setting } = catalogueEntry(code);
  if (setting === undefined) return null;
  const name = steps.findLast(({ step, outcome }) => step === 'resource' && outcome === code)?.name;
  const index = resources.findIndex((resource) => resource.name === name);
  return setting.replace('$.resources[]', index === -1 ? '$.resources' : `$.resources[${index}]`);
}
