import { Injectable } from '@nestjs/common';
import { AuditRecorder } from '../../audit/recording.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { type Lease, LeaseStore } from '../../jobs/lease.store.js';
import { Sealing } from '../../secrets/sealing.js';
import type { Listener } from '../listener.js';
import { listenerEvent } from '../listeners/listener-events.js';
import { BEING_OPENED } from '../outbox/redelivery.store.js';
import { answerContext } from '../sealed-deliveries.js';
import { type DeliveryResult, type EndpointHealth, type JudgedResults, judgeResults } from './delivery-results.js';

/** The endpoints of listeners, handed out among instances. */
export const endpointLeases = new LeaseStore({
  table: 'listener_endpoint',
  key: 'listener_id',
  condition: `enabled AND NOT ${BEING_OPENED('listener_endpoint')}`,
});

/** SQL for when there is something to send to an endpoint next. */
export const NEXT_DUE = `(SELECT greatest(min(delivery.due_at), listener_endpoint.paused_until) FROM delivery
  WHERE delivery.listener_id = listener_endpoint.listener_id AND delivery.due_at IS NOT NULL)`;

interface EndpointRow {
  readonly recalled: boolean;
  readonly failing_since: Date | null;
  readonly failures: number;
  readonly paused_until: Date | null;
  readonly succeeded_at: Date | null;
  readonly revision: number;
}

/** What whoever sends to an endpoint has to obey. */
interface Orders {
  /** The revision of the listener that counts. */
  readonly revision: number;
  /** Events are about to be opened again that may come before those that were read: nothing more is to be begun. */
  readonly recalled: boolean;
}

const system = { type: 'system', id: 'deliveries' } as const;

/** Lets the next delivery of each of these streams be sent: the first that is left. Constant time, however many wait. */
const PROMOTE = `UPDATE delivery SET due_at = coalesce(delivery.retry_at, $3)
  FROM unnest($2::uuid[]) AS ended (stream_id) CROSS JOIN LATERAL (
    SELECT id FROM delivery AS open
    WHERE open.listener_id = $1 AND open.stream_id = ended.stream_id AND open.status IN ('pending', 'failed')
    ORDER BY open.leaf_index LIMIT 1
  ) AS head
  WHERE delivery.id = head.id AND delivery.due_at IS NULL`;

/** Writes what tries came to, many in one short transaction. */
@Injectable()
export class DeliveryResultStore {
  constructor(
    private readonly sealing: Sealing,
    private readonly recorder: AuditRecorder,
  ) {}

  /** How it goes with the endpoint, and which revision of the listener counts; null when it was deleted. */
  async health(reading: Reading, listenerId: string): Promise<(EndpointHealth & Orders) | null> {
    const rows: EndpointRow[] = await reading.query(
      `SELECT endpoint.*, listener.revision, ${BEING_OPENED('endpoint')} AS recalled FROM listener_endpoint AS endpoint
         JOIN listener ON listener.id = endpoint.listener_id
       WHERE endpoint.listener_id = $1 AND listener.archived_at IS NULL AND endpoint.enabled`,
      [listenerId],
    );
    const [row] = rows;
    if (row === undefined) return null;
    return {
      failingSince: row.failing_since,
      failures: row.failures,
      pausedUntil: row.paused_until,
      succeededAt: row.succeeded_at,
      revision: row.revision,
      recalled: row.recalled,
    };
  }

