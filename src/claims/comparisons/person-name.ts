import anyAscii from 'any-ascii';

/**
 * Names as they are compared: a row of parts, each in every spelling that it may have. Two parts are the same when they
 * share a spelling. That is not transitive on purpose: Müller is Mueller and Müller is Muller, but Mueller is not Muller.
 */

/** A part of a name: its script, and its spellings in case-folded letters. */
interface NamePart {
  readonly script: string;
  readonly spellings: readonly string[];
  /** Spellings in Latin letters, for comparison with a part in Latin script; none where a transliteration would lose too much. */
  readonly latin: readonly string[];
}

const apostrophes = /['’‘ʼʻ`´′ʹ＇]/gu;
const separators = /[\s\p{Pd}.,·・_]+/u;
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

/** Scripts with letters for vowels and one customary sound per letter: written in Latin letters, different names stay different. */
const transliterated: ReadonlySet<string> = new Set(['Cyrillic', 'Greek', 'Armenian', 'Georgian']);
const scripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Arabic', 'Hebrew'] as const;
const onlyOfScript = new Map(
  scripts.map((script) => [script, new RegExp(`^[\\p{Script=${script}}\\p{M}\\p{N}]+$`, 'u')] as const),
);

/**
 * The parts of a name, in order. White space, hyphens and full stops stand between parts.
 *
 * @param apostrophe whether an apostrophe joins (`D'Angelo` as `DAngelo`) or separates (as `D Angelo`)
 */
export function nameParts(name: string, apostrophe: 'joins' | 'separates'): readonly NamePart[] {
  return (
    name
      // Before NFKC, which makes a space and an accent of the acute that stands for an apostrophe.
      .replace(apostrophes, apostrophe === 'joins' ? '' : ' ')
      .normalize('NFKC')
      .replace(ornaments, '')
      .split(separators)
      .filter((part) => /[\p{L}\p{N}]/u.test(part))
      .map(namePart)
  );
}

export function isSamePart(one: NamePart, other: NamePart): boolean {
  if (one.script === other.script) return shareSpelling(one.spellings, other.spellings);
  // Never between two scripts that are both foreign to Latin, and never from a script that loses too much.
  return (one.script === 'Latin' || other.script === 'Latin') && shareSpelling(one.latin, other.latin);
}

function shareSpelling(one: readonly string[], other: readonly string[]): boolean {
  return one.some((spelling) => spelling !== '' && other.includes(spelling));
}

function namePart(part: string): NamePart {
  const script = scripts.find((candidate) => onlyOfScript.get(candidate)?.test(part)) ?? 'other';
  if (script === 'Latin') {
    const spellings = latinSpellings(part);
    return { script, spellings, latin: spellings };
  }
  const native = nativeSpelling(part, script);
  return { script, spellings: [native], latin: transliterated.has(script) ? [toLatin(native)] : [] };
}

function latinSpellings(part: string): readonly string[] {
  const letters = Array.from(part.toLowerCase().normalize('NFC'));
  const expanded = letters.map((letter) => twoLetterSpellings.get(letter) ?? letter).join('');
  return [...new Set([toLatin(letters.join('')), toLatin(expanded)])];
}

function toLatin(letters: string): string {
  return anyAscii(letters).toLowerCase().replace(apostrophes, '');
}

function nativeSpelling(part: string, script: string): string {
  const folded = part.toUpperCase().toLowerCase();
  if (script === 'Cyrillic') return folded.replaceAll('ё', 'е').normalize('NFC');
  // Accents (Greek) and vowel points (Arabic, Hebrew) are optional; in other scripts marks are letters.
  if (script === 'Greek') return withoutMarks(folded).replaceAll('ς', 'σ');
  return script === 'Arabic' || script === 'Hebrew' ? withoutMarks(folded) : folded.normalize('NFC');
}

function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC');
}
