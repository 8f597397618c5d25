import { streamName } from '../format/stream.js';
import { leafHashHex } from '../log/leaf-hash.js';
import { Difference } from './difference.js';

/** An event with everything that its row says beside the leaf. */
export interface CheckedRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly stream_id: string;
  readonly sequence: string;
  readonly type: string;
  /** In UTC, as PostgreSQL writes a time without a zone: read as a time and written again it would take longer than the rest of the row. */
  readonly occurred_at: string;
  readonly actor_type: string;
  readonly actor_id: string;
  readonly leaf: string;
  /** Hex. */
  readonly leaf_hash: string;
}

/** An event that is as its row says, and chained to the one before it. */
export interface CheckedEvent {
  readonly row: CheckedRow;
  readonly leaf: UnknownLeaf;
}

/** A leaf whose members have not been read yet. */
type UnknownLeaf = Readonly<Record<string, unknown>>;

/** The event before in the same stream; null at the beginning. */
export interface Before {
  readonly streamId: string;
  readonly sequence: number;
  /** Hex. */
  readonly leafHash: string;
}

/** When the event happened, as its leaf has it: RFC 3339 with milliseconds. */
export function timeOf({ occurred_at: text }: CheckedRow): string {
  const date = text.slice(0, 10);
  const time = text.slice(11);
  return `${date}T${time.includes('.') ? time.padEnd(12, '0') : `${time}.000`}Z`;
}

export function placeOf(row: CheckedRow): string {
  return `event ${row.id} (${streamName(row.stream_id, row.tenant_id)}, sequence ${row.sequence})`;
}

/**
 * Compares an event with its own hash, with its columns, and with the event before.
 * @throws Difference
 */
export function compareEvent(row: CheckedRow, before: Before | null): CheckedEvent {
  if (leafHashHex(row.leaf) !== row.leaf_hash) {
    throw new Difference(placeOf(row), 'the leaf does not have its stored hash');
  }
  const leaf = parse(row);
  compareColumns(row, leaf);
  compareChain(row, leaf, before?.streamId === row.stream_id ? before : null);
  return { row, leaf };
}

/** Members are compared one by one, and a message is made only of one that differs: logs have millions of events. */
function compareColumns(row: CheckedRow, leaf: UnknownLeaf): void {
  const sequence = Number(row.sequence);
  const stream = streamName(row.stream_id, row.tenant_id);
  const time = timeOf(row);
  if (leaf.id !== row.id) throw disagreement(row, 'id', leaf.id, row.id);
  if (leaf.tenant !== row.tenant_id) throw disagreement(row, 'tenant', leaf.tenant, row.tenant_id);
  if (leaf.stream !== stream) throw disagreement(row, 'stream', leaf.stream, stream);
  if (leaf.sequence !== sequence) throw disagreement(row, 'sequence', leaf.sequence, sequence);
  if (leaf.type !== row.type) throw disagreement(row, 'type', leaf.type, row.type);
  if (leaf.time !== time) throw disagreement(row, 'time', leaf.time, time);
  const { type, id } = Object(leaf.actor) as { readonly type?: unknown; readonly id?: unknown };
  if (type !== row.actor_type || id !== row.actor_id) {
    throw disagreement(row, 'actor', leaf.actor, { type: row.actor_type, id: row.actor_id });
  }
}

function compareChain(row: CheckedRow, leaf: UnknownLeaf, before: Before | null): void {
  const expected = (before?.sequence ?? 0) + 1;
  if (Number(row.sequence) !== expected) {
    const missing =
      Number(row.sequence) - 1 === expected ? `${expected}` : `${expected} to ${Number(row.sequence) - 1}`;
    throw new Difference(placeOf(row), `the stream lacks sequence ${missing}`);
  }
  const previous = before?.leafHash ?? null;
  if (leaf.previous !== previous) {
    throw new Difference(
      placeOf(row),
      `does not follow the event before it: previous is ${String(leaf.previous)}, expected ${String(previous)}`,
    );
  }
}

function disagreement(row: CheckedRow, member: string, found: unknown, expected: unknown): Difference {
  return new Difference(
    placeOf(row),
    `the leaf says ${member} ${JSON.stringify(found)}, the row ${JSON.stringify(expected)}`,
  );
}

function parse(row: CheckedRow): UnknownLeaf {
  try {
    return Object(JSON.parse(row.leaf)) as UnknownLeaf;
  } catch {
    throw new Difference(placeOf(row), 'the leaf is no JSON');
  }
}
