import { z } from 'zod';

/** Stands in for the schema of src/claims/field-mapping.ts, which has the same members. */
export const fieldMappingSchema = z
  .strictObject({
    path: z.string().min(1),
    action: z.enum(['validate', 'update']),
    target: z.string().min(1),
    compare: z.string().optional(),
    whenMissing: z.enum(['fail', 'skip', 'warn']).optional(),
    format: z.string().optional(),
    acceptUpdated: z.boolean().optional(),
  })
  .meta({ id: 'FieldMapping' });

export const maximumMappings = 100;

export const mappingsSchema = z
  .array(fieldMappingSchema)
  .max(maximumMappings)
  .default([])
  .meta({ description: 'What is done with the claims of this source. Several mappings may read the same claim.' });
