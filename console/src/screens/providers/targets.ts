import type { components } from '../../api/schema.js';

type Mapping = NonNullable<components['schemas']['MappingPreviewRequest']['mappings']>[number];
type Validation = Extract<Mapping, { action: 'validate' }>;
export type Comparison = NonNullable<Validation['compare']>;

/** The comparisons that the API knows; the type holds the list to its description. */
export const comparisons = [
  'equals',
  'equals-ignoring-case',
  'name',
  'full-name',
  'email',
  'phone',
  'date',
  'country',
  'boolean',
  'includes',
  'one-of',
  'not-equals',
] as const satisfies readonly Comparison[];

/** Predefined fields of a recipient that a claim can be compared with or written to. */
export const targets = [
  'recipient.email',
  'recipient.firstName',
  'recipient.lastName',
  'recipient.fullName',
  'recipient.phoneNumber',
  'certificate.holderLastName',
  'certificate.documentType',
  'certificate.documentNumber',
  'certificate.documentIssuedOn',
  'certificate.documentIssuedBy',
  'certificate.documentExpiryDate',
  'certificate.documentIssuingCountry',
  'certificate.identificationCountry',
  'certificate.identificationType',
  'certificate.identificationNumber',
  'certificate.phoneNumber',
  'certificate.countryOfResidence',
] as const;
