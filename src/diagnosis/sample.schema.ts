import { z } from 'zod';
import { type ExpectedValues, expectedValues } from '../claims/expected-values.js';
import { type RecipientFields, recipientFieldsSchema } from '../claims/recipient-fields.js';
import { isTarget, type Target } from '../claims/target.js';

const fieldSchema = z
  .string()
  .refine(
    (field): field is Target => isTarget(field),
    'must be a target, e.g. recipient.firstName or custom.employeeNumber',
  )
  .meta({ description: 'A target, e.g. `custom.employeeNumber`.' });

/** A person to compare claims with, in place of the recipient whom a workflow would expect. */
export const sampleShape = {
  recipient: recipientFieldsSchema
    .partial()
    .default({})
    .meta({ id: 'SampleRecipient', description: 'The person whom a workflow would expect. All members are optional.' }),
  validations: z
    .array(z.strictObject({ field: fieldSchema, expected: z.string().min(1).max(1000) }))
    .max(100)
    .default([])
    .meta({ description: 'Values that a sender would expect, as in `providers[].validations`.' }),
};

export const sampleSchema = z.object(sampleShape);
export type Sample = z.output<typeof sampleSchema>;

/** The sample as a recipient. Without an e-mail address nothing is compared with it. */
export function recipientOf({ recipient }: Sample): RecipientFields {
  return { email: '', ...(recipient as Partial<RecipientFields>) };
}

export function expectedOf(sample: Sample): ExpectedValues {
  const validations = sample.validations.map(({ field, expected }) => ({ field: field, expected }));
  return expectedValues(recipientOf(sample), validations);
}
