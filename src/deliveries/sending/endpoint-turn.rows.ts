import { type DueDelivery, type DueRow, dueDeliveryOf } from './due-delivery.js';
import type { EndpointTurn, TurnAnswer } from './endpoint-turn.js';

/** What the database says of an endpoint that is ours. */
export interface HeldRow {
  readonly listener_id: string;
  readonly failing_since: Date | null;
  readonly failures: number;
  readonly paused_until: Date | null;
  readonly succeeded_at: Date | null;
  readonly revision: number;
  readonly recalled: boolean;
}

/** Whether the trail is told something about the connection. */
export const turnsConnection = ({ written }: EndpointTurn): boolean => (written?.judged.turned ?? null) !== null;

/** As the statement that holds endpoints takes it. */
export function heldOf({ lease, written }: EndpointTurn): object {
  const health = written?.judged.health;
  return {
    listener_id: lease.row,
    lease: lease.id,
    writes: written !== null,
    failing_since: health?.failingSince,
    failures: health?.failures,
    succeeded_at: health?.succeededAt,
    pauses: written !== null && health?.pausedUntil !== written.before.pausedUntil,
    paused_until: health?.pausedUntil,
  };
}

/** As the statement that reads takes it. */
export const readOf = ({ lease, read }: EndpointTurn): object => ({
  listener_id: lease.row,
  lease: lease.id,
  known: read?.known ?? [],
  most: read?.limit ?? 0,
});

/** As the statement that gives back takes it. */
export const releaseOf = ({ lease, release }: EndpointTurn): object => ({
  listener_id: lease.row,
  lease: lease.id,
  rests: release === 'rest',
  anyhow: release !== 'when_done',
});

/** Without what follows a delivery that waits for its next try, and without that. */
function inTheirTurn(found: readonly DueRow[]): readonly DueRow[] {
  const held = new Set<string>();
  return found.filter((row) => {
    const stream = `${row.listener_id} ${row.stream_id}`;
    if (row.waits === true) held.add(stream);
    return !held.has(stream);
  });
}

/** By listener, in the order in which deliveries are due. */
export function answersOf(
  held: readonly HeldRow[],
  found: readonly DueRow[],
  released: readonly { readonly listener_id: string }[],
): ReadonlyMap<string, TurnAnswer> {
  const givenBack = new Set(released.map((row) => row.listener_id));
  const due = new Map(held.map((row) => [row.listener_id, [] as DueDelivery[]]));
  for (const row of inTheirTurn(found)) due.get(row.listener_id)?.push(dueDeliveryOf(row));
  return new Map(
    held.map((row) => [
      row.listener_id,
      {
        health: {
          failingSince: row.failing_since,
          failures: row.failures,
          pausedUntil: row.paused_until,
          succeededAt: row.succeeded_at,
        },
        revision: row.revision,
        recalled: row.recalled,
        found: due.get(row.listener_id) ?? [],
        released: givenBack.has(row.listener_id),
      },
    ]),
  );
}
