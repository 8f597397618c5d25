import type { z } from 'zod';
import type { Fault } from '../errors/countersign-error.js';
import { plainWords } from './plain-words.js';

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
      message: root === '$' ? 'is not a member of this object' : 'is not a parameter that is read here',
    }));
  }
  if (issue.code === 'invalid_union') {
    // The branch that fits best is the one with the fewest faults; its faults say more than "no branch fits".
    const branches = issue.errors.filter((branch) => branch.length > 0);
    const inside = branches.filter((branch) => branch.every((inner) => inner.path.length > 0));
    const best = inside.sort((one, other) => one.length - other.length)[0];
    if (best !== undefined) {
      return best.flatMap((inner) => faultsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }, root));
    }
  }
  // What is wrong with the name of a member; the path ends with it.
  const messages = issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message) : [issue.message];
  return messages.map((message) => ({ path: jsonPath(issue.path, root), message }));
}

/** What a schema makes of a value, or every fault that it finds. */
export type Judged<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly faults: readonly Fault[]; readonly cause: Error };

/**
 * Parses what a request holds. Faults have JSON paths and plain words.
 * @param root `$` for bodies, the parameter's name for parameters
 */
export function judgeWithSchema<T extends z.ZodType>(schema: T, value: unknown, root = '$'): Judged<z.output<T>> {
  const parsed = schema.safeParse(value, { error: plainWords });
  if (parsed.success) return { success: true, data: parsed.data };
  const faults = parsed.error.issues.flatMap((issue) => faultsOfIssue(issue, root));
  return { success: false, faults, cause: parsed.error };
}
