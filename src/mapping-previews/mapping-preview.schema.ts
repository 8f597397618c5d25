import { z } from 'zod';
import { fieldMappingSchema } from '../claims/field-mapping.js';
import type { SourcedMapping } from '../claims/judge-mappings.js';
import type { ClaimsSource } from '../claims/sourced-claims.js';
import { previewedMappingSchema } from '../diagnosis/mappings/previewed-mapping.schema.js';
import { sampleShape } from '../diagnosis/sample.schema.js';
import { unusableTexts } from '../http/text-faults.js';
import { configuredTexts } from '../providers/rules/text.rules.js';

const sourceSchema = z
  .string()
  .regex(
    /^(id_token|token_response|authorization_response|resource:.{1,63})$/u,
    'must be `id_token`, `token_response`, `authorization_response` or `resource:<name>`',
  );

const [validateMapping, updateMapping] = fieldMappingSchema.options;
const source = sourceSchema.optional().meta({ description: 'Default: the `source` of `claims`.' });

/** A mapping of the preview stands beside its source, which in a provider follows from its place. */
const previewMappingSchema = z.discriminatedUnion(
  'action',
  [validateMapping.safeExtend({ source }), updateMapping.safeExtend({ source })],
  { error: 'Expected action validate or update' },
);

export const mappingPreviewRequestSchema = z
  .strictObject({
    claims: z.json().optional().meta({
      description: 'Claims of one source, pasted. `source` says which; give `sources` for several.',
    }),
    source: sourceSchema.default('id_token').meta({ description: 'Where `claims` come from. Default `id_token`.' }),
    sources: z
      .array(z.strictObject({ source: sourceSchema, claims: z.json() }))
      .max(10)
      .optional()
      .meta({ description: 'Claims of several sources.' }),
    testLoginId: z.uuid().optional().meta({
      description: 'A test login, in place of pasted claims. Without `mappings`, those of its provider are shown.',
    }),
    mappings: z
      .array(previewMappingSchema)
      .max(100)
      .superRefine((mappings, context) => {
        // What works here has to work where it is saved.
        for (const { path, message } of unusableTexts(mappings, configuredTexts))
          context.addIssue({ code: 'custom', path: [...path], message });
      })
      .optional()
      .meta({
        description: 'Field mappings as in a provider, each with an optional `source` (default: that of `claims`).',
      }),
    ...sampleShape,
  })
  .refine(
    ({ claims, sources, testLoginId }) =>
      [claims, sources, testLoginId].filter((one) => one !== undefined).length === 1,
    { error: 'must have exactly one of `claims`, `sources` and `testLoginId`', path: ['claims'] },
  )
  .refine(({ mappings, testLoginId }) => mappings !== undefined || testLoginId !== undefined, {
    error: 'is required, unless `testLoginId` is given',
    path: ['mappings'],
  })
  .meta({ id: 'MappingPreviewRequest' });

export type MappingPreviewRequest = z.output<typeof mappingPreviewRequestSchema>;

export const mappingPreviewSchema = z
  .object({
    verdict: z.enum(['ok', 'fault']).meta({ description: '`fault` when a login with these claims would fail.' }),
    mappings: z.array(previewedMappingSchema).meta({ description: 'In the order of the request.' }),
  })
  .meta({ id: 'MappingPreview' });

/** The request's mappings with the source of each. */
export function sourcedMappings({ mappings, source, sources }: MappingPreviewRequest): readonly SourcedMapping[] {
  const [only] = sources ?? [];
  const usual = sources?.length === 1 && only !== undefined ? only.source : source;
  return (mappings ?? []).map((mapping) => ({
    source: (typeof mapping.source === 'string' ? mapping.source : usual) as ClaimsSource,
    mapping: mapping,
  }));
}
