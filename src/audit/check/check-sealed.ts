import type { Reading } from '../../database/transaction.js';
import { holdsSealed, type SealedMembers, sealedMembersSchema } from '../format/leaf.schema.js';
import type { SealedStore } from '../trail/sealed.store.js';
import { type AccountedErasures, isAccountedFor } from './accounted-erasures.js';
import { type CheckedEvent, type CheckedRow, placeOf, timeOf } from './compare-event.js';
import { Difference } from './difference.js';

/**
 * Opens what is sealed beside events and compares it with the digests in their leaves. What is missing must have been erased by
 * an event of the trail.
 * @throws Difference
 */
export async function checkSealed(
  reading: Reading,
  sealed: SealedStore,
  erasures: AccountedErasures,
  page: readonly CheckedEvent[],
): Promise<void> {
  for (const [tenantId, holding] of holdingByTenant(page)) {
    for (const { row, leaf, opened } of await sealed.open(reading, tenantId, holding)) {
      for (const { name, what, why } of opened.absent) {
        const missing = { what, dataKeyId: leaf.dataKeyId, tenantId, time: timeOf(row) };
        if (why === 'erased' && isAccountedFor(missing, erasures)) continue;
        throw new Difference(
          placeOf(row),
          why === 'altered'
            ? `the ${what} ${name} does not open or does not have the digest in the leaf`
            : `the ${what} ${name} is missing, and no event of the trail says that it was erased`,
        );
      }
    }
  }
}

interface HoldingRow {
  readonly id: string;
  readonly row: CheckedRow;
  readonly leaf: SealedMembers;
}

/** The events that have something beside their leaf. */
function holdingByTenant(page: readonly CheckedEvent[]): ReadonlyMap<string, readonly HoldingRow[]> {
  const byTenant = new Map<string, HoldingRow[]>();
  for (const event of page) {
    const { row } = event;
    if (!holdsSealed(event.leaf)) continue;
    const holding = { id: row.id, row, leaf: sealedMembersOf(event) };
    const others = byTenant.get(row.tenant_id);
    if (others === undefined) byTenant.set(row.tenant_id, [holding]);
    else others.push(holding);
  }
  return byTenant;
}

function sealedMembersOf({ row, leaf }: CheckedEvent): SealedMembers {
  const { success, data, error } = sealedMembersSchema.safeParse(leaf);
  if (success) return data;
  const [fault] = error.issues;
  throw new Difference(
    placeOf(row),
    `the leaf's ${fault?.path.join('.') ?? 'members'} cannot be read: ${fault?.message ?? ''}`,
  );
}
