import { z } from 'zod';
import type { ClaimTree } from '../../claims/claim-tree.js';

/** Names and types of claims, never values. */
export const claimTreeSchema: z.ZodType<ClaimTree> = z
  .lazy(() =>
    z.object({
      type: z.enum(['object', 'array', 'string', 'number', 'boolean', 'null']),
      empty: z.literal(true).exactOptional().meta({ description: 'Set when text, array or object is empty.' }),
      members: z
        .array(z.intersection(z.object({ name: z.string() }), claimTreeSchema))
        .exactOptional()
        .meta({ description: 'Members of an object, in the order of the provider.' }),
      elements: z.array(claimTreeSchema).exactOptional().meta({ description: 'The first elements of an array.' }),
      truncated: z.literal(true).exactOptional().meta({ description: 'Set when there is more than is shown.' }),
    }),
  )
  .meta({ id: 'ClaimTree', description: 'A claims document without its values.' });
