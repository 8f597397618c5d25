import type { PasswordRefusal } from '../../access/user-secrets.js';
import { COMMON_WORDS } from './common-passwords.js';

/** Characters that a password has at least: it may be all that is asked for (NIST SP 800-63B-4 §3.1.1.2). */
export const LEAST_CHARACTERS = 15;

/** Characters that it may have at most: more than any passphrase, and too few to keep the hash function busy. */
export const MOST_CHARACTERS = 256;

/** What people write in place of letters. */
const WRITTEN_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '€': 'e',
  '|': 'l',
};

/**
 * One text for one password, however a keyboard composes its characters (NIST SP 800-63B-4 §3.1.1.2). Spaces count as they are.
 */
export const normalisedPassword = (password: string): string => password.normalize('NFC');

/**
 * Judges a new password by length and by what is guessed first: no classes of characters are demanded, and nothing expires
 * (NIST SP 800-63B-4 §3.1.1.2). Pure.
 * @param password in normal form
 * @param about texts that it must not consist of, e.g. the e-mail address and the name of who chooses it
 * @returns null when it may be taken
 */
export function judgePassword(password: string, about: readonly string[]): PasswordRefusal | null {
  const { length } = Array.from(password);
  if (length < LEAST_CHARACTERS) return 'too_short';
  if (length > MOST_CHARACTERS) return 'too_long';
  const own = new Set(about.flatMap(wordsOf));
  if (consistsOf(own, password)) return 'about_the_user';
  const guessed = isRepeated(password) || isRun(password) || consistsOf(new Set([...COMMON_WORDS, ...own]), password);
  return guessed ? 'known_to_attackers' : null;
}

function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

/** Words of four letters and more: shorter ones stand in other words by chance. */
function wordsOf(text: string): readonly string[] {
  return plain(text)
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= 4);
}

/** A short piece again and again, e.g. `abcabcabcabcabc`. */
function isRepeated(password: string): boolean {
  return /^(.{1,8}?)\1+.{0,7}$/su.test(password.toLowerCase());
}

/** Nearly every character beside the one before it in the alphabet or among the digits, e.g. `abcdefghijklmnop`, `987654321098765`. */
function isRun(password: string): boolean {
  const codes = Array.from(password.toLowerCase(), (character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).filter((code, index) => {
    const step = Math.abs(code - (codes[index] ?? 0));
    return step <= 1 || step === 9;
  });
  return steps.length >= (codes.length - 1) * 0.9;
}

/** So many words in a row are tried by who guesses; a passphrase has more, or rarer ones. */
const MOST_WORDS = 3;
/** So many characters that are no letters are decoration; more of them are a secret of their own. */
const MOST_DECORATION = 8;

const asMeant = (text: string): string =>
  text.replace(/[^\p{L}]/gu, (character) => WRITTEN_FOR[character] ?? character);

/** Whether it is one to three of these words, as they are or with digits and marks in place of letters, and little decoration. */
function consistsOf(words: ReadonlySet<string>, password: string): boolean {
  const text = plain(password);
  const meant = asMeant(text);
  // Decoration at the end is often a digit that could be a letter as well: it is taken off before the rest is read as meant.
  const undecorated = asMeant(text.replace(/[^\p{L}]+$/u, ''));
  return [text, meant, undecorated].some((reading) => {
    const letters = reading.replace(/[^\p{L}]+/gu, '');
    const count = countWords(words, letters);
    return count !== null && count >= 1 && count <= MOST_WORDS && password.length - letters.length <= MOST_DECORATION;
  });
}

/** Takes words off from the left, the longest first. @returns how many; null when something else is left */
function countWords(words: ReadonlySet<string>, letters: string): number | null {
  let rest = letters;
  for (let count = 0; ; count += 1) {
    if (rest === '') return count;
    const word = longestWordAt(words, rest);
    if (word === null) return null;
    rest = rest.slice(word.length);
  }
}

function longestWordAt(words: ReadonlySet<string>, text: string): string | null {
  for (let length = text.length; length > 0; length -= 1) {
    const word = text.slice(0, length);
    if (words.has(word)) return word;
  }
  return null;
}
