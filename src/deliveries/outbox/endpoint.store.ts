import { Injectable } from '@nestjs/common';
import { HAS_WORK } from '../../audit/sequencer/leader-state.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { WITHOUT_LEASE } from '../../jobs/lease.store.js';
import type { StoppedWhy } from '../listener.js';
import { BEING_OPENED } from './redelivery.store.js';

interface WorkLeft {
  /** Whether any listener is sent events. */
  readonly listened: boolean;
  /** Whether an endpoint with something due is nobody's. */
  readonly due: boolean;
  /** When the first of the others has something due; null: none has. */
  readonly dueAt: Date | null;
  /** Whether there are events that have no leaf yet and may have one. */
  readonly unsequenced: boolean;
  /** Whether there are leaves that some listener was not given yet. */
  readonly behind: boolean;
  /** Whether a redelivery has events that were not opened again yet. */
  readonly redelivering: boolean;
}

const nothingLeft: WorkLeft = {
  ...{ listened: false, due: false, dueAt: null },
  ...{ unsequenced: false, behind: false, redelivering: false },
};

/**
 * Where each listener stands in the trail. One that is sent events follows the common place of the outbox; one that is not, or
 * catches up, has a place of its own. Whoever changes a place MUST hold the outbox first (`lockOutbox`).
 */
@Injectable()
export class EndpointStore {
  /** What there is to do, for whoever does it. */
  async workLeft(reading: Reading, now: Date): Promise<WorkLeft> {
    const rows: WorkLeft[] = await reading.query(
      `SELECT EXISTS (SELECT 1 FROM listener_endpoint WHERE enabled) AS listened,
         EXISTS (SELECT 1 FROM listener_endpoint WHERE enabled AND due_at <= $1
           AND (leased_until IS NULL OR leased_until < clock_timestamp())
           AND NOT ${BEING_OPENED('listener_endpoint')}) AS due,
         (SELECT min(due_at) FROM listener_endpoint WHERE enabled AND due_at > $1) AS "dueAt",
         (SELECT ${HAS_WORK} FROM audit_tree) AS unsequenced,
         EXISTS (SELECT 1 FROM listener_endpoint WHERE enabled AND position IS NOT NULL) OR EXISTS (
           SELECT 1 FROM delivery_outbox AS outbox, audit_tree AS tree WHERE outbox.next_index < tree.size) AS behind,
         EXISTS (SELECT 1 FROM redelivery WHERE status = 'queueing') AS redelivering`,
      [now],
    );
    return rows[0] ?? nothingLeft;
  }

  /** Keeps the common place where it is until the transaction ends. @returns the first leaf that was not handed out yet */
  async lockOutbox(transaction: Transaction): Promise<number> {
    const rows: { next_index: string }[] = await transaction.query('SELECT next_index FROM delivery_outbox FOR UPDATE');
    return Number(rows[0]?.next_index ?? 0);
  }

