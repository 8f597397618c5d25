import { toAscii } from './latin-letters.js';

/**
 * Names as they are compared: words, each a row of parts that hyphens stand between, each part in every spelling that it may
 * have. Two rows of parts are the same when they have spellings of the same letters, wherever the parts end. That is not
 * transitive on purpose: Müller is Mueller and Müller is Muller, but Mueller is not Muller.
 */

interface Spelling {
  /** Case-folded. */
  readonly letters: string;
  /** Whether letters of another script were written in Latin ones: two such spellings are never compared. */
  readonly isTransliterated: boolean;
}

export interface NamePart {
  readonly startsWord: boolean;
  /** Empty when the part has no letter that could be compared: then it equals nothing. */
  readonly spellings: readonly Spelling[];
}

/** A word of a name. Hyphens do not end it: Meier-Huber is one. */
export type NameWord = readonly NamePart[];

const apostrophes = /['’‘ʼʻ`´′ʹ＇]/gu;
/** White space around a hyphen says nothing: `Anne - Marie`. */
const hyphens = /\s*\p{Pd}+\s*/gu;
const wordSeparators = /[\s.,،、·・_]+/u;
/** The dot of Catalan names (Marcel·lí) is part of a letter. */
const dotOfCatalan = /(?<=l)·(?=l)/giu;
/** Tatweel stretches a word, a soft hyphen shows a place to break it, the joiners shape letters: none is a letter. */
const ornaments = /[\u0640\u00ad\u200b-\u200f]/gu;

/** Letters that have a spelling of two letters beside the plain one (ICAO Doc 9303-3 §6; đ as written in Serbian). */
const twoLetterSpellings: ReadonlyMap<string, string> = new Map([
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ü', 'ue'],
  ['ø', 'oe'],
  ['å', 'aa'],
  ['đ', 'dj'],
]);

/** Letters of the Arabic script that keyboards of Arabic, Persian and Urdu have in different codes for one and the same name. */
const arabicPairs: ReadonlyMap<string, string> = new Map([
  ['\u0671', '\u0627'], // alef wasla: alef
  ['\u06cc', '\u064a'], // Persian yeh: yeh
  ['\u0649', '\u064a'], // alef maksura, the yeh of Egypt: yeh
  ['\u06a9', '\u0643'], // Persian kaf (keheh): kaf
  ['\u06aa', '\u0643'], // swash kaf: kaf
  ['\u0629', '\u0647'], // teh marbuta, which Persian writes as heh: heh
  ['\u06c0', '\u0647'], // heh with yeh above: heh
  ['\u06c1', '\u0647'], // heh of Urdu: heh
  ['\u06c2', '\u0647'],
  ['\u06c3', '\u0647'],
]);

/** Scripts with letters for vowels and one customary sound per letter: written in Latin letters, different names stay different. */
const transliterated: ReadonlySet<string> = new Set(['Cyrillic', 'Greek', 'Armenian', 'Georgian']);
const scripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Arabic', 'Hebrew'] as const;
const onlyOfScript = new Map(
  scripts.map((script) => [script, new RegExp(`^[\\p{Script=${script}}\\p{M}\\p{N}]+$`, 'u')] as const),
);

/** The words of a name, in order. Apostrophes are left out; what has no letter and no digit is no word. */
export function nameWords(name: string): readonly NameWord[] {
  return (
    name
      // Before NFKC, which makes a space and an accent of the acute that stands for an apostrophe.
      .replace(apostrophes, '')
      .normalize('NFKC')
      .replace(ornaments, '')
      .replace(dotOfCatalan, '')
      .replace(hyphens, '-')
      .split(wordSeparators)
      .map(nameWord)
      .filter((word) => word.length > 0)
  );
}

function nameWord(word: string): NameWord {
  return word
    .split('-')
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part, index) => ({
      startsWord: index === 0,
      spellings: spellingsOf(part).filter(({ letters }) => letters !== ''),
    }));
}

function spellingsOf(part: string): readonly Spelling[] {
  const script = scripts.find((candidate) => onlyOfScript.get(candidate)?.test(part)) ?? 'other';
  if (script === 'Latin') return latinSpellings(part).map((letters) => ({ letters, isTransliterated: false }));
  const native = nativeSpelling(part, script);
  return [
    { letters: native, isTransliterated: false },
    ...(transliterated.has(script) ? [{ letters: toLatin(native), isTransliterated: true }] : []),
  ];
}

function latinSpellings(part: string): readonly string[] {
  const letters = Array.from(part.toLowerCase().normalize('NFC'));
  const expanded = letters.map((letter) => twoLetterSpellings.get(letter) ?? letter).join('');
  return [...new Set([toLatin(letters.join('')), toLatin(expanded)])];
}

function toLatin(letters: string): string {
  return toAscii(letters).toLowerCase().replace(apostrophes, '');
}

function nativeSpelling(part: string, script: string): string {
  const folded = part.toUpperCase().toLowerCase();
  if (script === 'Cyrillic') return folded.replaceAll('ё', 'е').normalize('NFC');
  // Accents (Greek) and vowel points (Arabic, Hebrew) are optional; in other scripts marks are letters.
  if (script === 'Greek') return withoutMarks(folded).replaceAll('ς', 'σ');
  if (script === 'Arabic') return withoutMarks(withoutPairs(folded));
  return script === 'Hebrew' ? withoutMarks(folded) : folded.normalize('NFC');
}

function withoutPairs(text: string): string {
  return Array.from(text, (letter) => arabicPairs.get(letter) ?? letter).join('');
}

function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC');
}
