import { type Normalised, normalised, refused } from './normalised.js';

export const documentTypes = [
  'IdentityCard',
  'DriverLicense',
  'Passport',
  'ResidencePermit',
  'NationalElectronicIdentityCard',
  'TemporaryResidencePermit',
  'EmbassyDocument',
] as const;

/** Codes of the reference product's API versions 4 and 5 (Italian: carta d'identità, patente, passaporto). */
const codes: ReadonlyMap<string, (typeof documentTypes)[number]> = new Map([
  ['CI', 'IdentityCard'],
  ['PA', 'DriverLicense'],
  ['PASS', 'Passport'],
]);

/** Codes that exist but whose meaning is written nowhere. A guess would put a false document into a certificate. */
const codesOfUnknownMeaning: ReadonlySet<string> = new Set(['PD', 'ID', 'PN', 'AT']);

/** Kind of identity document. Taken are the names, in any letter case, and the codes whose meaning is known. */
export function normaliseDocumentType(text: string): Normalised {
  const given = text.trim();
  if (given === '') return refused('is empty');
  const name = documentTypes.find((type) => type.toLowerCase() === given.toLowerCase()) ?? codes.get(given);
  if (name !== undefined) return normalised(name);
  if (codesOfUnknownMeaning.has(given)) {
    return refused(`is a version 4 code of no documented meaning: use one of ${documentTypes.join(', ')}`);
  }
  return refused(`is none of ${documentTypes.join(', ')}`);
}
