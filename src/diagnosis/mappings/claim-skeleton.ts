import type { ClaimTree } from '../../claims/claim-tree.js';

const placeholders = { string: 'text', number: 0, boolean: true, null: null } as const;

/**
 * A document with the names and types of a claim tree and invented values, so that a claim path can be tried on it. What depends
 * on values (filters) cannot.
 */
export function skeletonOf(tree: ClaimTree): unknown {
  if (tree.type === 'array') return (tree.elements ?? []).map(skeletonOf);
  if (tree.type === 'object') {
    return Object.fromEntries((tree.members ?? []).map((member) => [member.name, skeletonOf(member)]));
  }
  return tree.empty === true ? '' : placeholders[tree.type];
}

/** Whether anything was left out of the tree, so that a path which finds nothing proves nothing. */
export function isTruncated(tree: ClaimTree): boolean {
  if (tree.truncated === true) return true;
  return [...(tree.members ?? []), ...(tree.elements ?? [])].some(isTruncated);
}
