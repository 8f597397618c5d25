import type { ClaimPath } from './claim-path.js';
import { selectValues } from './paths/json-path-evaluation.js';
import { ownMember } from './paths/own-member.js';
import { readSegments } from './read-claim.js';

/** What `email_verified` (OpenID Connect Core §5.1) beside an e-mail claim says. */
export type EmailVerification = 'verified' | 'unverified' | 'absent';

/**
 * Reads the sibling `email_verified` of an e-mail claim: the member of the object that holds the claim, or that holds the
 * array which holds it. Only true and Apple's text "true" mean verified. Where a path meets several objects, one
 * unverified is enough.
 */
export function emailVerification(path: ClaimPath, claims: unknown): EmailVerification {
  const siblings = holdersOf(path, claims)
    .map((holder) => ownMember(holder, 'email_verified'))
    .filter((sibling) => sibling !== undefined);
  if (siblings.length === 0) return 'absent';
  return siblings.every((sibling) => sibling === true || sibling === 'true') ? 'verified' : 'unverified';
}

/** The objects of which the path's last member name reads a member. */
function holdersOf(path: ClaimPath, claims: unknown): readonly unknown[] {
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
