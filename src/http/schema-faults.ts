import type { z } from 'zod';
import type { Fault } from '../errors/countersign-error.js';
import { plainWords } from './plain-words.js';
import { storableTexts, unusableTexts } from './text-faults.js';

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
    const best = bestBranch(issue.errors);
    if (best !== null) {
      return best.flatMap((inner) => faultsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }, root));
    }
  }
  // What is wrong with the name of a member; the path ends with it.
  const messages = issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message) : [issue.message];
  return messages.map((message) => ({ path: jsonPath(issue.path, root), message }));
}

type Branch = readonly z.core.$ZodIssue[];

/**
 * The branch of a union that was probably meant: the one that knows most members of the value, then the one with the fewest
 * faults. Its faults say more than that no branch fits; null where they would not, because another branch is as likely.
 */
function bestBranch(branches: readonly Branch[]): Branch | null {
  const [best, second] = branches
    // One that fails as a whole takes another type of value than this one.
    .filter(
      (branch) =>
        branch.length > 0 && branch.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'),
    )
    .map((branch) => ({ branch, unknown: unknownMembers(branch) }))
    .sort((one, other) => one.unknown - other.unknown || one.branch.length - other.branch.length);
  if (best === undefined) return null;
  const { branch, unknown } = best;
  const isTied = second?.unknown === unknown && second.branch.length === branch.length;
  return unknown > 0 && isTied ? null : branch;
}

/** Of the value itself, not of what it holds. */
function unknownMembers(branch: Branch): number {
  return branch.reduce(
    (count, issue) => count + (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys.length : 0),
    0,
  );
}

/** What a schema makes of a value, or every fault that it finds. */
type Judged<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly faults: readonly Fault[]; readonly cause: Error };

/**
 * Parses what a request holds, whose texts have to be usable wherever any text is allowed. Faults have JSON paths and plain words.
 * @param root `$` for bodies, the parameter's name for parameters
 * @param texts default: whatever a database can hold
 */
export function judgeWithSchema<T extends z.ZodType>(
  schema: T,
  value: unknown,
  root = '$',
  texts = storableTexts,
): Judged<z.output<T>> {
  const parsed = schema.safeParse(value, { error: plainWords });
  const unusable = unusableTexts(value, texts).map(({ path, message }) => ({ path: jsonPath(path, root), message }));
  if (parsed.success && unusable.length === 0) return { success: true, data: parsed.data };
  const ofSchema = parsed.success ? [] : parsed.error.issues.flatMap((issue) => faultsOfIssue(issue, root));
  const named = new Set(ofSchema.map(({ path }) => path));
  const faults = [...ofSchema, ...unusable.filter(({ path }) => !named.has(path))];
  return { success: false, faults, cause: parsed.error ?? new TypeError('It holds text that cannot be used') };
}