  /** @returns null when the lease is lost: nothing was written, and whoever has it now tries again */
  async write(
    transaction: Transaction,
    lease: Lease,
    listener: Listener,
    results: readonly DeliveryResult[],
    now: Date,
    random: () => number,
  ): Promise<(JudgedResults & Orders) | null> {
    if (!(await endpointLeases.hold(transaction, lease))) return null;
    const before = await this.health(transaction, listener.id);
    if (before === null) return null;
    const judged = judgeResults(results, before, listener.configuration, now, random);
    await this.writeEnds(transaction, judged, now);
    await this.writeTries(transaction, listener.tenantId, judged);
    const ended = judged.ends
      .filter(({ retryAt }) => retryAt === null)
      .map(({ result }) => result.delivery.event.streamId);
    if (ended.length > 0) await transaction.query(PROMOTE, [listener.id, [...new Set(ended)], now]);
    const { health, turned } = judged;
    await transaction.query(
      `UPDATE listener_endpoint SET failing_since = $2, failures = $3, paused_until = $4, succeeded_at = $5
       WHERE listener_id = $1`,
      [listener.id, health.failingSince, health.failures, health.pausedUntil, health.succeededAt],
    );
    if (turned !== null) {
      const type = turned.to === 'failed' ? 'connection.failed' : 'connection.recovered';
      const data = turned.to === 'failed' ? { code: turned.code } : {};
      await this.recorder.record(transaction, [listenerEvent(type, listener, system, now, data)]);
    }
    return { ...judged, revision: before.revision, recalled: before.recalled };
  }

  private async writeEnds(transaction: Transaction, { ends }: JudgedResults, now: Date): Promise<void> {
    await transaction.query(
      `UPDATE delivery SET status = done.status, code = done.code, round = done.round, round_began_at = done.round_began_at,
         tries = delivery.tries + done.counts, retry_at = done.retry_at, due_at = done.retry_at, erased = done.erased,
         ended_at = CASE WHEN done.retry_at IS NULL THEN $8::timestamptz END
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::timestamptz[], $6::timestamptz[], $7::integer[],
         $9::boolean[]) AS done (id, status, code, round, round_began_at, retry_at, counts, erased)
       WHERE delivery.id = done.id AND delivery.status IN ('pending', 'failed')`,
      [
        ends.map(({ result }) => result.delivery.id),
        ends.map(({ status }) => status),
        ends.map(({ code }) => code),
        ends.map(({ round }) => round),
        ends.map(({ roundBeganAt }) => roundBeganAt),
        ends.map(({ retryAt }) => retryAt),
        ends.map(({ counts }) => (counts ? 1 : 0)),
        now,
        ends.map(({ result }) => result.erased),
      ],
    );
  }

  private async writeTries(transaction: Transaction, tenantId: string, { ends }: JudgedResults): Promise<void> {
    const made = ends.filter(({ counts }) => counts);
    if (made.length === 0) return;
    await transaction.query(
      `INSERT INTO delivery_try (id, tenant_id, delivery_id, number, tried_at, duration_ms, status, code, detail, path,
         authentication, answer)
       SELECT made.id, $1, made.delivery_id, made.number, made.tried_at, made.duration_ms, made.status, made.code,
         made.detail, made.path, made.authentication, made.answer
       FROM unnest($2::uuid[], $3::uuid[], $4::integer[], $5::timestamptz[], $6::integer[], $7::integer[], $8::text[],
         $9::text[], $10::text[], $11::jsonb[], $12::bytea[])
         AS made (id, delivery_id, number, tried_at, duration_ms, status, code, detail, path, authentication, answer)`,
      [
        tenantId,
        made.map(({ result }) => result.made.id),
        made.map(({ result }) => result.delivery.id),
        made.map(({ result }) => result.delivery.tries + 1),
        made.map(({ result }) => result.made.at),
        made.map(({ result }) => result.made.durationMs),
        made.map(({ result }) => result.made.status),
        made.map(({ result }) => codeOf(result)),
        made.map(({ result }) => detailOf(result)),
        made.map(({ result }) => result.made.path),
        made.map(({ result }) => JSON.stringify(result.made.authentication)),
        made.map(({ result }) => this.sealedAnswer(tenantId, result)),
      ],
    );
  }

  private sealedAnswer(tenantId: string, { made }: DeliveryResult): Buffer | null {
    const { answer } = made;
    if (answer === null || (answer.body === '' && made.verdict.kind === 'accepted')) return null;
    return this.sealing.seal(JSON.stringify(answer), answerContext(tenantId, made.id));
  }
}

const codeOf = ({ made }: DeliveryResult): string | null => ('code' in made.verdict ? made.verdict.code : null);
const detailOf = ({ made }: DeliveryResult): string | null => ('detail' in made.verdict ? made.verdict.detail : null);
