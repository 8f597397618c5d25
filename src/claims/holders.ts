import type { ClaimPath } from './claim-path.js';
import { selectValues } from './paths/json-path-evaluation.js';
import { ownMember } from './paths/own-member.js';
import { readSegments } from './read-claim.js';

/**
 * The objects of which a path's last member name reads a member: what stands beside a claim stands in them. An element's
 * holder is the one of its array.
 */
export function holdersOf(path: ClaimPath, claims: unknown): readonly unknown[] {
  if (path.kind === 'members') {
    const last = path.segments.findLastIndex((segment) => typeof segment === 'string');
    const reading = readSegments(path.segments.slice(0, Math.max(last, 0)), claims);
    return reading.outcome === 'found' ? [reading.value] : [];
  }
  const last = path.selectors.findLastIndex(({ kind }) => kind === 'member');
  const selector = path.selectors[last];
  if (selector?.kind !== 'member') return [];
  return selectValues(path.selectors.slice(0, last), claims).filter(
    (holder) => ownMember(holder, selector.name) !== undefined,
  );
}

/** OpenID Connect's name for it, and those of widespread registries and networks. */
const familyNameMembers = ['family_name', 'familyName', 'last_name', 'lastName', 'surname', 'sn'] as const;

/** What the objects that hold a claim call the person's family name. */
export function familyNamesBeside(holders: readonly unknown[]): readonly string[] {
  return holders
    .slice(0, 10)
    .flatMap((holder) => familyNameMembers.map((name) => ownMember(holder, name)))
    .filter((value) => typeof value === 'string');
}
