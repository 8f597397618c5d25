/** A text as `jsonb` takes it: U+FFFD in the place of NUL, and of halves of characters, which no encoding can hold. */
export const storableText = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\ufffd');
