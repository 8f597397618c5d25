import { streamName } from '../format/stream.js';
import { leafHash } from '../log/leaf-hash.js';
import { Difference } from './difference.js';

/** An event with everything that its row says beside the leaf. */
export interface CheckedRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly stream_id: string;
  readonly sequence: string;
  readonly type: string;
  readonly occurred_at: Date;
  readonly actor_type: string;
  readonly actor_id: string;
  readonly leaf: string;
  readonly leaf_hash: Buffer;
}

/** The event before in the same stream; null at the beginning. */
export interface Before {
  readonly streamId: string;
  readonly sequence: number;
  readonly leafHash: Buffer;
}

export function placeOf(row: CheckedRow): string {
  return `event ${row.id} (${streamName(row.stream_id, row.tenant_id)}, sequence ${row.sequence})`;
}

/**
 * Compares an event with its own hash, with its columns, and with the event before.
 * @returns the leaf as it was parsed
 * @throws Difference
 */
export function compareEvent(row: CheckedRow, before: Before | null): Readonly<Record<string, unknown>> {
  const place = placeOf(row);
  if (!leafHash(row.leaf).equals(row.leaf_hash)) throw new Difference(place, 'the leaf does not have its stored hash');
  const leaf = parse(row.leaf, place);
  for (const [member, expected] of columnsOf(row)) {
    const found = member === 'actor' ? actorOf(leaf.actor) : leaf[member];
    if (found !== expected) {
      throw new Difference(
        place,
        `the leaf says ${member} ${JSON.stringify(found)}, the row ${JSON.stringify(expected)}`,
      );
    }
  }
  compareChain(row, leaf, before?.streamId === row.stream_id ? before : null);
  return leaf;
}

function compareChain(row: CheckedRow, leaf: Readonly<Record<string, unknown>>, before: Before | null): void {
  const expected = (before?.sequence ?? 0) + 1;
  if (Number(row.sequence) !== expected) {
    const missing =
      Number(row.sequence) - 1 === expected ? `${expected}` : `${expected} to ${Number(row.sequence) - 1}`;
    throw new Difference(placeOf(row), `the stream lacks sequence ${missing}`);
  }
  const previous = before?.leafHash.toString('hex') ?? null;
  if (leaf.previous !== previous) {
    throw new Difference(
      placeOf(row),
      `does not follow the event before it: previous is ${String(leaf.previous)}, expected ${String(previous)}`,
    );
  }
}

function columnsOf(row: CheckedRow): readonly (readonly [string, unknown])[] {
  return [
    ['id', row.id],
    ['tenant', row.tenant_id],
    ['stream', streamName(row.stream_id, row.tenant_id)],
    ['sequence', Number(row.sequence)],
    ['type', row.type],
    ['time', row.occurred_at.toISOString()],
    ['actor', `${row.actor_type}:${row.actor_id}`],
  ];
}

function actorOf(actor: unknown): string {
  const { type, id } = Object(actor) as { readonly type?: unknown; readonly id?: unknown };
  return `${String(type)}:${String(id)}`;
}

function parse(text: string, place: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Difference(place, 'the leaf is no JSON');
  }
}
