import type { Reading } from '../../database/transaction.js';
import type { SealedMembers } from '../format/leaf.schema.js';
import { arePlainlySealedMembers, holdsSealed } from '../format/sealed-members.js';
import { type FindDataKeys, openSealed } from '../trail/open-sealed.js';
import { type AccountedErasures, isAccountedFor } from './accounted-for.js';
import type { PageChecked } from './check-streams.js';
import { type CheckedEvent, type CheckedRow, placeOf, timeOf } from './compare-event.js';
import { Difference } from './difference.js';

/** Told of each page of events: opens what is sealed beside them. @param findKeys null: nothing is opened */
export function sealedOf(
  reading: Pick<Reading, 'query'>,
  findKeys: FindDataKeys | null,
  erasures: AccountedErasures,
): PageChecked {
  return async (page) => {
    if (findKeys !== null) await checkSealed(reading, findKeys, erasures, page);
  };
}

/**
 * Opens what is sealed beside events and compares it with the digests in their leaves. What is missing must have been erased by
 * an event of the trail.
 * @throws Difference
 */
async function checkSealed(
  reading: Pick<Reading, 'query'>,
  findKeys: FindDataKeys,
  erasures: AccountedErasures,
  page: readonly CheckedEvent[],
): Promise<void> {
  for (const [tenantId, holding] of await holdingByTenant(page)) {
    for (const [{ row, leaf }, { absent }] of await openSealed(findKeys, reading, tenantId, holding)) {
      for (const { name, what, why } of absent) {
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
async function holdingByTenant(page: readonly CheckedEvent[]): Promise<ReadonlyMap<string, readonly HoldingRow[]>> {
  const byTenant = new Map<string, HoldingRow[]>();
  for (const event of page) {
    const { row, leaf } = event;
    if (!holdsSealed(leaf)) continue;
    const members = arePlainlySealedMembers(leaf) ? leaf : await readSealedMembers(event);
    const holding = { id: row.id, row, leaf: members };
    const others = byTenant.get(row.tenant_id);
    if (others === undefined) byTenant.set(row.tenant_id, [holding]);
    else others.push(holding);
  }
  return byTenant;
}

/** By the schema, which is loaded for whatever is not plainly right: a thread starts without it. @throws Difference */
async function readSealedMembers({ row, leaf }: CheckedEvent): Promise<SealedMembers> {
  const { sealedMembersSchema } = await import('../format/leaf.schema.js');
  const { success, data, error } = sealedMembersSchema.safeParse(leaf);
  if (success) return data;
  const [fault] = error.issues;
  throw new Difference(
    placeOf(row),
    `the leaf's ${fault?.path.join('.') ?? 'members'} cannot be read: ${fault?.message ?? ''}`,
  );
}
