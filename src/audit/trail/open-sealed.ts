import type { Lookups } from '../../database/transaction.js';
import type { FoundDataKeys } from '../../secrets/data-key.js';
import { SealBrokenError } from '../../secrets/sealing.js';
import type { SealedMembers } from '../format/leaf.schema.js';
import { disclosureContext, evidenceContext } from '../recorder/seal-contexts.js';
import { type Disclosures, type KeptEvidence, readDisclosures, readEvidence } from '../recorder/sealable.js';
import { judgeContent, type OpenedEvent } from './opened-event.js';
import {
  type DisclosureRow,
  type EvidenceRow,
  findDisclosures,
  findEvidence,
  type Sources,
} from './sealed-rows.store.js';

/** An event with what its leaf says about what stands beside it. */
export interface HoldingEvent {
  readonly id: string;
  readonly leaf: SealedMembers;
}

/** Finds data keys of a tenant by their ids. */
export type FindDataKeys = (reading: Lookups, tenantId: string, ids: readonly string[]) => Promise<FoundDataKeys>;

/** Events of one tenant, each with what stands beside it, in the order given. */
export async function openSealed<Holding extends HoldingEvent>(
  findKeys: FindDataKeys,
  reading: Sources,
  tenantId: string,
  events: readonly Holding[],
): Promise<readonly (readonly [Holding, OpenedEvent])[]> {
  const idsWith = (member: 'disclosures' | 'evidence'): string[] =>
    events.filter(({ leaf }) => leaf[member] !== undefined).map(({ id }) => id);
  const [disclosures, evidence] = await Promise.all([
    findDisclosures(reading, tenantId, idsWith('disclosures')),
    findEvidence(reading, tenantId, idsWith('evidence')),
  ]);
  const rows: readonly DisclosureRow[] = [...disclosures, ...evidence];
  const keys = await findKeys(reading, tenantId, [...new Set(rows.map((row) => row.data_key_id))]);
  const disclosuresOf = new Map(disclosures.map((row) => [row.event_id, row]));
  const evidenceOf = groupByEvent(evidence);
  return events.map((event) => {
    const { id, leaf } = event;
    const content = {
      disclosures: openDisclosures(tenantId, keys, disclosuresOf.get(id)),
      evidence: openEvidence(tenantId, keys, leaf, evidenceOf.get(id) ?? []),
    };
    return [event, judgeContent(leaf, content)];
  });
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

function openDisclosures(
  tenantId: string,
  keys: FoundDataKeys,
  row: DisclosureRow | undefined,
): Disclosures | 'altered' | null {
  const key = row === undefined ? undefined : keys.get(row.data_key_id);
  if (row === undefined || key === undefined) return null;
  if (key instanceof SealBrokenError) return 'altered';
  return orAltered(() => readDisclosures(key.open(row.sealed, disclosureContext(tenantId, row.event_id))));
}

function openEvidence(
  tenantId: string,
  keys: FoundDataKeys,
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
