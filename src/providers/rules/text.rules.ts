import type { TextRule } from '../../http/text-faults.js';

/** Objects and lists may be nested so deep; a request that goes deeper is not read at all. */
export const deepest = 32;

/**
 * Narrower than what can be stored: texts of a provider go into headers, addresses and documents of others, and no setting has a use
 * for control characters. Line breaks and tabs occur in PEM.
 */
export const configuredTexts: TextRule = {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  unusable: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u,
  ofText: 'must not contain control characters or half surrogate pairs',
  ofName: 'has a control character or half a surrogate pair in its name',
};

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
