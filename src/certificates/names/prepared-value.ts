import { matchingRuleOf } from './attribute-types.js';

/** Characters that say nothing (RFC 4518 §2.2): soft hyphens, joiners, variation selectors. */
const NOTHING = /[\u00ad\ufffc\p{Cf}]|\u034f|\u1806|[\u180b-\u180d]|[\ufe00-\ufe0f]/gu;
/** Runs of white space, all of which count as one space. */
const SPACE = /[\t-\r\u0085\p{Z}]+/gu;
/**
 * What a text must not hold (RFC 4518 §2.4): then it equals nothing, not even itself. Nor may it hold controls, which the RFC
 * ignores: nobody's name has a NUL in it, and other readers would end the name there.
 */
const PROHIBITED = /[\p{Co}\p{Cs}\p{Cn}\ufffd]|(?![\t-\r\u0085])\p{Cc}/u;
/** The one letter whose capital is another letter's too; RFC 3454 B.2 keeps it apart. */
const BUT_DOTLESS_I = /[^\u0131]+/gu;

const folded = (text: string): string => text.replace(BUT_DOTLESS_I, (part) => part.toUpperCase().toLowerCase());

/**
 * Brings a value into the form in which it is compared (RFC 4518): mapped, case folded, NFKC, insignificant space taken away.
 * @returns null when it equals nothing
 */
export function preparedValue(oid: string, text: string): string | null {
  if (PROHIBITED.test(text)) return null;
  const value = matchingRuleOf(oid) === 'exact' ? text : ignoringCase(text);
  // An encoding begins so (RFC 4514 §2.4), and no text must equal one.
  return value.startsWith('#') ? `\\${value}` : value;
}

function ignoringCase(text: string): string {
  const mapped = folded(text.replace(NOTHING, '')).normalize('NFKC');
  // What normalization has made may have a case again.
  return folded(mapped).normalize('NFKC').replace(SPACE, ' ').trim();
}
