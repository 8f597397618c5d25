import { type Normalised, normalised, refused } from './normalised.js';

export const identificationTypes = [
  'None',
  'ForeignTaxCode',
  'PersonalNumber',
  'Passport',
  'NationalIdentityCard',
  'ItalianTaxCode',
  'NoSerialNumber',
  'DrivingLicense',
  'ResidencePermit',
  'TemporaryResidencePermit',
  'EmbassyDocument',
] as const;

/** What the identification number is. Taken are the names, in any letter case. */
export function normaliseIdentificationType(text: string): Normalised {
  const given = text.trim();
  if (given === '') return refused('is empty');
  const name = identificationTypes.find((type) => type.toLowerCase() === given.toLowerCase());
  return name === undefined ? refused(`is none of ${identificationTypes.join(', ')}`) : normalised(name);
}
