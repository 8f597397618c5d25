import { z } from 'zod';
import { leafSchema, readLeaf } from '../format/leaf.schema.js';
import type { StoredEvent } from './stored-event.js';

/** An event as the API shows it: the members of its leaf, and what is known about it besides. */
export const auditEventSchema = leafSchema
  .extend({
    leafHash: z
      .string()
      .meta({ description: 'RFC 9162 leaf hash of the canonical JSON of the leaf, hex. Not in the leaf.' }),
    envelopeId: z
      .string()
      .nullable()
      .meta({ description: "The workflow's id of the envelope; null for a tenant's event. Not in the leaf." }),
  })
  .meta({ id: 'AuditEvent' });

export function showEvent(event: StoredEvent): z.infer<typeof auditEventSchema> {
  return { ...readLeaf(event.leaf), leafHash: event.leafHash.toString('hex'), envelopeId: event.envelopeId };
}
