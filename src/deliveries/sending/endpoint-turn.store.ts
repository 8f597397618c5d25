import { Injectable } from '@nestjs/common';
import { AuditRecorder } from '../../audit/recording.js';
import type { Statement } from '../../database/driver/gathered-writes.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { LEASED_UNTIL, LeaseStore, WITHOUT_LEASE } from '../../jobs/lease.store.js';
import { Sealing } from '../../secrets/sealing.js';
import { listenerEvent } from '../listeners/listener-events.js';
import { BEING_OPENED } from '../outbox/redelivery.store.js';
import { answerContext } from '../sealed-deliveries.js';
import type { DeliveryResult } from './delivery-results.js';
import type { DueRow } from './due-delivery.js';
import type { EndpointTurn, TurnAnswer } from './endpoint-turn.js';
import { answersOf, type HeldRow, heldOf, readOf, releaseOf, turnsConnection } from './endpoint-turn.rows.js';
import { FAILURES_TO_PAUSE } from './retry-schedule.js';
import { SettledRows } from './settled-rows.js';

/** The endpoints of listeners, handed out among instances. */
export const endpointLeases = new LeaseStore({
  table: 'listener_endpoint',
  key: 'listener_id',
  condition: `enabled AND NOT ${BEING_OPENED('listener_endpoint')}`,
});

const ours = (asked: string): string =>
  `endpoint.lease = ${asked}.lease AND endpoint.leased_until > clock_timestamp() AND endpoint.enabled`;

/**
 * Proves that each endpoint is still ours, prolongs the lease, writes how it goes. Whoever hands out events locks endpoints too, in the
 * order of their ids: what is the first of a stream is decided by one at a time. Where it pauses is somebody else's to change as well.
 */
const HOLD = `
  WITH asked AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS asked (listener_id uuid, lease uuid, writes boolean, failing_since timestamptz,
      failures integer, pauses boolean, paused_until timestamptz, succeeded_at timestamptz)
  ), locked AS (
    SELECT asked.* FROM asked JOIN listener_endpoint AS endpoint USING (listener_id) WHERE ${ours('asked')}
    ORDER BY listener_id FOR UPDATE OF endpoint
  )
  UPDATE listener_endpoint AS endpoint SET leased_until = ${LEASED_UNTIL},
    failing_since = CASE WHEN locked.writes THEN locked.failing_since ELSE endpoint.failing_since END,
    failures = CASE WHEN locked.writes THEN locked.failures ELSE endpoint.failures END,
    succeeded_at = CASE WHEN locked.writes THEN locked.succeeded_at ELSE endpoint.succeeded_at END,
    paused_until = CASE WHEN locked.pauses THEN locked.paused_until ELSE endpoint.paused_until END
  FROM locked JOIN listener ON listener.id = locked.listener_id
  WHERE endpoint.listener_id = locked.listener_id AND listener.archived_at IS NULL
  RETURNING endpoint.listener_id, endpoint.failing_since, endpoint.failures, endpoint.paused_until, endpoint.succeeded_at,
    listener.revision, ${BEING_OPENED('endpoint')} AS recalled`;

/**
 * Writes what tries came to, and lets the next delivery of each stream be sent: the first that is left. Constant time, however many
 * wait, also by a plan that was made while the tables were empty: what is freed is found first, as an array, and the status is asked so
 * that no index is found by it. What was written already, and its answer lost, is not written twice.
 */
