import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import type { Listener } from '../listener.js';
import type { RedeliveryFilter } from './redelivery.js';

/** Events that are marked in one transaction. */
const BATCH = 500;

interface StoredRedelivery {
  readonly id: string;
  readonly tenantId: string;
  readonly listenerId: string;
  readonly total: number;
  readonly status: 'queueing' | 'queued' | 'stopped';
  readonly createdAt: Date;
}

interface RedeliveryRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly listener_id: string;
  readonly filter: RedeliveryFilter;
  readonly total: string;
  readonly position: string;
  readonly last_index: string;
  readonly status: StoredRedelivery['status'];
  readonly created_at: Date;
}

interface RedeliveryProgress {
  readonly delivered: number;
  readonly givenUp: number;
  readonly open: number;
}

/**
 * Events of a listener that a filter names, up to a leaf: those that it asks for, and those that were made a delivery of once.
 * Parameters: listener, first leaf, last leaf, and one of the filter.
 */
function matching(filter: RedeliveryFilter): { readonly sql: string; readonly parameters: readonly unknown[] } {
  const events = (condition: string): string => `
    SELECT leaf.index, event.id, event.stream_id, event.type, event.occurred_at
    FROM audit_event AS event JOIN audit_leaf AS leaf ON leaf.event_id = event.id
    JOIN listener ON listener.id = $1 AND listener.tenant_id = event.tenant_id AND event.type = ANY(listener.types)
    WHERE ${condition} AND leaf.index >= $2 AND leaf.index <= $3`;
  const deliveries = (condition: string): string => `
    SELECT leaf_index AS index, event_id AS id, stream_id, type, occurred_at FROM delivery
    WHERE listener_id = $1 AND leaf_index >= $2 AND leaf_index <= $3 AND ${condition}`;
  if ('streamId' in filter) return { sql: events('event.stream_id = $4'), parameters: [filter.streamId] };
  if ('from' in filter)
    return { sql: events('event.occurred_at >= $4 AND event.occurred_at < $5'), parameters: [filter.from, filter.to] };
  if ('deliveryId' in filter) return { sql: deliveries('id = $4'), parameters: [filter.deliveryId] };
  return { sql: deliveries(`status = 'given_up'`), parameters: [] };
}

/**
 * SQL: whether events of a listener are being opened again. Until all of them are, nobody sends to it: a later event of a stream
 * would overtake the earlier ones.
 */
export const BEING_OPENED = (endpoint: string): string =>
  `EXISTS (SELECT 1 FROM redelivery WHERE redelivery.listener_id = ${endpoint}.listener_id AND redelivery.status = 'queueing')`;

const FREE = '(endpoint.leased_until IS NULL OR endpoint.leased_until < clock_timestamp())';

/** The rows of redeliveries, and the deliveries that they open again. */
@Injectable()
export class RedeliveryStore {
  /** The last leaf that the listener has come to, and how many events the filter names up to it. */
  async count(
    transaction: Transaction,
    listener: Listener,
    filter: RedeliveryFilter,
  ): Promise<{ readonly total: number; readonly last: number }> {
    const places: { last: string }[] = await transaction.query(
      `SELECT coalesce(position, (SELECT next_index FROM delivery_outbox)) - 1 AS last FROM listener_endpoint
       WHERE listener_id = $1`,
      [listener.id],
    );
    const last = Number(places[0]?.last ?? -1);
    const { sql, parameters } = matching(filter);
    const rows: { count: string }[] = await transaction.query(`SELECT count(*) AS count FROM (${sql}) AS found`, [
      ...[listener.id, 0, last],
      ...parameters,
    ]);
    return { total: Number(rows[0]?.count ?? 0), last };
  }

