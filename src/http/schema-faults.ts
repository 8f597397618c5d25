import type { z } from 'zod';
import type { Fault } from '../errors/countersign-error.js';

const PLAIN_MEMBER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Writes a path as the API does: `$.resources[0].uri`; members with other characters in brackets. */
export function jsonPath(path: readonly PropertyKey[], root = '$'): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    const name = String(segment);
    return PLAIN_MEMBER.test(name) ? `${text}.${name}` : `${text}[${JSON.stringify(name)}]`;
  }, root);
}

/** The faults of one zod issue: one per unrecognised member, so that each is named by its own path. */
function faultsOfIssue(issue: z.core.$ZodIssue, root: string): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: jsonPath([...issue.path, key], root),
      message: 'is not a member of this object',
    }));
  }
  if (issue.code === 'invalid_union') {
    // The branch that fits best is the one with the fewest faults; its faults say more than "no branch fits".
    const branches = issue.errors.filter((branch) => branch.length > 0);
    const best = branches.sort((one, other) => one.length - other.length)[0];
    if (best !== undefined && best.every((inner) => inner.path.length > 0)) {
      return best.flatMap((inner) => faultsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }, root));
    }
  }
  return [{ path: jsonPath(issue.path, root), message: issue.message }];
}

/** All faults of a failed parse, with JSON paths. @param root `$` for bodies, the parameter's name for parameters */
export function schemaFaults(error: z.core.$ZodError, root = '$'): Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, root));
}
