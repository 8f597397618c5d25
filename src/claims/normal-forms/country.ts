import { createRequire } from 'node:module';
// The package's main entry would load the names of all countries in 78 languages.
import countries, { type LocaleData } from 'i18n-iso-countries/index.js';
import { type Normalised, normalised, refused } from './normalised.js';

countries.registerLocale(createRequire(import.meta.url)('i18n-iso-countries/langs/en.json') as LocaleData);

/** Country as ISO 3166-1 alpha-2 (`AT`). Taken are alpha-2, alpha-3 and English names, in any letter case. */
export function normaliseCountry(text: string): Normalised {
  const country = text.normalize('NFC').trim();
  if (country === '') return refused('is empty');
  if (country.length > 100) return refused('is longer than the name of a country can be');
  const code = /^[A-Za-z]{2,3}$/u.test(country) ? fromCode(country.toUpperCase()) : undefined;
  const alpha2 = code ?? fromName(country);
  return alpha2 === undefined
    ? refused('is no country (ISO 3166-1 alpha-2 or alpha-3 code, or English name)')
    : normalised(alpha2);
}

function fromCode(code: string): string | undefined {
  if (code.length === 3) return countries.alpha3ToAlpha2(code);
  return countries.alpha2ToAlpha3(code) === undefined ? undefined : code;
}

function fromName(name: string): string | undefined {
  return countries.getSimpleAlpha2Code(name.replace(/[’ʼ]/gu, "'"), 'en');
}