  async insert(
    transaction: Transaction,
    redelivery: Omit<StoredRedelivery, 'status'>,
    filter: RedeliveryFilter,
    last: number,
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO redelivery (id, tenant_id, listener_id, filter, total, position, last_index, status, created_at)
       VALUES ($1, $2, $3, $4, $5, 0, $6, 'queueing', $7)`,
      [
        ...[redelivery.id, redelivery.tenantId, redelivery.listenerId, JSON.stringify(filter)],
        ...[redelivery.total, last, redelivery.createdAt],
      ],
    );
  }

  async find(reading: Reading, tenantId: string, id: string, lock = false): Promise<StoredRedelivery | null> {
    const rows: RedeliveryRow[] = await reading.query(
      `SELECT * FROM redelivery WHERE id = $1 AND tenant_id = $2 ${lock ? 'FOR UPDATE' : ''}`,
      [id, tenantId],
    );
    const [row] = rows;
    if (row === undefined) return null;
    return {
      id: row.id,
      tenantId: row.tenant_id,
      listenerId: row.listener_id,
      total: Number(row.total),
      status: row.status,
      createdAt: row.created_at,
    };
  }

  async progress(reading: Reading, id: string): Promise<RedeliveryProgress> {
    const rows: { delivered: string; given_up: string; open: string }[] = await reading.query(
      `SELECT count(*) FILTER (WHERE status = 'delivered') AS delivered,
         count(*) FILTER (WHERE status = 'given_up') AS given_up,
         count(*) FILTER (WHERE status IN ('pending', 'failed')) AS open
       FROM delivery WHERE redelivery_id = $1`,
      [id],
    );
    const [row] = rows;
    return {
      delivered: Number(row?.delivered ?? 0),
      givenUp: Number(row?.given_up ?? 0),
      open: Number(row?.open ?? 0),
    };
  }

  /**
   * Opens the next events of one redelivery that is under way: those that have ended, and those that were never made a delivery
   * of. What is still to be delivered is tried at once. A listener that somebody is sending to has to wait: whoever does sees that and
   * ends.
   * @returns the listener that has something to send; null when none is under way, or all wait
   */
  async step(transaction: Transaction, now: Date): Promise<string | null> {
    const rows: RedeliveryRow[] = await transaction.query(
      `SELECT redelivery.* FROM redelivery JOIN listener_endpoint AS endpoint USING (listener_id)
       WHERE redelivery.status = 'queueing' AND ${FREE}
       ORDER BY redelivery.created_at, redelivery.id LIMIT 1 FOR UPDATE OF redelivery SKIP LOCKED`,
    );
    const [row] = rows;
    if (row === undefined) return null;
    const free: unknown[] = await transaction.query(
      `SELECT 1 FROM listener_endpoint AS endpoint WHERE listener_id = $1 AND ${FREE} FOR UPDATE`,
      [row.listener_id],
    );
    if (free.length === 0) return null;
    const { sql, parameters } = matching(row.filter);
    const place = 3 + parameters.length;
    const opened: { leaf_index: string; stream_id: string }[] = await transaction.query(
      `INSERT INTO delivery (id, tenant_id, listener_id, leaf_index, event_id, stream_id, type, occurred_at, payload, status,
         created_at, redelivery_id)
       SELECT gen_random_uuid(), listener.tenant_id, listener.id, found.index, found.id, found.stream_id, found.type,
         found.occurred_at, listener.configuration ->> 'payload', 'pending', $${place + 1}, $${place + 2}
       FROM (${sql} ORDER BY index LIMIT ${BATCH}) AS found JOIN listener ON listener.id = $1
       ON CONFLICT ON CONSTRAINT delivery_once DO UPDATE SET
         former_status = delivery.status,
         status = CASE WHEN delivery.status = 'failed' THEN 'failed' ELSE 'pending' END,
         redelivery_id = EXCLUDED.redelivery_id, round = 0, round_began_at = NULL, retry_at = NULL, code = NULL,
         ended_at = NULL
       RETURNING leaf_index, stream_id`,
      [...[row.listener_id, Number(row.position), Number(row.last_index)], ...parameters, now, row.id],
    );
    const streams = [...new Set(opened.map(({ stream_id: stream }) => stream))];
    await this.order(transaction, row.listener_id, streams, now);
    const next = opened.length < BATCH ? null : Math.max(...opened.map(({ leaf_index: index }) => Number(index))) + 1;
    await transaction.query(
      `UPDATE redelivery SET position = coalesce($2, position), status = CASE WHEN $2::bigint IS NULL THEN 'queued' ELSE status END
       WHERE id = $1`,
      [row.id, next],
    );
    return row.listener_id;
  }

  /** Lets the first delivery of each stream be sent, and none else: what is delivered again never overtakes. */
  async order(transaction: Transaction, listenerId: string, streams: readonly string[], now: Date): Promise<void> {
    await transaction.query(
      `UPDATE delivery SET due_at = CASE WHEN delivery.id = head.id THEN coalesce(delivery.retry_at, $3) END
       FROM unnest($2::uuid[]) AS touched (stream_id) CROSS JOIN LATERAL (
         SELECT id FROM delivery AS open
         WHERE open.listener_id = $1 AND open.stream_id = touched.stream_id AND open.status IN ('pending', 'failed')
         ORDER BY open.leaf_index LIMIT 1
       ) AS head
       WHERE delivery.listener_id = $1 AND delivery.stream_id = touched.stream_id
         AND delivery.status IN ('pending', 'failed') AND (delivery.id = head.id OR delivery.due_at IS NOT NULL)`,
      [listenerId, streams, now],
    );
  }

  /** What was not delivered yet is as it was before; what had never been delivered goes on. */
  async stop(transaction: Transaction, redelivery: StoredRedelivery, now: Date): Promise<void> {
    await transaction.query('SELECT 1 FROM listener_endpoint WHERE listener_id = $1 FOR UPDATE', [
      redelivery.listenerId,
    ]);
    const [rows]: [{ stream_id: string }[], number] = await transaction.query(
      `UPDATE delivery SET status = coalesce(former_status, 'given_up'), due_at = NULL, retry_at = NULL, ended_at = $2,
         redelivery_id = NULL, code = CASE WHEN former_status = 'delivered' THEN NULL ELSE 'delivery.stopped' END
       WHERE redelivery_id = $1 AND status IN ('pending', 'failed')
         AND coalesce(former_status, 'none') NOT IN ('pending', 'failed') RETURNING stream_id`,
      [redelivery.id, now],
    );
    const streams = [...new Set(rows.map(({ stream_id: stream }) => stream))];
    if (streams.length > 0) await this.order(transaction, redelivery.listenerId, streams, now);
    await transaction.query(`UPDATE redelivery SET status = 'stopped', ended_at = $2 WHERE id = $1`, [
      redelivery.id,
      now,
    ]);
  }
}
