import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { envelopeStreamId } from '../../audit/format/stream.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { type Page, PagedList } from '../../http/list.js';
import { SealBrokenError, Sealing } from '../../secrets/sealing.js';
import { describedAs, eventCatalogue } from '../events/event-catalogue.js';
import { answerContext } from '../sealed-deliveries.js';
import type { KeptAnswer } from '../sending/kept-answer.js';
import type { DeliveryListQuery, deliveryDetailsSchema, deliverySchema } from './delivery.schema.js';

const listed = new PagedList('deliveries', z.tuple([z.int().min(0), z.uuid()]));

type ShownDelivery = z.input<typeof deliverySchema>;
type ShownDetails = z.input<typeof deliveryDetailsSchema>;

interface DeliveryRow {
  readonly id: string;
  readonly listener: string;
  readonly leaf_index: string;
  readonly event_id: string;
  readonly envelope_id: string | null;
  readonly type: string;
  readonly occurred_at: Date;
  readonly payload: ShownDelivery['payload'];
  readonly status: ShownDelivery['status'];
  readonly tries: number;
  readonly due_at: Date | null;
  readonly code: string | null;
  readonly created_at: Date;
  readonly ended_at: Date | null;
  readonly erased: boolean;
}

interface TryRow {
  readonly id: string;
  readonly number: number;
  readonly tried_at: Date;
  readonly duration_ms: number;
  readonly status: number | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly path: string | null;
  readonly authentication: ShownDetails['attempts'][number]['authentication'];
  readonly answer: Buffer | null;
}

const shown = (row: DeliveryRow): ShownDelivery => ({
  id: row.id,
  listener: row.listener,
  eventId: row.event_id,
  type: describedAs(row.type)?.type ?? row.type,
  envelopeId: row.envelope_id,
  occurredAt: row.occurred_at.toISOString(),
  status: row.status,
  payload: row.payload,
  tries: row.tries,
  nextTryAt: row.due_at?.toISOString() ?? null,
  code: row.code,
  createdAt: row.created_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  erased: row.erased,
  audit: { index: Number(row.leaf_index) },
});

const FOUND = `SELECT delivery.*, listener.name AS listener, stream.envelope_id FROM delivery
  JOIN listener ON listener.id = delivery.listener_id JOIN audit_stream AS stream ON stream.id = delivery.stream_id`;

/** Leaves of events, which deliveries are found by within a tenant. */
const LEAVES = `SELECT leaf.index FROM audit_event AS event JOIN audit_leaf AS leaf ON leaf.event_id = event.id`;

/** Those about the persons of data keys: an event with values beside it tells the stream, the leaf the key. */
const CONCERNED = `${LEAVES}
  WHERE event.stream_id IN (
      SELECT told.stream_id FROM audit_disclosure AS beside JOIN audit_event AS told ON told.id = beside.event_id
      WHERE beside.tenant_id = $1 AND beside.data_key_id = ANY($2::uuid[]))
    AND event.leaf::jsonb ->> 'dataKeyId' = ANY($2::text[])`;

/** The newest event first; of one event, by delivery. */
const keyOf = (row: DeliveryRow): readonly (string | number)[] => [Number(row.leaf_index), row.id];

/** Reads what was delivered, and each try. */
@Injectable()
export class DeliveryRecordStore {
  constructor(private readonly sealing: Sealing) {}