  /**
   * @param position null: it follows the common place
   * @param since what happened before is not for it; null: what `beginAfter` says
   */
  async insert(
    transaction: Transaction,
    listener: { readonly id: string; readonly tenantId: string; readonly enabled: boolean },
    position: number | null,
    since: Date | null,
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO listener_endpoint (listener_id, tenant_id, enabled, position, since) VALUES ($1, $2, $3, $4, $5)`,
      [listener.id, listener.tenantId, listener.enabled, position, since],
    );
  }

  /** It is sent what comes after an event in the log, whatever clocks say: the event may get its leaf later than this is noted. */
  async beginAfter(transaction: Transaction, listenerId: string, eventId: string): Promise<void> {
    await transaction.query('UPDATE listener_endpoint SET since = NULL, begins_after = $2 WHERE listener_id = $1', [
      listenerId,
      eventId,
    ]);
  }

  /** What these begin after has been passed, where its leaf is before the given one. */
  async haveBegun(transaction: Transaction, listenerIds: readonly string[], index: number): Promise<void> {
    if (listenerIds.length === 0) return;
    await transaction.query(
      `UPDATE listener_endpoint SET begins_after = NULL WHERE listener_id = ANY($1::uuid[])
         AND (SELECT leaf.index FROM audit_leaf AS leaf WHERE leaf.event_id = begins_after) < $2`,
      [listenerIds, index],
    );
  }

  /** It is sent nothing more and keeps its place. Whoever is sending to it loses the right to. */
  async stop(
    transaction: Transaction,
    listenerId: string,
    nextIndex: number,
    stopped: { readonly at: Date; readonly why: StoppedWhy | null },
  ): Promise<void> {
    await transaction.query(
      `UPDATE listener_endpoint SET enabled = false, position = coalesce(position, $2), stopped_at = $3, stopped_why = $4,
         ${WITHOUT_LEASE}, paused_until = NULL
       WHERE listener_id = $1`,
      [listenerId, nextIndex, stopped.at, stopped.why],
    );
  }

  /** It goes on from its place, every try that waited is made at once, and with a schedule that begins anew. */
  async goOn(transaction: Transaction, listenerId: string, now: Date): Promise<void> {
    await this.lock(transaction, listenerId);
    await transaction.query(
      `UPDATE delivery SET round = 0, round_began_at = NULL, retry_at = NULL,
         due_at = CASE WHEN due_at IS NULL THEN NULL ELSE $2::timestamptz END
       WHERE listener_id = $1 AND status IN ('pending', 'failed') AND (due_at IS NOT NULL OR round > 0)`,
      [listenerId, now],
    );
    await transaction.query(
      `UPDATE listener_endpoint SET enabled = true, due_at = $2, failing_since = NULL, failures = 0, paused_until = NULL,
         stopped_at = NULL, stopped_why = NULL, ${WITHOUT_LEASE}
       WHERE listener_id = $1`,
      [listenerId, now],
    );
  }

  /**
   * A listener that was stopped leaves out everything that was handed out by now; `beginAfter` MUST say what else.
   * @returns how many events it is not sent
   */
  async skip(transaction: Transaction, listenerId: string, nextIndex: number, now: Date): Promise<number> {
    await this.lock(transaction, listenerId);
    const [, given]: [unknown, number] = await transaction.query(
      `UPDATE delivery SET status = 'given_up', code = 'delivery.skipped', due_at = NULL, retry_at = NULL, ended_at = $2
       WHERE listener_id = $1 AND status IN ('pending', 'failed')`,
      [listenerId, now],
    );
    const rows: { count: string }[] = await transaction.query(
      `SELECT count(*) AS count FROM listener_endpoint AS endpoint
         JOIN listener ON listener.id = endpoint.listener_id
         JOIN audit_leaf AS leaf ON leaf.index >= endpoint.position AND leaf.index < $2
         JOIN audit_event AS event ON event.id = leaf.event_id AND event.tenant_id = listener.tenant_id
           AND event.type = ANY(listener.types)
       WHERE endpoint.listener_id = $1`,
      [listenerId, nextIndex],
    );
    await transaction.query('UPDATE listener_endpoint SET position = NULL WHERE listener_id = $1', [listenerId]);
    return given + Number(rows[0]?.count ?? 0);
  }

  /** Nothing is ever sent to it again. */
  async remove(transaction: Transaction, listenerId: string, now: Date): Promise<void> {
    await this.lock(transaction, listenerId);
    await transaction.query(
      `UPDATE delivery SET status = 'given_up', code = 'delivery.listener_deleted', due_at = NULL, retry_at = NULL,
         ended_at = $2
       WHERE listener_id = $1 AND status IN ('pending', 'failed')`,
      [listenerId, now],
    );
    await transaction.query(
      `UPDATE listener_endpoint SET enabled = false, due_at = NULL, ${WITHOUT_LEASE} WHERE listener_id = $1`,
      [listenerId],
    );
    await transaction.query(
      `UPDATE redelivery SET status = 'stopped', ended_at = $2 WHERE listener_id = $1 AND status = 'queueing'`,
      [listenerId, now],
    );
  }

  /** There is something to send to these; those that are paused are left alone until then. */
  async makeDue(transaction: Transaction, listenerIds: readonly string[], now: Date): Promise<void> {
    if (listenerIds.length === 0) return;
    await transaction.query(
      `UPDATE listener_endpoint SET due_at = least(coalesce(due_at, 'infinity'),
         greatest($2::timestamptz, coalesce(paused_until, $2::timestamptz)))
       WHERE listener_id = ANY($1::uuid[]) AND enabled`,
      [[...new Set(listenerIds)], now],
    );
  }

  /** Something may be due sooner than was noted. */
  async wake(transaction: Transaction, listenerId: string, now: Date): Promise<void> {
    await transaction.query(
      `UPDATE listener_endpoint SET due_at = $2, paused_until = NULL WHERE listener_id = $1 AND enabled`,
      [listenerId, now],
    );
  }

  /** The first leaf of a tenant's events from a time on; the present end when there are none. */
  async placeSince(transaction: Transaction, tenantId: string, since: Date, nextIndex: number): Promise<number> {
    const rows: { first: string | null }[] = await transaction.query(
      `SELECT min(leaf.index) AS first FROM audit_leaf AS leaf JOIN (
         SELECT id FROM audit_event WHERE tenant_id = $1 AND occurred_at >= $2 ORDER BY occurred_at, id LIMIT 10000
       ) AS event ON event.id = leaf.event_id`,
      [tenantId, since],
    );
    return Number(rows[0]?.first ?? nextIndex);
  }

  /** Whoever records results locks the endpoint before its deliveries; in another order each would wait for the other. */
  private async lock(transaction: Transaction, listenerId: string): Promise<void> {
    await transaction.query('SELECT 1 FROM listener_endpoint WHERE listener_id = $1 FOR UPDATE', [listenerId]);
  }
}
