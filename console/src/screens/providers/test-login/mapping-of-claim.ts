import type { components } from '../../../api/schema.js';
import { readPath, writePath } from '../../../parts/json/json-path.js';
import { mappingsOf, type PlacedMapping, placeOfMappings } from '../mappings.js';
import type { Provider } from '../provider-queries.js';
import type { Comparison } from '../targets.js';

type NewMapping = NonNullable<components['schemas']['MappingPreviewRequest']['mappings']>[number];

/** How a target is compared where nobody has said it yet; anything else letter by letter. */
const usual: Readonly<Record<string, Comparison>> = {
  'recipient.email': 'email',
  'recipient.firstName': 'name',
  'recipient.lastName': 'name',
  'recipient.fullName': 'full-name',
  'recipient.phoneNumber': 'phone',
  'certificate.holderLastName': 'name',
  'certificate.phoneNumber': 'phone',
};

/**
 * Mappings that do the same to the same target, from whichever source: whoever says which claim is meant means it instead of theirs,
 * and a path that finds nothing would go on failing beside the right one. Pure.
 */
export const replacedBy = (
  provider: Provider,
  { action, target }: Pick<NewMapping, 'action' | 'target'>,
): readonly PlacedMapping[] =>
  mappingsOf(provider).filter(({ mapping }) => mapping.action === action && mapping.target === target);

/** A mapping of a claim; how it compares, and what is done where the claim is missing, stay as in the one that it replaces. Pure. */
export function mappingOf(
  path: string,
  action: NewMapping['action'],
  target: NewMapping['target'],
  [former]: readonly PlacedMapping[],
): NewMapping {
  if (former === undefined) {
    const compare = usual[target];
    return {
      path,
      action,
      target,
      ...(action === 'validate' && compare !== undefined ? { compare } : {}),
    } as NewMapping;
  }
  const { paths: _, ...kept } = former.mapping;
  return { ...kept, path };
}

/** The place in the mappings of a source, e.g. 1 of `$.idToken.mappings[1]`. */
const indexIn = (place: string, { at }: PlacedMapping): number =>
  at.startsWith(`${place}[`) ? Number(at.slice(place.length + 1, -1)) : -1;

/**
 * A provider with a mapping in the place of those that it replaces, or after the others of its source. Pure.
 * @param source where the claim came from, as verdicts name it
 */
export function withMapping(
  provider: Provider,
  source: string,
  mapping: NewMapping,
  replaced: readonly PlacedMapping[],
): unknown {
  const own = placeOfMappings(source, provider.resources);
  if (own === null) return provider;
  const places = new Set([own, ...replaced.map(({ at }) => at.slice(0, at.lastIndexOf('[')))]);
  let changed: unknown = provider;
  for (const place of places) {
    const gone = new Set(replaced.map((one) => indexIn(place, one)).filter((index) => index >= 0));
    const [first] = gone;
    const known = readPath(provider, place);
    const before: readonly unknown[] = Array.isArray(known) ? known : [];
    const after = before.flatMap((one, index) => {
      if (place === own && index === first) return [mapping];
      return gone.has(index) ? [] : [one];
    });
    changed = writePath(changed, place, place === own && first === undefined ? [...after, mapping] : after);
  }
  return changed;
}
