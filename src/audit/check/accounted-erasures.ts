import { z } from 'zod';
import type { Reading } from '../../database/transaction.js';
import { evidenceDestroyedSchema, personalDataErasedSchema } from '../format/event-data.schema.js';
import { leafSchema } from '../format/leaf.schema.js';
import type { AccountedErasures } from './accounted-for.js';

const readable = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(leafSchema);

/** Reads every event that tells of an erasure. */
export async function accountedErasures(reading: Reading): Promise<AccountedErasures> {
  const rows: { leaf: string }[] = await reading.query(
    `SELECT event.leaf FROM tenant CROSS JOIN LATERAL (
      SELECT leaf FROM audit_event
      WHERE tenant_id = tenant.id AND type IN ('personal_data.erased', 'evidence.destroyed')) AS event`,
  );
  const dataKeyIds = new Set<string>();
  const evidenceBefore = new Map<string, string>();
  for (const { leaf } of rows) {
    const { success, data: read } = readable.safeParse(leaf);
    // An event that cannot be read accounts for nothing; the check of its stream names it.
    if (!success) continue;
    const erased = personalDataErasedSchema.safeParse(read.data);
    if (erased.success) for (const id of erased.data.dataKeyIds) dataKeyIds.add(id);
    const destroyed = evidenceDestroyedSchema.safeParse(read.data);
    if (destroyed.success && destroyed.data.before > (evidenceBefore.get(read.tenant) ?? '')) {
      evidenceBefore.set(read.tenant, destroyed.data.before);
    }
  }
  return { dataKeyIds, evidenceBefore };
}
