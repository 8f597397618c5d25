import { z } from 'zod';
import type { SourcedMapping } from '../../claims/judge-mappings.js';
import { preparedSchema, readSchema } from '../../claims/treatment.schema.js';
import { changeSchema } from '../check.js';
import type { PreviewedMapping } from './preview-mapping.js';

const pathStepSchema = z
  .object({
    text: z.string().meta({ description: 'The step as written.' }),
    column: z.int().meta({ description: 'Where it starts in the path, from 1.' }),
    count: z.int().meta({ description: 'How many values there are after it; 0: the path ends here in vain.' }),
    types: z.array(z.string()),
    path: z.string().optional().meta({ description: 'Which path it is a step of, where a mapping has several.' }),
    instead: z.string().optional().meta({ description: 'When nothing was found: what there is instead.' }),
  })
  .meta({ id: 'PathStep' });

export const previewedMappingSchema = z
  .object({
    source: z.string(),
    path: z.string().meta({ description: 'Of several paths all, with ` + ` between them.' }),
    action: z.enum(['validate', 'update']),
    target: z.string(),
    steps: z.array(pathStepSchema),
    found: z.boolean(),
    value: z.json().meta({
      description:
        'The claim as it was read, parts put together; an array when the path finds several values; null when none.',
    }),
    prepared: z
      .array(
        z.object({
          step: z.record(z.string(), z.json()).meta({ description: 'As configured.' }),
          value: z.json().meta({ description: 'The value after it.' }),
          problem: z.string().nullable().meta({ description: 'Why there is none, or no single one.' }),
        }),
      )
      .optional()
      .meta({ description: 'What `prepare` did to the value, step by step; absent without it.' }),
    normalForm: z
      .object({ ok: z.boolean(), value: z.string().optional(), problem: z.string().optional() })
      .nullable()
      .meta({ description: 'The value that is judged, as its target stores it, or why it cannot.' }),
    verdict: z.object({
      paths: z.array(z.string()).optional(),
      read: readSchema.optional(),
      prepared: preparedSchema.optional(),
      result: z.enum(['matched', 'mismatched', 'updated', 'unchanged', 'missing', 'skipped']),
      reason: z.string().optional(),
      detail: z.string(),
      compare: z.string().optional(),
      expectedFrom: z.string().optional(),
      fails: z.boolean().meta({ description: 'Whether a login would fail by it.' }),
    }),
    suggestions: z
      .array(z.object({ source: z.string(), path: z.string(), because: z.string() }))
      .meta({ description: 'Paths that were probably meant, likeliest first.' }),
    repair: z.string().nullable().meta({
      description:
        'A change of `compare`, `format` or `prepare` with which it would match, or the resource to move the mapping to; null when none would help.',
    }),
    change: changeSchema,
  })
  .meta({ id: 'PreviewedMapping', description: 'What one field mapping does with the claims, step by step.' });

type ShownPreviewedMapping = z.input<typeof previewedMappingSchema>;

export function showPreviewedMapping(
  { source, mapping }: SourcedMapping,
  previewed: PreviewedMapping,
): ShownPreviewedMapping {
  const { steps, found, value, prepared, normalForm, verdict, suggestions, repair, change } = previewed;
  const { result, reason, detail, compare, expectedFrom, fails } = verdict;
  return {
    source,
    path: verdict.path,
    action: mapping.action,
    target: mapping.target,
    steps: steps.map((step) => ({ ...step, types: [...step.types] })),
    found,
    value: value as ShownPreviewedMapping['value'],
    ...(prepared === undefined
      ? {}
      : { prepared: prepared.map((step) => ({ ...step })) as ShownPreviewedMapping['prepared'] }),
    normalForm,
    verdict: {
      ...(verdict.paths === undefined ? {} : { paths: [...verdict.paths] }),
      ...(verdict.read === undefined ? {} : { read: [...verdict.read] }),
      ...(verdict.prepared === undefined ? {} : { prepared: verdict.prepared.map((step) => ({ ...step })) }),
      result,
      detail,
      fails,
      ...(reason === undefined ? {} : { reason }),
      ...(compare === undefined ? {} : { compare }),
      ...(expectedFrom === undefined ? {} : { expectedFrom }),
    },
    suggestions: suggestions.map((suggestion) => ({ ...suggestion })),
    repair,
    ...(change === null ? {} : { change: { ...change } }),
  };
}
