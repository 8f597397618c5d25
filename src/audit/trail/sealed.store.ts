import { Injectable } from '@nestjs/common';
import type { Reading } from '../../database/transaction.js';
import { type DataKey, DataKeys } from '../../secrets/data-keys.js';
import { SealBrokenError } from '../../secrets/sealing.js';
import { holdsSealed, type SealedMembers } from '../format/leaf.schema.js';
import { disclosureContext, evidenceContext } from '../recorder/seal-contexts.js';
import { type Disclosures, type KeptEvidence, readDisclosures, readEvidence } from '../recorder/sealable.js';
import { judgeContent, type OpenedEvent } from './opened-event.js';

interface DisclosureRow {
  readonly event_id: string;
  readonly data_key_id: string;
  readonly sealed: Buffer;
}

interface EvidenceRow extends DisclosureRow {
  readonly name: string;
}

/** An event with what its leaf says about what stands beside it. */
interface HoldingEvent {
  readonly id: string;
  readonly leaf: SealedMembers;
}

/** Such an event with what stands beside it. */
export type Opened<Holding extends HoldingEvent> = Holding & { readonly opened: OpenedEvent };

/** Opens what is sealed beside events. */
@Injectable()
export class SealedStore {
  constructor(private readonly dataKeys: DataKeys) {}

  /** Events of one tenant with what stands beside them, in the order given. */
  async open<Holding extends HoldingEvent>(
    reading: Reading,
    tenantId: string,
    events: readonly Holding[],
  ): Promise<readonly Opened<Holding>[]> {
    const ids = events.filter(({ leaf }) => holdsSealed(leaf)).map(({ id }) => id);
    const disclosures = await storedBeside<DisclosureRow>(reading, DISCLOSURES, tenantId, ids);
    const evidence = await storedBeside<EvidenceRow>(reading, EVIDENCE, tenantId, ids);
    const keys = await this.keysOf(reading, tenantId, [...disclosures, ...evidence]);
    const disclosuresOf = new Map(disclosures.map((row) => [row.event_id, row]));
    const evidenceOf = groupByEvent(evidence);
    return events.map((event) => {
      const { id, leaf } = event;
      const content = {
        disclosures: openDisclosures(tenantId, keys, disclosuresOf.get(id)),
        evidence: openEvidence(tenantId, keys, leaf, evidenceOf.get(id) ?? []),
      };
      return { ...event, opened: judgeContent(leaf, content) };
    });
  }

  private keysOf(reading: Reading, tenantId: string, rows: readonly DisclosureRow[]): Promise<Keys> {
    return this.dataKeys.findAll(reading, tenantId, [...new Set(rows.map((row) => row.data_key_id))]);
  }
}

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
  reading: Reading,
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

function groupByEvent(rows: readonly EvidenceRow[]): ReadonlyMap<string, readonly EvidenceRow[]> {
  const groups = new Map<string, EvidenceRow[]>();
  for (const row of rows) {
    const group = groups.get(row.event_id);
    if (group === undefined) groups.set(row.event_id, [row]);
    else group.push(row);
  }
  return groups;
}

type Keys = ReadonlyMap<string, DataKey | SealBrokenError>;

function openDisclosures(tenantId: string, keys: Keys, row: DisclosureRow | undefined): Disclosures | 'altered' | null {
  const key = row === undefined ? undefined : keys.get(row.data_key_id);
  if (row === undefined || key === undefined) return null;
  if (key instanceof SealBrokenError) return 'altered';
  return orAltered(() => readDisclosures(key.open(row.sealed, disclosureContext(tenantId, row.event_id))));
}

function openEvidence(
  tenantId: string,
  keys: Keys,
  leaf: SealedMembers,
  rows: readonly EvidenceRow[],
): Map<string, KeptEvidence | 'altered'> {
  const opened = new Map<string, KeptEvidence | 'altered'>();
  for (const row of rows) {
    const key = keys.get(row.data_key_id);
    const retain = leaf.evidence?.[row.name]?.retain;
    if (key === undefined || retain === undefined) continue;
    const context = evidenceContext(tenantId, row.event_id, row.name);
    const kept =
      key instanceof SealBrokenError ? 'altered' : orAltered(() => readEvidence(retain, key.open(row.sealed, context)));
    opened.set(row.name, kept);
  }
  return opened;
}

function orAltered<T>(open: () => T): T | 'altered' {
  try {
    return open();
  } catch (error) {
    if (error instanceof SealBrokenError || error instanceof SyntaxError) return 'altered';
    throw error;
  }
}
