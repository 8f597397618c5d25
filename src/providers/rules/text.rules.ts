import type { Fault } from '../../errors/countersign-error.js';
import { jsonPath } from '../../http/schema-faults.js';

/** Objects and lists may be nested so deep; a request that goes deeper is not read at all. */
export const deepest = 32;

/** Characters that the database cannot store as JSON, or that no setting has a use for. Line breaks and tabs occur in PEM. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const unstorable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;

/** Whether a JSON value nests deeper than `deepest`. Does not recurse, so that no depth exhausts the stack. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((entry): unknown[] =>
      typeof entry === 'object' && entry !== null ? Object.values(entry) : [],
    );
  }
  return false;
}

/** A text or a member name that nothing can be done with, and where it stands. */
interface UnusableText {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Texts and member names anywhere in a value that is not too deep which have control characters or half surrogate pairs. */
export function unusableTexts(value: unknown, path: readonly PropertyKey[] = []): readonly UnusableText[] {
  if (typeof value === 'string') {
    return unstorable.test(value)
      ? [{ path, message: 'must not contain control characters or half surrogate pairs' }]
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const members: (readonly [PropertyKey, unknown])[] = Array.isArray(value)
    ? value.map((entry, index) => [index, entry] as const)
    : Object.entries(value);
  return members.flatMap(([name, entry]) => {
    const place = [...path, name];
    // Where any name is allowed, objects would lose this one silently.
    if (name === '__proto__') return [{ path: place, message: 'is not a name that can be used' }];
    if (typeof name === 'string' && unstorable.test(name))
      return [{ path: place, message: 'has a control character or half a surrogate pair in its name' }];
    return unusableTexts(entry, place);
  });
}

/** As `unusableTexts`, of a whole body. */
export const textFaults = (body: unknown): readonly Fault[] =>
  unusableTexts(body).map(({ path, message }) => ({ path: jsonPath(path), message }));
