import { Injectable } from '@nestjs/common';
import { TenantStore } from '../../access/tenant.store.js';
import type { Reading } from '../../database/transaction.js';
import type { DeliverableEvent, EventLeaf } from '../bodies/event-body.js';
import type { Payload } from '../listener.js';

/** A delivery whose turn it is: no earlier one of its stream is left. */
export interface DueDelivery {
  readonly id: string;
  readonly payload: Payload;
  readonly tries: number;
  /** Tries that have failed since its schedule began. */
  readonly round: number;
  readonly roundBeganAt: Date | null;
  readonly event: DeliverableEvent;
}

interface DueRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly leaf_index: string;
  readonly event_id: string;
  readonly stream_id: string;
  readonly payload: Payload;
  readonly tries: number;
  readonly round: number;
  readonly round_began_at: Date | null;
  readonly leaf: string;
  readonly leaf_hash: Buffer;
  readonly envelope_id: string | null;
}

/** Finds what a listener is to be sent now. */
@Injectable()
export class DueDeliveryStore {
  constructor(private readonly tenants: TenantStore) {}

  /** @param known those that the caller has already */
  async find(
    reading: Reading,
    listenerId: string,
    now: Date,
    known: readonly string[],
    limit: number,
  ): Promise<readonly DueDelivery[]> {
    const rows: DueRow[] = await reading.query(
      `SELECT due.*, event.leaf, event.leaf_hash, stream.envelope_id
       FROM (
         SELECT id, tenant_id, leaf_index, event_id, stream_id, payload, tries, round, round_began_at, due_at FROM delivery
         WHERE listener_id = $1 AND due_at <= $2 AND NOT id = ANY($3::uuid[])
         ORDER BY due_at, leaf_index LIMIT $4
       ) AS due
       JOIN audit_event AS event ON event.id = due.event_id
       JOIN audit_stream AS stream ON stream.id = due.stream_id
       ORDER BY due.due_at, due.leaf_index`,
      [listenerId, now, known, limit],
    );
    const [first] = rows;
    if (first === undefined) return [];
    const tenant = await this.tenants.findById(first.tenant_id, reading);
    return rows.map((row) => ({
      id: row.id,
      payload: row.payload,
      tries: row.tries,
      round: row.round,
      roundBeganAt: row.round_began_at,
      event: {
        id: row.event_id,
        tenantId: row.tenant_id,
        tenantName: tenant?.name ?? row.tenant_id,
        streamId: row.stream_id,
        envelopeId: row.envelope_id,
        leafIndex: Number(row.leaf_index),
        leafHash: row.leaf_hash.toString('hex'),
        leaf: JSON.parse(row.leaf) as EventLeaf,
      },
    }));
  }
}
