import { createRequire } from 'node:module';
import type * as Library from 'libphonenumber-js/core';
import type Metadata from 'libphonenumber-js/min/metadata';

interface NumberingPlans {
  readonly library: typeof Library;
  readonly metadata: typeof Metadata;
}

const load = createRequire(import.meta.url);
let loaded: NumberingPlans | undefined;

/** Of all countries; loaded when the first telephone number is read, which many deployments never do. */
function numberingPlans(): NumberingPlans {
  loaded ??= {
    library: load('libphonenumber-js/core') as typeof Library,
    metadata: load('libphonenumber-js/min/metadata') as typeof Metadata,
  };
  return loaded;
}

/** A text that is a telephone number as a whole; undefined where it is none. */
export function parsePhoneNumber(
  text: string,
  options: { readonly defaultCountry?: Library.CountryCode } = {},
): Library.PhoneNumber | undefined {
  const { library, metadata } = numberingPlans();
  return library.parsePhoneNumberFromString(text, { extract: false, ...options }, metadata);
}

/** @param country ISO 3166-1 alpha-2, in capitals */
export function hasNumberingPlan(country: string): boolean {
  const { library, metadata } = numberingPlans();
  return library.isSupportedCountry(country as Library.CountryCode, metadata);
}
