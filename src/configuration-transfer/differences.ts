import { isObject } from '../http/read-members.js';

/** One member that is not the same. */
interface Difference {
  /** JSON path within the body. */
  readonly path: string;
  /** null: there was none. */
  readonly before: unknown;
  /** null: there will be none, or its default. */
  readonly after: unknown;
}

const step = (path: string, name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;

/** What differs between two bodies, member by member in the order of their names; lists of different length as a whole. Pure. */
export function differences(before: unknown, after: unknown, path = '$'): readonly Difference[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => differences(before[name], after[name], step(path, name)));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((one, index) => differences(one, after[index], `${path}[${index}]`));
  const same = JSON.stringify(before ?? null) === JSON.stringify(after ?? null);
  return same ? [] : [{ path, before: before ?? null, after: after ?? null }];
}
