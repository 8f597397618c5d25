import type { Transaction } from '../../database/transaction.js';
import type { ReadLeaf } from '../format/leaf.schema.js';
import { readLeaf } from '../format/leaf.schema.js';

/** What may be missing beside the leaves, because the trail itself says that it was erased. */
export interface AccountedErasures {
  /** Data keys that were destroyed with their person's data. */
  readonly dataKeyIds: ReadonlySet<string>;
  /** By tenant: evidence of events before this time was destroyed when its retention ended. */
  readonly evidenceBefore: ReadonlyMap<string, string>;
}

/** Reads every event that tells of an erasure. */
export async function accountedErasures(reading: Transaction): Promise<AccountedErasures> {
  const rows: { leaf: string }[] = await reading.query(
    `SELECT event.leaf FROM tenant CROSS JOIN LATERAL (
      SELECT leaf FROM audit_event
      WHERE tenant_id = tenant.id AND type IN ('personal_data.erased', 'evidence.destroyed')) AS event`,
  );
  const dataKeyIds = new Set<string>();
  const evidenceBefore = new Map<string, string>();
  for (const { tenant, type, data } of rows.map((row) => readLeaf(row.leaf))) {
    if (type === 'personal_data.erased') for (const id of texts(data.dataKeyIds)) dataKeyIds.add(id);
    const [before] = texts([data.before]);
    if (type === 'evidence.destroyed' && before !== undefined && before > (evidenceBefore.get(tenant) ?? '')) {
      evidenceBefore.set(tenant, before);
    }
  }
  return { dataKeyIds, evidenceBefore };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Whether the trail accounts for something that is missing beside this leaf. */
export function isAccountedFor(leaf: ReadLeaf, what: 'value' | 'evidence', erasures: AccountedErasures): boolean {
  if (leaf.dataKeyId !== undefined && erasures.dataKeyIds.has(leaf.dataKeyId)) return true;
  return what === 'evidence' && leaf.time < (erasures.evidenceBefore.get(leaf.tenant) ?? '');
}
