import type { CountryCode } from 'libphonenumber-js/core';
import { type Normalised, normalised, refused } from './normalised.js';
import { parsePhoneNumber } from './phone-numbers.js';

/** Marks without a shape of their own, such as those for the writing direction that are copied along with numbers. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const fullWidth = /[\uff01-\uff5e]/gu;
/** The country code in brackets, as address books have it: `(+43) 664 …`. */
const bracketed = /^\(\s*(?:\+|00)\s*(\d{1,3})\s*\)/u;

/**
 * Telephone number in E.164 (`+436641234567`). It must come with its country: `+`, or the prefix `00` that ITU-T E.123
 * recommends. Length and country code are checked, not whether the range is in use: ranges are opened faster than tables
 * are updated. An extension is refused, because E.164 has none and dropping it would make two numbers equal. Invisible marks are
 * left out; full-width signs and the digits of other scripts are read as what they are.
 *
 * @param country ISO 3166-1 alpha-2: where a number without country code is at home. Default: such a number is refused
 */
export function normalisePhone(text: string, country?: string): Normalised {
  if (text.length > 200) return refused('is longer than a telephone number can be');
  const trimmed = plainSigns(text).trim();
  if (trimmed === '') return refused('is empty');
  if (trimmed.length > 100) return refused('is longer than a telephone number can be');
  const number = trimmed.replace(/^tel:/iu, '').replace(bracketed, '+$1 ').replace(/^00/u, '+');
  if (!number.startsWith('+') && country === undefined) {
    return refused('has no country code: write it with + and the country code');
  }
  const options = country === undefined ? {} : { defaultCountry: country as CountryCode };
  const parsed = parsePhoneNumber(number, options);
  if (parsed === undefined) return refused('is no telephone number');
  if (parsed.ext !== undefined) return refused('has an extension, which E.164 does not know');
  if (!parsed.isPossible()) return refused('has a length that no number of its country has');
  return normalised(parsed.number);
}

/**
 * Whether a text is this telephone number, also where it is written as at home: without the country code.
 *
 * @param number E.164
 */
export function isSamePhone(text: string, number: string): boolean {
  const written = normalisePhone(text);
  if (written.ok) return written.value === number;
  const home = parsePhoneNumber(number);
  return (home?.getPossibleCountries() ?? []).some((country) => {
    const national = normalisePhone(text, country);
    return national.ok && national.value === number;
  });
}

function plainSigns(text: string): string {
  return text
    .replace(invisible, '')
    .replace(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\p{Nd}/gu, asciiDigit);
}

/** Decimal digits stand in rows of ten, from 0 to 9, one or several together (Unicode Standard §4.6). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}
