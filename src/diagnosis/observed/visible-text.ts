import { beginningOf } from '../../outbound/foreign-text.js';
import { literalPattern } from './literal-pattern.js';

const longest = 20_000;

/**
 * The text of a page without what differs from call to call: markup, numbers, long tokens, and the values that we sent.
 * Two pages with the same text say the same. Whatever stands on the page, no part of it is looked at again and again: a script or a
 * comment without an end goes to the end of the page, as browsers read it, and a tag to the next one.
 */
export function visibleText(body: Uint8Array, sent: readonly string[]): string {
  let text = new TextDecoder()
    .decode(body)
    .slice(0, longest * 4)
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&#x2f;/gi, '/')
    .replace(/&#(?:39|x27);|&apos;/gi, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
  // The longest first: a client id may be part of a redirect URI.
  for (const value of sent.toSorted((one, other) => other.length - one.length)) {
    if (value === '') continue;
    for (const spelling of [value, encodeURIComponent(value)]) text = text.replace(wholeWord(spelling), '·');
  }
  const words = withoutNumbers(text).replace(/[\s\p{Cc}]+/gu, ' ');
  return beginningOf(words.trim(), longest);
}

/** Every word that has a digit as `#`: numbers, dates and tokens differ from call to call. */
export function withoutNumbers(text: string): string {
  return text.replace(/[A-Za-z0-9_-]+/g, (word) => (/\d/.test(word) ? '#' : word));
}

/** A client id such as `sign` is meant, not the same letters in "please sign in here". */
function wholeWord(text: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${literalPattern(text)}(?![A-Za-z0-9])`, 'g');
}
