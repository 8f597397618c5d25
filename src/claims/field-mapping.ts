import { z } from 'zod';
import { type ClaimPath, parseClaimPath } from './claim-path.js';
import { claimPathSchema } from './claim-path.schema.js';
import { comparisonNames } from './comparison-name.js';
import { faultOfFormat, faultsOfComparison, hasComparableMembers, whyNotUpdatable } from './mapping-faults.js';
import { faultOfDateFormat } from './normal-forms/date-format.js';
import { textLimit } from './normal-forms/text.js';
import { type Preparation, prepareSchema } from './preparation/preparation-step.js';
import { faultsOfReading } from './reading-faults.js';
import { customFieldPattern, predefinedTargets, updatableTargets } from './target.js';

/** What a mapping can do when the claim, or the value to compare it with, is absent. */
const whenMissingChoices = ['fail', 'skip', 'warn'] as const;
type WhenMissing = (typeof whenMissingChoices)[number];

/** Claim paths that one mapping puts together at most, and their characters in all. */
const pathsLimit = 10;
const pathsLength = 1000;

const pathsSchema = z
  .array(claimPathSchema)
  .min(1)
  .max(pathsLimit)
  .refine((paths) => new Set(paths).size === paths.length, 'Expected each path once')
  .refine(
    (paths) => paths.reduce((length, path) => length + path.length, 0) <= pathsLength,
    `Expected at most ${pathsLength} characters in all`,
  )
  .meta({
    description:
      'In place of `path`: the parts of a value, such as a prefix and a surname. Those that are there are joined; missing only when none is.',
    examples: [['surname_prefix', 'surname']],
  });

const joinedBySchema = z
  .string()
  .max(10)
  .regex(
    /^[^\p{L}\p{N}\p{Cc}\p{Cs}]*$/u,
    'Expected no letters, digits and control characters: they would be part of the value',
  )
  .meta({ description: 'What stands between the parts of `paths`. Default: one space. May be empty.' });

/** Where the value is, and what is done to it before it is judged. */
const readingMembers = {
  path: claimPathSchema.optional(),
  paths: pathsSchema.optional(),
  joinedBy: joinedBySchema.optional(),
  prepare: prepareSchema.optional(),
} as const;

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
    ...readingMembers,
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
      .meta({ description: 'The allowed values; for compare one-of only, and required there.' }),
    format: dateFormatSchema.optional(),
    whenMissing: whenMissingSchema('fail'),
    acceptUpdated: z.boolean().default(false).meta({
      description: 'Whether a value that another provider has updated may be validated against. Default: false.',
    }),
  })
  .superRefine(
    (mapping, context) => {
      for (const { member, message } of [...faultsOfComparison(mapping), ...faultsOfReading(mapping)]) {
        context.addIssue({ code: 'custom', path: [member], message });
      }
    },
    { when: hasComparableMembers },
  )
  .meta({ description: 'Compares a claim with what is expected.' });

const updateMappingSchema = z
  .strictObject({
    ...readingMembers,
    action: z.literal('update').meta({ description: 'Overwrite the field with the claim.' }),
    target: updateTargetSchema,
    format: dateFormatSchema.optional(),
    whenMissing: whenMissingSchema('skip'),
  })
  .superRefine(
    (mapping, context) => {
      const { target, format } = mapping;
      const message = format === undefined ? null : faultOfFormat(target, undefined);
      if (message !== null) context.addIssue({ code: 'custom', path: ['format'], message });
      for (const fault of faultsOfReading(mapping)) {
        context.addIssue({ code: 'custom', path: [fault.member], message: fault.message });
      }
    },
    { when: hasComparableMembers },
  )
  .meta({ description: "Overwrites a recipient's field with a claim." });

/** One field mapping of a source, as an admin configures it. Defaults are filled in; paths stay text, see `pathsOf`. */
export const fieldMappingSchema = z
  .discriminatedUnion('action', [validateMappingSchema, updateMappingSchema], {
    error: 'Expected action validate or update',
  })
  .meta({
    description: 'Claim path, action and target.',
    // Of the whole: some members go with others only.
    examples: [
      { path: 'validated_data.given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
      { path: 'country', action: 'validate', target: 'custom.country', compare: 'one-of', oneOf: ['AT', 'DE'] },
      { path: "['urn:pvpgvat:oidc.bpk']", action: 'update', target: 'certificate.identificationNumber' },
      { paths: ['surname_prefix', 'surname'], joinedBy: ' ', action: 'update', target: 'recipient.lastName' },
      { path: 'issued', action: 'update', target: 'certificate.documentIssuedOn', format: 'dd.MM.yyyy' },
    ],
  });

export type ValidateMapping = z.output<typeof validateMappingSchema>;
export type UpdateMapping = z.output<typeof updateMappingSchema>;
export type FieldMapping = z.output<typeof fieldMappingSchema>;
/** As it may be written: members with a default may be absent. */
export type FieldMappingInput = z.input<typeof fieldMappingSchema>;

const paths = new WeakMap<FieldMapping, readonly ClaimPath[]>();

/**
 * The parsed paths of a mapping, of `paths` each in their order; parsed once as long as the mapping is held.
 *
 * @throws Error when a path does not parse, which those of a mapping that came out of `fieldMappingSchema` always do
 */
export function pathsOf(mapping: FieldMapping): readonly ClaimPath[] {
  const known = paths.get(mapping);
  if (known !== undefined) return known;
  const parsed = textsOf(mapping).map((text) => {
    const result = parseClaimPath(text);
    if (!result.ok) throw new Error(`The mapping did not come out of its schema: ${result.message}`);
    return result.path;
  });
  paths.set(mapping, parsed);
  return parsed;
}

/** The path of a mapping as one text; several are put together with ` + `. */
export function pathText(mapping: FieldMapping): string {
  return textsOf(mapping).join(' + ');
}

function textsOf({ path, paths: several }: FieldMapping): readonly string[] {
  return several ?? (path === undefined ? [] : [path]);
}

/** The steps of a mapping's preparation; none where it has none. */
export function preparationOf({ prepare = [] }: FieldMapping): Preparation {
  return prepare;
}
