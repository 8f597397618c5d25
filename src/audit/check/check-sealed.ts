import type { Transaction } from '../../database/transaction.js';
import type { SealedStore } from '../trail/sealed.store.js';
import type { StoredEvent } from '../trail/stored-event.js';
import { type AccountedErasures, isAccountedFor } from './accounted-erasures.js';
import { type CheckedRow, placeOf } from './compare-event.js';
import { Difference } from './difference.js';

/**
 * Opens what is sealed beside events and compares it with the digests in their leaves. What is missing must have been erased by
 * an event of the trail.
 * @throws Difference
 */
export async function checkSealed(
  reading: Transaction,
  sealed: SealedStore,
  erasures: AccountedErasures,
  rows: readonly CheckedRow[],
): Promise<void> {
  const holding = rows.filter((row) => row.leaf.includes('"dataKeyId":'));
  for (const tenantId of new Set(holding.map((row) => row.tenant_id))) {
    const ofTenant = holding.filter((row) => row.tenant_id === tenantId);
    const places = new Map(ofTenant.map((row) => [row.id, placeOf(row)]));
    for (const { event, leaf, opened } of await sealed.open(reading, tenantId, ofTenant.map(storedEvent))) {
      for (const { name, what, why } of opened.absent) {
        if (why === 'erased' && isAccountedFor(leaf, what, erasures)) continue;
        throw new Difference(
          places.get(event.id) ?? event.id,
          why === 'altered'
            ? `the ${what} ${name} does not open or does not have the digest in the leaf`
            : `the ${what} ${name} is missing, and no event of the trail says that it was erased`,
        );
      }
    }
  }
}

function storedEvent(row: CheckedRow): StoredEvent {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    streamId: row.stream_id,
    envelopeId: null,
    sequence: Number(row.sequence),
    occurredAt: row.occurred_at,
    leaf: row.leaf,
    leafHash: Buffer.from(row.leaf_hash, 'hex'),
  };
}
