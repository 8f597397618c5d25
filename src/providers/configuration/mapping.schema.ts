import { z } from 'zod';
import { fieldMappingSchema } from '../../claims/field-mapping.js';

const maximumMappings = 100;

/** The field mappings of one source of claims. */
export const mappingsSchema = z
  .array(fieldMappingSchema)
  .max(maximumMappings)
  .default([])
  .meta({ description: 'What is done with the claims of this source. Several mappings may read the same claim.' });
