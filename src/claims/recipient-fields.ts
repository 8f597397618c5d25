import { z } from 'zod';
import type { FieldUpdates } from './field-updates.js';
import { canonicalLanguage } from './language-tag.js';
import { normalForm } from './normal-form.js';
import { documentTypes } from './normal-forms/document-type.js';
import { identificationTypes } from './normal-forms/identification-type.js';
import { type Target, updatableTargets, type ValueType } from './target.js';

/** Text that is stored in the normal form of its type; a fault names what was expected. */
function field(type: ValueType) {
  return z.string().check((context) => {
    const result = normalForm(type, context.value);
    if (result.ok) context.value = result.value;
    else context.issues.push({ code: 'custom', message: `The value ${result.problem}`, input: context.value });
  });
}

const country = (description: string) =>
  field('country').meta({
    description: `${description}. ISO 3166-1 alpha-2; alpha-3 and English names are accepted.`,
    examples: ['AT'],
  });
const date = (description: string) =>
  field('date').meta({ description: `${description}. RFC 3339 full-date.`, format: 'date', examples: ['2030-12-31'] });
const phone = (description: string) =>
  field('phone').meta({
    description: `${description}. E.164, with + and the country code.`,
    examples: ['+436641234567'],
  });

const certificateFieldsSchema = z
  .strictObject({
    holderLastName: field('text').meta({ description: "Last name of the certificate's holder.", examples: ['Doe'] }),
    documentType: field('document_type').meta({
      description: `Kind of identity document: ${documentTypes.join(', ')}. The version 4 codes CI, PA and PASS are accepted.`,
      examples: ['Passport'],
    }),
    documentNumber: field('text').meta({ description: 'Number of the identity document.', examples: ['P1234567'] }),
    documentIssuedOn: date('Day on which the document was issued'),
    documentIssuedBy: field('text').meta({
      description: 'Authority that issued the document.',
      examples: ['City of Vienna'],
    }),
    documentExpiryDate: date('Last day on which the document is valid'),
    documentIssuingCountry: country('Country that issued the document'),
    identificationCountry: country('Country that gave the identification number'),
    identificationType: field('identification_type').meta({
      description: `What the identification number is: ${identificationTypes.join(', ')}.`,
      examples: ['PersonalNumber'],
    }),
    identificationNumber: field('text').meta({
      description: 'Identification number of the person.',
      examples: ['1234010190'],
    }),
    phoneNumber: phone("Telephone number in the certificate. Default: the recipient's"),
    countryOfResidence: country('Country of residence').meta({ deprecated: true }),
  })
  .partial()
  .meta({ description: 'Fields of the disposable certificate.' });

const languageSchema = z
  .string()
  .check((context) => {
    const language = canonicalLanguage(context.value);
    if (language !== null) context.value = language;
    else
      context.issues.push({
        code: 'custom',
        message: 'Expected a BCP 47 language tag such as en',
        input: context.value,
      });
  })
  .meta({
    description: 'Language of the pages and of `ui_locales`. BCP 47; de_AT is read as de-AT.',
    examples: ['en'],
  });

/** The person whom the workflow expects, as it says when creating a signer authentication. Values come out in normal form. */
export const recipientFieldsSchema = z
  .strictObject({
    email: field('address').meta({
      description: 'E-mail address; updates hold for one address within one envelope. Validated, never updated.',
      format: 'email',
      examples: ['john@example.com'],
    }),
    firstName: field('text')
      .optional()
      .meta({ description: 'Given name or names.', examples: ['John'] }),
    lastName: field('text')
      .optional()
      .meta({ description: 'Last name.', examples: ['Doe'] }),
    phoneNumber: phone('Telephone number').optional(),
    otpPhoneNumber: phone("Telephone number for one-time passwords. Default: the recipient's phoneNumber").optional(),
    language: languageSchema.optional(),
    certificate: certificateFieldsSchema.optional(),
  })
  .meta({ description: 'The person whom the workflow expects.' });

export type RecipientFields = z.output<typeof recipientFieldsSchema>;

/** The value of a predefined field, or null when it has none. Custom fields are not the recipient's: always null. */
export function recipientField(recipient: RecipientFields, target: Target): string | null {
  const [group, name = ''] = target.split('.', 2);
  const fields: Readonly<Record<string, unknown>> | undefined =
    group === 'recipient' ? recipient : group === 'certificate' ? recipient.certificate : undefined;
  const value = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value : null;
}

/** The recipient with updates applied. */
export function withUpdates(recipient: RecipientFields, updates: FieldUpdates): RecipientFields {
  const person: Record<string, string> = {};
  const certificate: Record<string, string> = {};
  for (const target of updatableTargets) {
    const update = updates[target];
    if (update === undefined) continue;
    const [group, name = ''] = target.split('.', 2);
    (group === 'certificate' ? certificate : person)[name] = update.after;
  }
  const changed: RecipientFields = { ...recipient, ...person };
  if (Object.keys(certificate).length > 0) changed.certificate = { ...recipient.certificate, ...certificate };
  return changed;
}
