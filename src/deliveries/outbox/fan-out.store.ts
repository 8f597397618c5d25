import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/transaction.js';
import { EndpointStore } from './endpoint.store.js';

/** Leaves that are handed out in one transaction: a login that waits for the only connection does not wait long. */
const BATCH = 200;
/** Leaves that a listener which catches up is taken through at once. */
const CATCH_UP_BATCH = 1000;
/** A listener that catches up is given no more while so many are left. */
const MOST_LEFT = 2000;

export interface HandedOut {
  /** Deliveries that were made. */
  readonly deliveries: number;
  /** There may be more to do at once. */
  readonly more: boolean;
}

interface LockedEndpoint {
  readonly listener_id: string;
  /** null: it follows the common place. */
  readonly position: string | null;
  /** So much is left for it that it is given no more. */
  readonly full: boolean;
  /** Whether there is an event that it begins after, and nobody has seen yet that it was passed. */
  readonly begins: boolean;
}

const COLUMNS = `id, tenant_id, listener_id, leaf_index, event_id, stream_id, type, occurred_at, payload, status, due_at, created_at`;

/**
 * What a delivery of an event to a listener begins with: its turn has come unless an earlier one of the stream is left. News of a
 * listener's own trouble goes to all others.
 */
const selected = (now: string): string => `
  SELECT gen_random_uuid(), listener.tenant_id, listener.id, leaf.index, event.id, event.stream_id, event.type,
    event.occurred_at, listener.configuration ->> 'payload', 'pending',
    CASE WHEN row_number() OVER (PARTITION BY listener.id, event.stream_id ORDER BY leaf.index) = 1 AND NOT EXISTS (
      SELECT 1 FROM delivery AS earlier WHERE earlier.listener_id = listener.id AND earlier.stream_id = event.stream_id
        AND earlier.status IN ('pending', 'failed') AND earlier.leaf_index < leaf.index
    ) THEN ${now}::timestamptz END, ${now}::timestamptz`;

/** By their leaves and no other way, also where nothing is known of the tables yet: a plan by the type reads the whole trail each time. */
const NEW_EVENTS = `audit_leaf AS leaf CROSS JOIN LATERAL (SELECT * FROM audit_event WHERE id = leaf.event_id OFFSET 0) AS event`;

const concerns = `event.tenant_id = listener.tenant_id AND event.type = ANY(listener.types)
  AND NOT (event.type IN ('listener.suspended', 'connection.failed')
    AND (event.leaf::jsonb -> 'data' ->> 'listenerId') IS NOT DISTINCT FROM listener.id::text)`;

/** What came before a listener is not for it, though it may get its leaf only now. */
const BEGUN = `event.occurred_at >= coalesce(endpoint.since, '-infinity') AND (endpoint.begins_after IS NULL
  OR leaf.index > (SELECT first.index FROM audit_leaf AS first WHERE first.event_id = endpoint.begins_after))`;

const NO_DELIVERY = 'ON CONFLICT ON CONSTRAINT delivery_once DO NOTHING RETURNING listener_id';

const beginning = (endpoints: readonly LockedEndpoint[]): readonly string[] =>
  endpoints.filter(({ begins }) => begins).map(({ listener_id: id }) => id);

/** From new leaves to deliveries. */
@Injectable()
export class FanOutStore {
  constructor(private readonly endpoints: EndpointStore) {}

  /**
   * Makes a delivery of each new leaf for every listener that asked for it, in leaf order. The place in the log is kept in a row:
   * whoever holds it works, the others do not wait.
   * @returns null when another instance is at it
   */
  async handOut(transaction: Transaction, now: Date): Promise<HandedOut | null> {
    const rows: { next_index: string; size: string }[] = await transaction.query(
      `SELECT outbox.next_index, (SELECT size FROM audit_tree) AS size FROM delivery_outbox AS outbox FOR UPDATE SKIP LOCKED`,
    );
    const [state] = rows;
    if (state === undefined) return null;
    const from = Number(state.next_index);
    const to = Math.min(from + BATCH, Number(state.size));
    const endpoints = await this.lockEndpoints(transaction, from, to);
    const following = endpoints.filter(({ position }) => position === null);
    const behind = endpoints.filter((endpoint) => endpoint.position !== null);
    const deliveries = to > from ? await this.handOutLeaves(transaction, following, from, to, now) : 0;
    const caughtUp = await this.catchUp(transaction, behind, to, now);
    return { deliveries: deliveries + caughtUp.deliveries, more: to < Number(state.size) || caughtUp.more };
  }