const SETTLE = `
  WITH made AS (
    SELECT each.*, alike.*, CASE WHEN alike.begins THEN each.tried_at ELSE alike.round_began_at END AS began_at
    FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::integer[], $7::timestamptz[], $8::integer[], $9::integer[])
      AS each (delivery_id, stream_id, id, number, tried_at, duration_ms, place)
    JOIN jsonb_to_recordset($1::jsonb) AS alike (place integer, listener_id uuid, tenant_id uuid, lease uuid, outcome text, code text,
      round integer, begins boolean, round_began_at timestamptz, retry_at timestamptz, counts integer, erased boolean, status integer,
      try_code text, detail text, path text, authentication jsonb, answer text) USING (place)
    JOIN listener_endpoint AS endpoint ON endpoint.listener_id = alike.listener_id AND ${ours('alike')}
  ), tried AS (
    INSERT INTO delivery_try (id, tenant_id, delivery_id, number, tried_at, duration_ms, status, code, detail, path,
      authentication, answer)
    SELECT id, tenant_id, delivery_id, number, tried_at, duration_ms, status, try_code, detail, path, authentication,
      decode(answer, 'base64')
    FROM made WHERE counts = 1 ON CONFLICT (id) DO NOTHING
  ), ended AS (
    UPDATE delivery SET status = made.outcome, code = made.code, round = made.round, round_began_at = made.began_at,
      tries = made.number - 1 + made.counts, retry_at = made.retry_at, due_at = made.retry_at, erased = made.erased,
      ended_at = CASE WHEN made.retry_at IS NULL THEN $2::timestamptz END
    FROM made WHERE delivery.id = made.delivery_id AND CASE WHEN delivery.status IN ('pending', 'failed') THEN true ELSE false END
  )
  UPDATE delivery SET due_at = coalesce(delivery.retry_at, $2::timestamptz)
  FROM unnest(ARRAY(
    SELECT head.id FROM (SELECT DISTINCT listener_id, stream_id FROM made WHERE retry_at IS NULL) AS ended_in CROSS JOIN LATERAL (
      SELECT id FROM delivery AS open
      WHERE open.listener_id = ended_in.listener_id AND open.stream_id = ended_in.stream_id AND open.status IN ('pending', 'failed')
        AND open.id <> ALL(ARRAY(SELECT delivery_id FROM made WHERE retry_at IS NULL))
      ORDER BY open.leaf_index LIMIT 1
    ) AS head
  )) AS freed (id)
  WHERE delivery.id = freed.id AND delivery.due_at IS NULL AND delivery.id <> ALL(ARRAY(SELECT delivery_id FROM made))`;

/** Deliveries of a stream that are read together: each is sent once the one before it was accepted, and nobody has to be asked between. */
const OF_A_STREAM = 16;

/**
 * What is to be sent next, with what its body is made from: the first of each stream, and those that follow it up to one that waits for its
 * next try. A listener that fails at everything is sent one at a time.
 */
const READ = `
  SELECT due.listener_id, due.id, due.follows, due.tenant_id, due.leaf_index, due.event_id, due.stream_id, due.payload, due.tries,
    due.round, due.round_began_at, due.retry_at > $2 AS waits, tenant.name AS tenant_name, event.leaf,
    encode(event.leaf_hash, 'hex') AS leaf_hash, stream.envelope_id,
    EXISTS (SELECT 1 FROM erasure WHERE erasure.stream_id = due.stream_id) AS has_erasures
  FROM jsonb_to_recordset($1::jsonb) AS asked (listener_id uuid, lease uuid, known uuid[], most integer)
  JOIN listener_endpoint AS endpoint ON endpoint.listener_id = asked.listener_id AND ${ours('asked')}
  JOIN tenant ON tenant.id = endpoint.tenant_id
  CROSS JOIN LATERAL (
    SELECT head.due_at AS turn, head.leaf_index AS head_index, next.id <> head.id AS follows, next.* FROM (
      SELECT listener_id, id, stream_id, leaf_index, due_at FROM delivery
      WHERE delivery.listener_id = asked.listener_id AND delivery.due_at <= $2 AND NOT delivery.id = ANY(asked.known)
      ORDER BY delivery.due_at, delivery.leaf_index LIMIT asked.most
    ) AS head CROSS JOIN LATERAL (
      SELECT listener_id, id, tenant_id, leaf_index, event_id, stream_id, payload, tries, round, round_began_at, retry_at FROM delivery
      WHERE delivery.listener_id = head.listener_id AND delivery.stream_id = head.stream_id
        AND delivery.status IN ('pending', 'failed') AND delivery.leaf_index >= head.leaf_index
      ORDER BY delivery.leaf_index LIMIT ${OF_A_STREAM}
    ) AS next
    ORDER BY head.due_at, head.leaf_index, next.leaf_index
    LIMIT CASE WHEN endpoint.failures >= ${FAILURES_TO_PAUSE} THEN 1 ELSE asked.most END
  ) AS due
  JOIN audit_event AS event ON event.id = due.event_id
  JOIN audit_stream AS stream ON stream.id = due.stream_id
  ORDER BY due.turn, due.head_index, due.leaf_index`;

