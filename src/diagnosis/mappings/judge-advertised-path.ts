import type { ClaimPath } from '../../claims/claim-path.js';
import { pathsOf } from '../../claims/field-mapping.js';
import { nearNames } from '../../claims/suggestions/near-names.js';
import { type Finding, fault, notApplicable, ok } from '../check.js';
import { type LocatedMapping, settingOfPath } from './located-mapping.js';

/** In shorter names a letter more or less makes another word. */
const shortestMisspelling = 6;

const expected = 'a claim that the provider lists';

/**
 * Compares a mapping's claim paths with the claims that the provider lists (`claims_supported`). The list need not be complete
 * (OpenID Connect Discovery §3), so only a name that is nearly one of them is a fault.
 */
export function judgeAdvertisedPaths(located: LocatedMapping, listed: readonly string[]): readonly Finding[] {
  return pathsOf(located.mapping).map((path, index) => judgePath(path, settingOfPath(located, index), listed));
}

function judgePath(path: ClaimPath, setting: string, listed: readonly string[]): Finding {
  const head = path.segments?.[0];
  if (typeof head !== 'string') return notApplicable(setting, 'it begins with no name', expected);
  if (listed.includes(head)) return ok(setting, { seen: `the provider lists ${head}`, expected });
  if (listed.includes(path.text)) {
    const quoted = `['${path.text}']`;
    return fault(setting, {
      seen: `\`${path.text}\` is read as ${path.segments?.length ?? 1} names; the provider lists it as one`,
      expected: quoted,
      remedy: `Write \`${quoted}\`.`,
    });
  }
  const near = nearNames(head, listed).find(
    ({ because }) => because === 'letter_case' || head.length >= shortestMisspelling,
  );
  if (near === undefined) return notApplicable(setting, `the provider does not list ${head}`, expected);
  return fault(setting, {
    seen: `${head}, which the provider does not list`,
    expected: near.name,
    remedy: `Did you mean \`${near.name}\`?`,
  });
}
