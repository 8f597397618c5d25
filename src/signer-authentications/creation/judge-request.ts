import type { Target } from '../../claims/target.js';
import type { Fault } from '../../errors/countersign-error.js';
import { mappingsOf } from '../../providers/mappings-of.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import type { RequestedProvider } from './requested-providers.js';

/** What is known of a provider that a request names; null when there is none. */
export interface KnownProvider {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly usage: readonly ('signer' | 'user')[];
  readonly configuration: ProviderConfiguration;
}

/**
 * The fields that a provider's `validate` mappings compare. A check of any other field would not be made. Where the full name is
 * compared, it is by the first and the last name, and there is no value of its own to expect.
 */
function validatedTargets(configuration: ProviderConfiguration): ReadonlySet<Target> {
  return new Set(
    mappingsOf(configuration)
      .filter(({ mapping }) => mapping.action === 'validate')
      .flatMap(({ mapping: { target } }): Target[] =>
        target === 'recipient.fullName' ? ['recipient.firstName', 'recipient.lastName'] : [target],
      ),
  );
}

/**
 * Judges what a request asks of one provider: that it exists and is enabled, that each validation is one that a mapping makes
 * (a check nobody makes must not look made), and that required custom fields have a value.
 */
export function judgeRequestedProvider(requested: RequestedProvider, known: KnownProvider | null): Fault[] {
  if (known === null)
    return [{ path: requested.path, message: `there is no provider ${JSON.stringify(requested.name)}` }];
  const faults: Fault[] = [];
  if (!known.usage.includes('signer'))
    faults.push({ path: requested.path, message: `provider ${known.name} is not for signers: see its usage` });
  if (!known.enabled) faults.push({ path: requested.path, message: `provider ${known.name} is disabled` });
  const validated = validatedTargets(known.configuration);
  const seen = new Set<Target>();
  const withValue = new Set(
    requested.validations.filter(({ expected }) => expected.trim() !== '').map(({ field }) => field),
  );
  for (const { field, path } of requested.validations) {
    if (!validated.has(field)) {
      const possible = [...validated].join(', ');
      faults.push({
        path,
        message: `no validate mapping of provider ${known.name} uses ${field}, so it would not be checked; ${possible === '' ? 'it has none' : `it validates ${possible}`}`,
      });
    }
    if (seen.has(field)) faults.push({ path, message: `${field} is given twice` });
    seen.add(field);
  }
  for (const { name, required } of known.configuration.customFields) {
    // One that no mapping uses would be refused above; the provider carries a warning about it.
    if (required && validated.has(`custom.${name}`) && !withValue.has(`custom.${name}`)) {
      faults.push({ path: requested.path, message: `provider ${known.name} requires a value for custom.${name}` });
    }
  }
  return faults;
}

/** Two entries for one provider would leave open which validations hold. */
export function judgeDuplicates(
  requested: readonly RequestedProvider[],
  known: readonly (KnownProvider | null)[],
): Fault[] {
  return requested.flatMap(({ path }, index) => {
    const id = known[index]?.id;
    const first = known.findIndex((provider) => provider !== null && provider.id === id);
    return id !== undefined && first < index ? [{ path, message: `names the same provider as entry ${first}` }] : [];
  });
}
