import { z } from 'zod';
import type { SourcedMapping } from '../../claims/judge-mappings.js';
import type { PreviewedMapping } from './preview-mapping.js';

const pathStepSchema = z
  .object({
    text: z.string().meta({ description: 'The step as written.' }),
    column: z.int().meta({ description: 'Where it starts in the path, from 1.' }),
    count: z.int().meta({ description: 'How many values there are after it; 0: the path ends here in vain.' }),
    types: z.array(z.string()),
    instead: z.string().optional().meta({ description: 'When nothing was found: what there is instead.' }),
  })
  .meta({ id: 'PathStep' });

export const previewedMappingSchema = z
  .object({
    source: z.string(),
    path: z.string(),
    action: z.enum(['validate', 'update']),
    target: z.string(),
    steps: z.array(pathStepSchema),
    found: z.boolean(),
    value: z.json().meta({ description: 'The claim; an array when the path finds several values; null when none.' }),
    normalForm: z
      .object({ ok: z.boolean(), value: z.string().optional(), problem: z.string().optional() })
      .nullable()
      .meta({ description: 'The value as its target stores it, or why it cannot.' }),
    verdict: z.object({
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
    repair: z.string().nullable().meta({ description: 'A change of `compare` or `format` with which it would match.' }),
  })
  .meta({ id: 'PreviewedMapping', description: 'What one field mapping does with the claims, step by step.' });

export type ShownPreviewedMapping = z.input<typeof previewedMappingSchema>;

export function showPreviewedMapping(
  { source, mapping }: SourcedMapping,
  previewed: PreviewedMapping,
): ShownPreviewedMapping {
  const { steps, found, value, normalForm, verdict, suggestions, repair } = previewed;
  const { result, reason, detail, compare, expectedFrom, fails } = verdict;
  return {
    source,
    path: mapping.path,
    action: mapping.action,
    target: mapping.target,
    steps: steps.map((step) => ({ ...step, types: [...step.types] })),
    found,
    value: value as ShownPreviewedMapping['value'],
    normalForm,
    verdict: {
      result,
      detail,
      fails,
      ...(reason === undefined ? {} : { reason }),
      ...(compare === undefined ? {} : { compare }),
      ...(expectedFrom === undefined ? {} : { expectedFrom }),
    },
    suggestions: suggestions.map((suggestion) => ({ ...suggestion })),
    repair,
  };
}
