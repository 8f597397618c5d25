/** Which texts nothing can be done with, and how that is said. */
export interface TextRule {
  readonly unusable: RegExp;
  /** What is said of a text, and of a member with such a name. */
  readonly ofText: string;
  readonly ofName: string;
}

/** NUL, which PostgreSQL cannot store, and halves of characters, which no encoding can. With the u flag whole pairs do not match. */
export const storableTexts: TextRule = {
  unusable: /\0|\p{Surrogate}/u,
  ofText: 'expected text without NUL and without unpaired surrogates',
  ofName: 'has NUL or an unpaired surrogate in its name',
};

/** A text or a member name that nothing can be done with, and where it stands. */
interface UnusableText {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Finds every text and member name that a rule forbids. Descends as deep as the value does. */
export function unusableTexts(
  value: unknown,
  rule: TextRule = storableTexts,
  path: readonly PropertyKey[] = [],
): readonly UnusableText[] {
  if (typeof value === 'string') return rule.unusable.test(value) ? [{ path, message: rule.ofText }] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((entry, index) => unusableTexts(entry, rule, [...path, index]));
  return Object.entries(value).flatMap(([name, entry]) => {
    const place = [...path, name];
    // Where any name is allowed, objects would lose this one silently.
    if (name === '__proto__') return [{ path: place, message: 'is not a name that can be used' }];
    if (rule.unusable.test(name)) return [{ path: place, message: rule.ofName }];
    return unusableTexts(entry, rule, place);
  });
}
