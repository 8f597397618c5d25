import { z } from 'zod';
import { type ClaimPath, claimPathLimit, parseClaimPath } from './claim-path.js';
import { comparisonNames } from './comparison-name.js';
import { faultOfFormat, faultsOfComparison, hasComparableMembers, whyNotUpdatable } from './mapping-faults.js';
import { faultOfDateFormat } from './normal-forms/date-format.js';
import { textLimit } from './normal-forms/text.js';
import { customFieldPattern, predefinedTargets, updatableTargets } from './target.js';

/** What a mapping can do when the claim, or the value to compare it with, is absent. */
export const whenMissingChoices = ['fail', 'skip', 'warn'] as const;
export type WhenMissing = (typeof whenMissingChoices)[number];

const claimPathSchema = z
  .string()
  .check((context) => {
    const result = parseClaimPath(context.value);
    if (result.ok) return;
    const { column, expected, message } = result;
    context.issues.push({ code: 'custom', message, params: { column, expected }, input: context.value });
  })
  .meta({
    description:
      'Where in the claims the value is: names separated by "." or ":", a name that contains one of them wrapped as [\'a.b\'], ' +
      '[0] and [-1] for array elements. A path that starts with $ is a JSONPath of children, indexes, wildcards and filters ' +
      'that compare @.member with literals.',
    maxLength: claimPathLimit,
    examples: ['given_name', "['urn:pvpgvat:oidc.bpk']", '$[?(@.primary == true && @.verified == true)].email'],
  });

const whenMissingSchema = (fallback: WhenMissing) =>
  z
    .enum(whenMissingChoices)
    .default(fallback)
    .meta({
      description:
        'What happens when the path finds nothing, or when there is no value to validate against: the login fails, the mapping ' +
        `is skipped, or it is skipped with a warning. Default: ${fallback}.`,
    });

const dateFormatSchema = z
  .string()
  .check((context) => {
    const expected = faultOfDateFormat(context.value);
    if (expected !== null) context.issues.push({ code: 'custom', message: expected, input: context.value });
  })
  .meta({
    description:
      'How the provider writes the date: a pattern of yyyy, MM, M, MMM, MMMM, dd and d, or date-time (RFC 3339), epoch-seconds, ' +
      'epoch-milliseconds. Default: RFC 3339 full-date. Only where a date is compared or updated.',
    examples: ['dd.MM.yyyy', 'epoch-seconds'],
  });

const customTargetSchema = z
  .templateLiteral(['custom.', z.string().min(1).max(100)])
  .refine(
    (target) => customFieldPattern.test(target.slice('custom.'.length)),
    'Expected custom.<field> with a field name without control characters or white space at its ends',
  );

const validateTargetSchema = z
  .union([z.enum(predefinedTargets), customTargetSchema], {
    error: `Expected one of ${predefinedTargets.join(', ')}, or custom.<field>`,
  })
  .meta({
    description:
      'The field whose expected value the claim is compared with. custom.<field>: the sender gives the expected value.',
    examples: ['recipient.firstName', 'custom.employeeNumber'],
  });

const updateTargetSchema = z.enum(updatableTargets, { error: ({ input }) => whyNotUpdatable(input) }).meta({
  description: "The field that the provider's value overwrites.",
  examples: ['certificate.identificationNumber'],
});

const validateMappingSchema = z
  .strictObject({
    path: claimPathSchema,
    action: z.literal('validate').meta({ description: 'Compare the claim with the expected value.' }),
    target: validateTargetSchema,
    compare: z
      .enum(comparisonNames)
      .default('equals')
      .meta({ description: 'How to compare. Default: equals (NFC, trimmed, both in the normal form of the target).' }),
    oneOf: z
      .array(z.string().trim().min(1).max(textLimit))
      .min(1)
      .max(100)
      .optional()
      .meta({
        description: 'The allowed values; for compare one-of only, and required there.',
        examples: [['AT', 'DE']],
      }),
    format: dateFormatSchema.optional(),
    whenMissing: whenMissingSchema('fail'),
    acceptUpdated: z.boolean().default(false).meta({
      description: 'Whether a value that another provider has updated may be validated against. Default: false.',
    }),
  })
  .superRefine(
    (mapping, context) => {
      for (const { member, message } of faultsOfComparison(mapping)) {
        context.addIssue({ code: 'custom', path: [member], message });
      }
    },
    { when: hasComparableMembers },
  )
  .meta({ description: 'Compares a claim with what is expected.' });

const updateMappingSchema = z
  .strictObject({
    path: claimPathSchema,
    action: z.literal('update').meta({ description: 'Overwrite the field with the claim.' }),
    target: updateTargetSchema,
    format: dateFormatSchema.optional(),
    whenMissing: whenMissingSchema('skip'),
  })
  .superRefine(
    ({ target, format }, context) => {
      const message = format === undefined ? null : faultOfFormat(target, undefined);
      if (message !== null) context.addIssue({ code: 'custom', path: ['format'], message });
    },
    { when: hasComparableMembers },
  )
  .meta({ description: "Overwrites a recipient's field with a claim." });

/** One field mapping of a source, as an admin configures it. Defaults are filled in; the path stays text, see `pathOf`. */
export const fieldMappingSchema = z
  .discriminatedUnion('action', [validateMappingSchema, updateMappingSchema], {
    error: 'Expected action validate or update',
  })
  .meta({
    description: 'Claim path, action and target.',
    examples: [
      { path: 'validated_data.given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
      { path: "['urn:pvpgvat:oidc.bpk']", action: 'update', target: 'certificate.identificationNumber' },
    ],
  });

export type ValidateMapping = z.output<typeof validateMappingSchema>;
export type UpdateMapping = z.output<typeof updateMappingSchema>;
export type FieldMapping = z.output<typeof fieldMappingSchema>;
/** As it may be written: members with a default may be absent. */
export type FieldMappingInput = z.input<typeof fieldMappingSchema>;

const paths = new WeakMap<FieldMapping, ClaimPath>();

/**
 * The parsed path of a mapping; parsed once as long as the mapping is held.
 *
 * @throws Error when the path does not parse, which a mapping that came out of `fieldMappingSchema` never does
 */
export function pathOf(mapping: FieldMapping): ClaimPath {
  const known = paths.get(mapping);
  if (known !== undefined) return known;
  const result = parseClaimPath(mapping.path);
  if (!result.ok) throw new Error(`The mapping did not come out of its schema: ${result.message}`);
  paths.set(mapping, result.path);
  return result.path;
}
