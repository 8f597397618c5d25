import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import { ReadReplica } from '../../database/read-replica.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { correlationId } from '../../http/correlation.js';
import type { AuditEventType } from '../audit-event-type.js';
import type { JsonObject } from '../format/json-value.js';
import { envelopeStreamId } from '../format/stream.js';
import { AuditRecorder } from '../recording.js';
import { EventStore } from './event.store.js';
import type { StoredEvent, StoredStream } from './stored-event.js';

/** Who reads which envelope's trail, and what is recorded about it. */
interface TrailReading {
  readonly principal: Principal;
  /** The workflow's id of the envelope. */
  readonly envelopeId: string;
  readonly type: AuditEventType & ('trail.read' | 'trail.exported' | 'personal_data.disclosed');
  /** Besides the envelope's id, the event's data. */
  readonly data: JsonObject;
}

/** The trail of one envelope, complete up to its closing count. */
export interface Trail {
  readonly stream: StoredStream & { readonly envelopeId: string; readonly head: Buffer };
  /** Every event from the first to `stream.count`, page by page. */
  readonly pages: () => AsyncIterable<readonly StoredEvent[]>;
}

/**
 * Opens trails for reading. Each reading is an event itself. An export or a disclosure is recorded in the envelope's own stream
 * before anything is read: it is the last event that the reader gets, and its sequence is the count that closes the trail. So a
 * trail is complete also where its pages come from a copy that is behind.
 */
@Injectable()
export class ReadTrail {
  constructor(
    private readonly events: EventStore,
    private readonly recorder: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly replica: ReadReplica,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found` when the tenant has no such envelope */
  async open(reading: TrailReading): Promise<Trail> {
    const stream = await this.unitOfWork.run((transaction) => this.record(transaction, reading));
    return { stream, pages: () => this.events.pages(this.replica.reading, stream.id, stream.count) };
  }

  private async record(transaction: Transaction, reading: TrailReading): Promise<Trail['stream']> {
    const { tenant, actor } = reading.principal;
    const tenantId = tenant.id;
    const stream = await this.events.findStream(transaction, tenantId, envelopeStreamId(tenantId, reading.envelopeId));
    if (stream?.head == null) {
      throw new CountersignError('request.not_found', { detail: 'Nothing has been recorded for this envelope' });
    }
    const closesTrail = reading.type !== 'trail.read';
    const [recorded] = await this.recorder.record(transaction, [
      {
        tenantId,
        // Plain readings stand in the tenant's stream: a trail must not grow by being looked at.
        stream: closesTrail ? { envelopeId: stream.id } : 'tenant',
        type: reading.type,
        occurredAt: this.clock.now(),
        actor,
        correlationId: correlationId(),
        data: { ...reading.data, envelopeId: reading.envelopeId, events: stream.count },
      },
    ]);
    const closing =
      closesTrail && recorded !== undefined
        ? { count: recorded.sequence, head: Buffer.from(recorded.leafHash, 'hex') }
        : { count: stream.count, head: stream.head };
    return { ...stream, ...closing, envelopeId: reading.envelopeId };
  }
}
