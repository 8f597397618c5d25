import { createRequire } from 'node:module';
// The package's main entry would load the names of all countries in 78 languages.
import countries, { type LocaleData } from 'i18n-iso-countries/index.js';
import { otherNames } from './country-names.js';
import { type Normalised, normalised, refused } from './normalised.js';

const load = createRequire(import.meta.url);

/**
 * Codes that ISO 3166-1 does not assign and identity documents carry: Kosovo's of the EU and of passports (ICAO Doc 9303), Greece's of the EU
 * (eIDAS person identifiers, tax numbers), and the single letter of German passports.
 */
const codesOfDocuments: ReadonlyMap<string, string> = new Map([
  ['XK', 'XK'],
  ['XKX', 'XK'],
  ['RKS', 'XK'],
  ['EL', 'GR'],
  ['D', 'DE'],
]);

let byName: ReadonlyMap<string, string> | undefined;

/** Made when the first country comes: a start has no time for it. */
function codesByName(): ReadonlyMap<string, string> {
  const english = load('i18n-iso-countries/langs/en.json') as LocaleData;
  const codes = new Map<string, string>();
  for (const [code, names] of Object.entries(english.countries)) {
    for (const name of [names].flat()) if (!codes.has(comparable(name))) codes.set(comparable(name), code);
  }
  for (const [code, names] of Object.entries(otherNames)) {
    for (const name of names.split('; ')) codes.set(comparable(name), code);
  }
  return codes;
}

/**
 * Country as ISO 3166-1 alpha-2 (`AT`), XK for Kosovo. Taken are alpha-2, alpha-3, codes that identity documents have
 * instead, and English names: official, customary, and former ones that mean one country. Letter case, diacritics, punctuation, "the" and "and" or "&" do not matter.
 */
export function normaliseCountry(text: string): Normalised {
  const country = text.normalize('NFC').trim();
  if (country === '') return refused('is empty');
  if (country.length > 100) return refused('is longer than the name of a country can be');
  // Machine-readable zones fill codes up with "<" (ICAO Doc 9303-3 §5).
  const [, letters] = /^([A-Za-z]{1,3})<{0,2}$/u.exec(country) ?? [];
  const code = letters === undefined ? undefined : fromCode(letters.toUpperCase());
  const alpha2 = code ?? codeByName(country);
  return alpha2 === undefined
    ? refused('is no country (ISO 3166-1 alpha-2 or alpha-3 code, or English name)')
    : normalised(alpha2);
}

function codeByName(name: string): string | undefined {
  byName ??= codesByName();
  return byName.get(comparable(name));
}

function fromCode(code: string): string | undefined {
  const assigned = codesOfDocuments.get(code);
  if (assigned !== undefined) return assigned;
  // The package has a code of its own for Kosovo, which nobody else knows.
  if (code === 'XKK') return undefined;
  if (code.length === 1) return undefined;
  if (code.length === 3) return countries.alpha3ToAlpha2(code);
  return countries.alpha2ToAlpha3(code) === undefined ? undefined : code;
}

function comparable(name: string): string {
  return (
    name
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .replaceAll('&', ' and ')
      .replace(/['’ʼ`´*]/gu, '')
      .replace(/\bst\.?\s/gu, 'saint ')
      .replace(/ı/gu, 'i')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      // ISO 3166-1 has it behind the name: "Bahamas (the)", "Korea (the Republic of)".
      .replace(/\bthe\b/gu, ' ')
      .replace(/ +/gu, ' ')
      .trim()
  );
}
