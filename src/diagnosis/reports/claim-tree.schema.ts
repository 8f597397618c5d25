import { z } from 'zod';
import type { ClaimTree } from '../../claims/claim-tree.js';

const node = () => ({
  type: z.enum(['object', 'array', 'string', 'number', 'boolean', 'null']),
  empty: z.literal(true).exactOptional().meta({ description: 'Set when text, array or object is empty.' }),
  members: z
    .array(memberSchema)
    .exactOptional()
    .meta({ description: 'Members of an object, in the order of the provider.' }),
  elements: z.array(claimTreeSchema).exactOptional().meta({ description: 'The first elements of an array.' }),
  truncated: z.literal(true).exactOptional().meta({ description: 'Set when there is more than is shown.' }),
});

/** Names and types of claims, never values. */
export const claimTreeSchema: z.ZodType<ClaimTree> = z
  .lazy(() => z.object(node()))
  .meta({ id: 'ClaimTree', description: 'A claims document without its values.' });

// An object of its own: as "a tree and a name" the description would join two closed objects, which nothing satisfies.
const memberSchema: z.ZodType<ClaimTree & { readonly name: string }> = z
  .lazy(() => z.object({ name: z.string(), ...node() }))
  .meta({ id: 'ClaimTreeMember', description: 'A member of an object, without its value.' });
