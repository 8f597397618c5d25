import { type FieldMapping, pathOf } from './field-mapping.js';
import { readClaim } from './read-claim.js';

/** What mappings read of a document, by claim path: all that is kept of it where no more may be. A path that finds nothing is left out. */
export function mappedValues(mappings: readonly FieldMapping[], claims: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    mappings.flatMap((mapping) => {
      const reading = readClaim(pathOf(mapping), claims);
      if (reading.outcome === 'missing') return [];
      return [[mapping.path, reading.outcome === 'found' ? reading.value : reading.values]];
    }),
  );
}
