import type { ClaimPath } from './claim-path.js';
import { ownMember } from './paths/own-member.js';
import { selectorsOf } from './paths/selectors-of.js';

/** Members in which a provider says what it keeps elsewhere, and where (OpenID Connect Core §5.6.2). */
export const referenceMembers: readonly string[] = ['_claim_names', '_claim_sources'];

/** Whether a provider gives the claim that a path begins with by reference only. References are not followed. */
export function cameByReference(path: ClaimPath, claims: unknown): boolean {
  const [first] = selectorsOf(path);
  return first?.kind === 'member' && ownMember(ownMember(claims, '_claim_names'), first.name) !== undefined;
}