  /**
   * Those that follow and are told of these leaves, and those that have a place of their own. Whoever records results locks several
   * too: what is the first of its stream is decided by one at a time, and all lock in the order of their ids, so that nobody waits for who
   * waits for them.
   */
  private lockEndpoints(transaction: Transaction, from: number, to: number): Promise<readonly LockedEndpoint[]> {
    return transaction.query(
      `SELECT listener_id, position, begins_after IS NOT NULL AS begins, position IS NOT NULL AND (SELECT count(*) FROM (
           SELECT 1 FROM delivery WHERE delivery.listener_id = endpoint.listener_id
             AND delivery.status IN ('pending', 'failed') LIMIT ${MOST_LEFT}) AS left_over) >= ${MOST_LEFT} AS full
       FROM listener_endpoint AS endpoint
       WHERE enabled AND (position IS NOT NULL OR tenant_id IN (
         SELECT event.tenant_id FROM audit_leaf AS leaf JOIN audit_event AS event ON event.id = leaf.event_id
         WHERE leaf.index >= $1 AND leaf.index < $2))
       ORDER BY listener_id FOR UPDATE OF endpoint`,
      [from, to],
    );
  }

  private async handOutLeaves(
    transaction: Transaction,
    following: readonly LockedEndpoint[],
    from: number,
    to: number,
    now: Date,
  ): Promise<number> {
    let made: { listener_id: string }[] = [];
    if (following.length > 0) {
      made = await transaction.query(
        `INSERT INTO delivery (${COLUMNS}) ${selected('$3')}
         FROM ${NEW_EVENTS} JOIN listener ON ${concerns}
         JOIN listener_endpoint AS endpoint ON endpoint.listener_id = listener.id
         WHERE leaf.index >= $1 AND leaf.index < $2 AND listener.id = ANY($4::uuid[])
           AND ${BEGUN} ${NO_DELIVERY}`,
        [from, to, now, following.map(({ listener_id: id }) => id)],
      );
      await this.endpoints.haveBegun(transaction, beginning(following), to);
      await this.endpoints.makeDue(
        transaction,
        made.map(({ listener_id: id }) => id),
        now,
      );
    }
    await transaction.query('UPDATE delivery_outbox SET next_index = $1', [to]);
    return made.length;
  }

  /** Takes listeners that have a place of their own one step further; whoever has come to the common place follows it. */
  private async catchUp(
    transaction: Transaction,
    behind: readonly LockedEndpoint[],
    end: number,
    now: Date,
  ): Promise<HandedOut> {
    let deliveries = 0;
    let more = false;
    for (const endpoint of behind) {
      const { listener_id: id, position, full } = endpoint;
      if (full) continue;
      const from = Number(position);
      const to = Math.min(from + CATCH_UP_BATCH, end);
      const made: { listener_id: string }[] = await transaction.query(
        `INSERT INTO delivery (${COLUMNS}) ${selected('$3')}
         FROM ${NEW_EVENTS} JOIN listener ON ${concerns}
         JOIN listener_endpoint AS endpoint ON endpoint.listener_id = listener.id
         WHERE leaf.index >= $1 AND leaf.index < $2 AND listener.id = $4
           AND ${BEGUN} ${NO_DELIVERY}`,
        [from, to, now, id],
      );
      await this.endpoints.haveBegun(transaction, beginning([endpoint]), to);
      await transaction.query('UPDATE listener_endpoint SET position = $2 WHERE listener_id = $1', [
        id,
        to >= end ? null : to,
      ]);
      if (made.length > 0) await this.endpoints.makeDue(transaction, [id], now);
      deliveries += made.length;
      more ||= to < end;
    }
    return { deliveries, more };
  }
}
