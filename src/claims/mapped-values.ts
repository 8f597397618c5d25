import { type FieldMapping, pathsOf } from './field-mapping.js';
import { readClaim } from './read-claim.js';

/** What mappings read of a document, by claim path and before any preparation: all that is kept of it where no more may be. A path that finds nothing is left out. */
export function mappedValues(mappings: readonly FieldMapping[], claims: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    mappings.flatMap(pathsOf).flatMap((path) => {
      const reading = readClaim(path, claims);
      if (reading.outcome === 'missing') return [];
      return [[path.text, reading.outcome === 'found' ? reading.value : reading.values]];
    }),
  );
}