/** Gives endpoints back, with a note of when there is something to send next. */
const RELEASE = `
  UPDATE listener_endpoint SET ${WITHOUT_LEASE}, due_at = CASE WHEN asked.rests THEN clock_timestamp() + interval '5 seconds' ELSE
    (SELECT greatest(min(delivery.due_at), listener_endpoint.paused_until) FROM delivery
     WHERE delivery.listener_id = listener_endpoint.listener_id AND delivery.due_at IS NOT NULL) END
  FROM jsonb_to_recordset($1::jsonb) AS asked (listener_id uuid, lease uuid, rests boolean, anyhow boolean)
  WHERE listener_endpoint.listener_id = asked.listener_id AND listener_endpoint.lease = asked.lease
    AND (asked.anyhow OR NOT EXISTS (
      SELECT 1 FROM delivery WHERE delivery.listener_id = listener_endpoint.listener_id AND delivery.due_at <= $2))
  RETURNING listener_endpoint.listener_id`;

const system = { type: 'system', id: 'deliveries' } as const;

/** Writes what became of many deliveries and reads the next ones, for many endpoints in one short transaction. */
@Injectable()
export class EndpointTurnStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sealing: Sealing,
    private readonly recorder: AuditRecorder,
  ) {}

  /**
   * @param turns of different listeners
   * @returns by listener; whose lease is lost is not among them: nothing was written for it, and whoever has it now tries again
   */
  async exchange(turns: readonly EndpointTurn[], now: Date): Promise<ReadonlyMap<string, TurnAnswer>> {
    const settling = turns.filter(({ written }) => written !== null);
    const reading = turns.filter(({ read }) => read !== null);
    const releasing = turns.filter(({ release }) => release !== null);
    const statements: Statement[] = [
      { text: HOLD, parameters: [JSON.stringify(turns.map(heldOf))] },
      ...(settling.length === 0 ? [] : [{ text: SETTLE, parameters: this.settled(settling, now) }]),
      ...(reading.length === 0 ? [] : [{ text: READ, parameters: [JSON.stringify(reading.map(readOf)), now] }]),
      ...(releasing.length === 0
        ? []
        : [{ text: RELEASE, parameters: [JSON.stringify(releasing.map(releaseOf)), now] }]),
    ];
    const answers = await (turns.some(turnsConnection)
      ? this.withEvents(statements, settling, now)
      : this.unitOfWork.runTogether(statements));
    const [held] = answers[0] as [readonly HeldRow[], number];
    const found = reading.length === 0 ? [] : (answers[settling.length === 0 ? 1 : 2] as readonly DueRow[]);
    const [released] = releasing.length === 0 ? [[]] : (answers.at(-1) as [readonly { listener_id: string }[], number]);
    return answersOf(held, found, released);
  }

  /** The trail hears that a connection has stopped working, or works again: in the same transaction, which is seldom. */
  private withEvents(
    statements: readonly Statement[],
    settling: readonly EndpointTurn[],
    now: Date,
  ): Promise<readonly unknown[]> {
    return this.unitOfWork.run(async (transaction) => {
      const answers: unknown[] = [];
      for (const { text, parameters } of statements) answers.push(await transaction.query(text, parameters));
      const [held] = answers[0] as [readonly HeldRow[], number];
      const ours = new Set(held.map((row) => row.listener_id));
      const events = settling.flatMap(({ written }) => {
        const turned = written?.judged.turned ?? null;
        if (written === null || turned === null || !ours.has(written.listener.id)) return [];
        return turned.to === 'failed'
          ? [listenerEvent('connection.failed', written.listener, system, now, { code: turned.code })]
          : [listenerEvent('connection.recovered', written.listener, system, now, {})];
      });
      if (events.length > 0) await this.recorder.record(transaction, events);
      return answers;
    });
  }

  private settled(turns: readonly EndpointTurn[], now: Date): unknown[] {
    const settled = new SettledRows();
    for (const { lease, written } of turns) {
      if (written === null) continue;
      const { judged, listener } = written;
      const of = { listener_id: lease.row, tenant_id: listener.tenantId, lease: lease.id };
      settled.add(
        of,
        judged.ends.map((end) => ({ end, answer: this.sealedAnswer(listener.tenantId, end.result) })),
      );
    }
    return settled.parameters(now);
  }

  private sealedAnswer(tenantId: string, { made }: DeliveryResult): string | null {
    const { answer } = made;
    if (answer === null || (answer.body === '' && made.verdict.kind === 'accepted')) return null;
    return this.sealing.seal(JSON.stringify(answer), answerContext(tenantId, made.id)).toString('base64');
  }
}
