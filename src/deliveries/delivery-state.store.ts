import type { Reading } from '../database/transaction.js';

/** How it goes with one listener. */
interface ListenerState {
  readonly tenantId: string;
  readonly listener: string;
  readonly state: 'delivering' | 'failing' | 'disabled' | 'suspended' | 'gone';
  /** When the oldest event happened that is left for it; null: none, or it is sent nothing. */
  readonly oldestPending: Date | null;
}

/** How far the trail has been handed out, and how it goes with every listener. */
export interface DeliveryState {
  /** When the oldest event happened that has a leaf and was not handed out; null: there is none. */
  readonly notHandedOutSince: Date | null;
  readonly listeners: readonly ListenerState[];
}

/** Reads it with queries whose cost does not grow with the trail. */
export async function readDeliveryState(reading: Reading): Promise<DeliveryState> {
  const outbox: { since: Date | null }[] = await reading.query(
    `SELECT event.occurred_at AS since FROM delivery_outbox AS outbox
       LEFT JOIN audit_leaf AS leaf ON leaf.index = outbox.next_index
       LEFT JOIN audit_event AS event ON event.id = leaf.event_id`,
  );
  const rows: { tenant_id: string; name: string; state: ListenerState['state']; oldest: Date | null }[] =
    await reading.query(
      `SELECT listener.tenant_id, listener.name,
         CASE WHEN endpoint.enabled AND endpoint.failing_since IS NULL THEN 'delivering'
           WHEN endpoint.enabled THEN 'failing' ELSE coalesce(endpoint.stopped_why, 'disabled') END AS state,
         CASE WHEN endpoint.enabled THEN (SELECT min(occurred_at) FROM delivery
           WHERE delivery.listener_id = listener.id AND delivery.due_at IS NOT NULL) END AS oldest
       FROM listener JOIN listener_endpoint AS endpoint ON endpoint.listener_id = listener.id
       WHERE listener.archived_at IS NULL`,
    );
  return {
    notHandedOutSince: outbox[0]?.since ?? null,
    listeners: rows.map((row) => ({
      tenantId: row.tenant_id,
      listener: row.name,
      state: row.state,
      oldestPending: row.oldest,
    })),
  };
}
