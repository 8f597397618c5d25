import { pathOf } from '../../claims/field-mapping.js';
import { nearNames } from '../../claims/suggestions/near-names.js';
import { type Finding, fault, notApplicable, ok } from '../check.js';
import type { LocatedMapping } from './located-mapping.js';

/** In shorter names a letter more or less makes another word. */
const shortestMisspelling = 6;

const expected = 'a claim that the provider lists';

/**
 * Compares a claim path with the claims that the provider lists (`claims_supported`). The list need not be complete (OpenID
 * Connect Discovery §3), so only a name that is nearly one of them is a fault.
 */
export function judgeAdvertisedPath({ mapping, path: place }: LocatedMapping, listed: readonly string[]): Finding {
  const path = `${place}.path`;
  const parsed = pathOf(mapping);
  const head = parsed.segments?.[0];
  if (typeof head !== 'string') return notApplicable(path, 'it begins with no name', expected);
  if (listed.includes(head)) return ok(path, { seen: `the provider lists ${head}`, expected });
  if (listed.includes(mapping.path)) {
    const quoted = `['${mapping.path}']`;
    return fault(path, {
      seen: `\`${mapping.path}\` is read as ${parsed.segments?.length ?? 1} names; the provider lists it as one`,
      expected: quoted,
      remedy: `Write \`${quoted}\`.`,
    });
  }
  const near = nearNames(head, listed).find(
    ({ because }) => because === 'letter_case' || head.length >= shortestMisspelling,
  );
  if (near === undefined) return notApplicable(path, `the provider does not list ${head}`, expected);
  return fault(path, {
    seen: `${head}, which the provider does not list`,
    expected: near.name,
    remedy: `Did you mean \`${near.name}\`?`,
  });
}