  async list(reading: Reading, tenantId: string, query: DeliveryListQuery): Promise<Page<ShownDelivery>> {
    const parameters: unknown[] = [];
    const place = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = [`delivery.tenant_id = ${place(tenantId)}`];
    const also = (value: unknown, condition: (at: string) => string): void => {
      if (value !== undefined) conditions.push(condition(place(value)));
    };
    also(query.listener, (at) => `listener.name = ${at}`);
    also(query.status, (at) => `delivery.status = ${at}`);
    also(
      query.type === undefined ? undefined : recordedTypes(query.type),
      (at) => `delivery.type = ANY(${at}::text[])`,
    );
    also(query.from, (at) => `delivery.occurred_at >= ${at}`);
    also(query.to, (at) => `delivery.occurred_at < ${at}`);
    const stream = query.envelopeId === undefined ? undefined : envelopeStreamId(tenantId, query.envelopeId);
    also(stream, (at) => `delivery.leaf_index = ANY(ARRAY(${LEAVES} WHERE event.stream_id = ${at}))`);
    const after = listed.after(query.cursor);
    if (after !== null) {
      const [index, id] = after;
      conditions.push(`(delivery.leaf_index, delivery.id) < (${place(index)}, ${place(id)})`);
    }
    const rows: DeliveryRow[] = await reading.query(
      `${FOUND} WHERE ${conditions.join(' AND ')}
        ORDER BY delivery.leaf_index DESC, delivery.id DESC LIMIT ${place(query.limit + 1)}`,
      parameters,
    );
    return listed.page(rows, query.limit, keyOf, shown);
  }

  async find(reading: Reading, tenantId: string, id: string): Promise<ShownDetails | null> {
    const rows: DeliveryRow[] = await reading.query(`${FOUND} WHERE delivery.id = $1 AND delivery.tenant_id = $2`, [
      id,
      tenantId,
    ]);
    if (rows[0] === undefined) return null;
    const tries: TryRow[] = await reading.query(
      'SELECT * FROM delivery_try WHERE delivery_id = $1 AND tenant_id = $2 ORDER BY number, tried_at',
      [id, tenantId],
    );
    return {
      ...shown(rows[0]),
      attempts: tries.map((row) => ({
        number: row.number,
        at: row.tried_at.toISOString(),
        durationMs: row.duration_ms,
        status: row.status,
        code: row.code,
        detail: row.detail,
        path: row.path,
        answer: this.answer(tenantId, row),
        authentication: row.authentication,
      })),
    };
  }

  /** Whose delivery it is; null when there is none of that id. */
  async listenerIdOf(reading: Reading, tenantId: string, id: string): Promise<string | null> {
    const rows: { listener_id: string }[] = await reading.query(
      'SELECT listener_id FROM delivery WHERE id = $1 AND tenant_id = $2',
      [id, tenantId],
    );
    return rows[0]?.listener_id ?? null;
  }

  /** Removes what was listeners' answers to events about the persons of data keys; their deliveries say so. */
  async eraseAnswers(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[]): Promise<void> {
    const [rows]: [{ id: string }[], number] = await transaction.query(
      `UPDATE delivery SET erased = true WHERE tenant_id = $1 AND leaf_index = ANY(ARRAY(${CONCERNED})) RETURNING id`,
      [tenantId, dataKeyIds],
    );
    await transaction.query(
      'UPDATE delivery_try SET answer = NULL WHERE tenant_id = $1 AND delivery_id = ANY($2::uuid[]) AND answer IS NOT NULL',
      [tenantId, rows.map(({ id }) => id)],
    );
  }

  /** Removes some of what ended before a time, of all tenants, with its tries. @returns how many deliveries */
  async removeEnded(transaction: Transaction, before: Date, most: number): Promise<number> {
    const [rows]: [{ id: string }[], number] = await transaction.query(
      `DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE ended_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [before, most],
    );
    await transaction.query('DELETE FROM delivery_try WHERE delivery_id = ANY($1::uuid[])', [rows.map(({ id }) => id)]);
    await transaction.query(`DELETE FROM redelivery WHERE created_at < $1 AND status <> 'queueing'`, [before]);
    return rows.length;
  }

  private answer(tenantId: string, { id, answer }: TryRow): KeptAnswer | null {
    if (answer === null) return null;
    try {
      return JSON.parse(this.sealing.open(answer, answerContext(tenantId, id)).toString('utf8')) as KeptAnswer;
    } catch (error) {
      if (error instanceof SealBrokenError) return null;
      throw error;
    }
  }
}

const recordedTypes = (type: string): readonly string[] =>
  eventCatalogue.find((description) => description.type === type)?.recordedAs ?? [type];
