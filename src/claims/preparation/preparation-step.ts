import { z } from 'zod';
import { claimPathSchema } from '../claim-path.schema.js';
import { faultOfDateFormat } from '../normal-forms/date-format.js';
import { hasNumberingPlan } from '../normal-forms/phone-numbers.js';

/** Steps of one preparation at most. */
const stepLimit = 8;

const affixText = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'Expected text without control characters');

const affix = (where: string) =>
  z
    .union([affixText, z.array(affixText).min(1).max(20)], { error: 'Expected a text, or a list of 1 to 20 texts' })
    .meta({ description: `Taken off ${where}, once; letter case counts. Of several that fit, the longest.` });

const required = z.boolean().optional().meta({
  description: 'true: a value without it is `invalid_value`. Default: it stays as it is.',
});

const parseJson = z
  .strictObject({
    parseJson: z.literal(true).meta({ description: 'The text is a JSON document (RFC 8259, each member once).' }),
    path: claimPathSchema.optional().meta({ description: 'Claim path to read on with. Default: the whole document.' }),
  })
  .meta({ description: 'Reads text that holds a JSON document, such as an address.' });

const stripPrefix = z
  .strictObject({ stripPrefix: affix('the beginning'), required })
  .meta({ description: 'Takes a prefix off, such as `TINIT-`.' });

const stripSuffix = z
  .strictObject({ stripSuffix: affix('the end'), required })
  .meta({ description: 'Takes a suffix off.' });

const date = z
  .strictObject({
    date: z
      .string()
      .check((context) => {
        const expected = faultOfDateFormat(context.value);
        if (expected !== null) context.issues.push({ code: 'custom', message: expected, input: context.value });
      })
      .meta({
        description: 'How the date is written, as in `format` of a mapping; a number is read as its digits.',
        examples: ['yyyy-MM-dd', 'yyyyMMdd'],
      }),
    time: z
      .literal('drop')
      .optional()
      .meta({ description: 'A time or a time zone behind the date is left out. Default: there must be none.' }),
  })
  .meta({ description: 'Makes an RFC 3339 full-date, the day as it is written: no time zone is converted.' });

const defaultCountry = z
  .strictObject({
    defaultCountry: z
      .string()
      .refine(hasNumberingPlan, 'Expected an ISO 3166-1 alpha-2 code in capitals, e.g. AT')
      .meta({ description: 'ISO 3166-1 alpha-2.', examples: ['AT'] }),
  })
  .meta({ description: 'Makes E.164 of a telephone number that may be written without its country code.' });

const toText = z
  .strictObject({ toText: z.literal(true).meta({ description: 'Text stays as it is.' }) })
  .meta({ description: 'Makes text of a number without fraction; larger ones than 2^53-1 are `wrong_type`.' });

const takePart = z
  .strictObject({
    takePart: z.enum(['before', 'after']).meta({ description: 'Which part.' }),
    of: z
      .string()
      .min(1)
      .max(20)
      .meta({ description: 'What separates them; it must be there exactly once.', examples: ['@'] }),
  })
  .meta({ description: 'Takes the part before or after a separator.' });

const steps = [parseJson, stripPrefix, stripSuffix, date, defaultCountry, toText, takePart] as const;

/** The names of the steps, each the member that its step has. */
export const stepNames = [
  'parseJson',
  'stripPrefix',
  'stripSuffix',
  'date',
  'defaultCountry',
  'toText',
  'takePart',
] as const;
export type StepName = (typeof stepNames)[number];

/** What is done to a value before it is compared or written, in order, each step once. */
export const prepareSchema = z
  .array(
    z.union(steps, {
      error: `Expected one of the steps ${stepNames.join(', ')}, with its own members and no others`,
    }),
  )
  .max(stepLimit)
  .meta({
    description:
      'What is done to the value before it is compared or written: steps in order, each kind once, 8 at most. What was done stands in the verdict.',
    examples: [[{ stripPrefix: 'TINIT-' }], [{ parseJson: true, path: 'country' }]],
  });

export type Preparation = z.output<typeof prepareSchema>;
export type PreparationStep = Preparation[number];

/** Which kind a step is of. */
export function nameOfStep(step: PreparationStep): StepName {
  return stepNames.find((name) => Object.hasOwn(step, name)) ?? 'toText';
}

/**
 * What was done to a value, in the form of the steps: `{"stripPrefix": "TINIT-"}` names the prefix that was taken off, null
 * none; `{"date": "yyyy-MM-dd", "time": "drop"}` that a time was left out; `{"defaultCountry": null}` that the number had its
 * country code, `{"toText": false}` that the value was text already. Holds no claim value.
 */
export type PreparedStep =
  | { readonly parseJson: true; readonly path?: string }
  | { readonly stripPrefix: string | null }
  | { readonly stripSuffix: string | null }
  | { readonly date: string; readonly time?: 'drop' }
  | { readonly defaultCountry: string | null }
  | { readonly toText: boolean }
  | { readonly takePart: 'before' | 'after'; readonly of: string };
