import type { Reading } from '../../database/transaction.js';

/** Disclosures of one event, sealed. */
export interface DisclosureRow {
  readonly event_id: string;
  readonly data_key_id: string;
  readonly sealed: Buffer;
}

/** One evidence of an event, sealed. */
export interface EvidenceRow extends DisclosureRow {
  readonly name: string;
}

/** Where sealed rows are read. */
export type Sources = Pick<Reading, 'query' | 'present'>;

/** What stands beside events in one table: where it is read, and what says that a row is there. */
interface Beside {
  readonly table: 'audit_disclosure' | 'audit_evidence';
  readonly columns: string;
}

const DISCLOSURES: Beside = { table: 'audit_disclosure', columns: 'event_id, data_key_id' };
const EVIDENCE: Beside = { table: 'audit_evidence', columns: 'event_id, data_key_id, name' };

const idOf = (row: Partial<EvidenceRow>): string => `${row.event_id}/${row.name ?? ''}`;

/** Rows beside events. A copy that is behind gives its own only where the primary still has them. */
async function storedBeside<Row extends DisclosureRow>(
  reading: Sources,
  { table, columns }: Beside,
  tenantId: string,
  ids: readonly string[],
): Promise<readonly Row[]> {
  if (ids.length === 0) return [];
  const condition = 'WHERE tenant_id = $1 AND event_id = ANY($2)';
  const select = `SELECT ${columns}, sealed FROM ${table} ${condition}`;
  const rows: Row[] = await reading.query(select, [tenantId, ids]);
  const { present } = reading;
  if (present === undefined) return rows;
  const still: Row[] = await present.query(`SELECT ${columns} FROM ${table} ${condition}`, [tenantId, ids]);
  const copied = new Map(rows.map((row) => [idOf(row), row]));
  const found = still.flatMap((row) => copied.get(idOf(row)) ?? []);
  return found.length === still.length ? found : await present.query<Row[]>(select, [tenantId, ids]);
}

export const findDisclosures = (
  reading: Sources,
  tenantId: string,
  ids: readonly string[],
): Promise<readonly DisclosureRow[]> => storedBeside<DisclosureRow>(reading, DISCLOSURES, tenantId, ids);

export const findEvidence = (
  reading: Sources,
  tenantId: string,
  ids: readonly string[],
): Promise<readonly EvidenceRow[]> => storedBeside<EvidenceRow>(reading, EVIDENCE, tenantId, ids);
