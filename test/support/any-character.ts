import fc from 'fast-check';

/** Halves of characters, which no text may hold alone, begin here. */
const HALVES = 0xd800;
const HOW_MANY_HALVES = 0x800;

const character = (place: number): string => String.fromCodePoint(place < HALVES ? place : place + HOW_MANY_HALVES);

function placeOf(text: unknown): number {
  const code = typeof text === 'string' ? text.codePointAt(0) : undefined;
  if (code === undefined || text !== String.fromCodePoint(code)) throw new Error('This is not one character');
  return code < HALVES ? code : code - HOW_MANY_HALVES;
}

/**
 * The unit of texts with any characters of Unicode. fast-check's own (`'binary'`) writes down all 1,112,064 of them before it makes
 * the first text, which takes more than a second and 130 MB.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff - HOW_MANY_HALVES })
  .map(character, placeOf);
