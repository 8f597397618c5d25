import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';
import { type Normalised, normalised, refused } from './normalised.js';

/** Marks without a shape of their own, such as those for the writing direction that are copied along with numbers. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const fullWidth = /[\uff01-\uff5e]/gu;

/**
 * Telephone number in E.164 (`+436641234567`). It must come with its country: `+`, or the prefix `00` that ITU-T E.123
 * recommends. Length and country code are checked, not whether the range is in use: ranges are opened faster than tables
 * are updated. An extension is refused, because E.164 has none and dropping it would make two numbers equal. Invisible marks are
 * left out; full-width signs and digits are read as what they are.
 *
 * @param country ISO 3166-1 alpha-2: where a number without country code is at home. Default: such a number is refused
 */
export function normalisePhone(text: string, country?: string): Normalised {
  if (text.length > 200) return refused('is longer than a telephone number can be');
  const trimmed = plainSigns(text).trim();
  if (trimmed === '') return refused('is empty');
  if (trimmed.length > 100) return refused('is longer than a telephone number can be');
  const number = trimmed.replace(/^tel:/iu, '').replace(/^00/u, '+');
  if (!number.startsWith('+') && country === undefined) {
    return refused('has no country code: write it with + and the country code');
  }
  const options = { extract: false, ...(country === undefined ? {} : { defaultCountry: country as CountryCode }) };
  const parsed = parsePhoneNumberFromString(number, options, metadata);
  if (parsed === undefined) return refused('is no telephone number');
  if (parsed.ext !== undefined) return refused('has an extension, which E.164 does not know');
  if (!parsed.isPossible()) return refused('has a length that no number of its country has');
  return normalised(parsed.number);
}

function plainSigns(text: string): string {
  return text.replace(invisible, '').replace(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}
