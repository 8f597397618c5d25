import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Principal } from '../../access/principal.js';
import { envelopeStreamId } from '../../audit/format/stream.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { Listener } from '../listener.js';
import { requireDisclosure } from '../listeners/disclosure.js';
import { ListenerStore } from '../listeners/listener.store.js';
import { notFound } from '../listeners/listener-changes.js';
import { disclosureEvent, listenerEvent } from '../listeners/listener-events.js';
import { OutboxSignal } from '../outbox/outbox-signal.js';
import type { RedeliveryFilter, RedeliveryRequest, redeliverySchema } from '../outbox/redelivery.js';
import { RedeliveryStore } from '../outbox/redelivery.store.js';
import { DeliveryRecordStore } from '../records/delivery-record.store.js';

/** Delivers again what was delivered or given up. It is done in steps beside the request; its progress can be read, and it be stopped. */
@Injectable()
export class Redeliveries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly listeners: ListenerStore,
    private readonly store: RedeliveryStore,
    private readonly records: DeliveryRecordStore,
    private readonly recorder: AuditRecorder,
    private readonly signal: OutboxSignal,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found`, `access.scope_missing` */
  async ofListener(principal: Principal, name: string, body: RedeliveryRequest) {
    return this.begin(principal, async (transaction) => {
      const listener = await this.listeners.findByName(transaction, principal.tenant.id, name);
      if (listener === null) throw notFound(name);
      return { listener, filter: filterOf(principal.tenant.id, body) };
    });
  }

  /** @throws CountersignError `request.not_found`, `access.scope_missing` */
  async ofDelivery(principal: Principal, deliveryId: string) {
    return this.begin(principal, async (transaction) => {
      const listenerId = await this.records.listenerIdOf(transaction, principal.tenant.id, deliveryId);
      const listener = listenerId === null ? null : await this.listeners.findById(transaction, listenerId);
      if (listener === null) throw new CountersignError('request.not_found');
      return { listener, filter: { deliveryId } };
    });
  }

  /** @throws CountersignError `request.not_found` */
  async read(tenantId: string, id: string): Promise<z.input<typeof redeliverySchema>> {
    const { reading } = this.unitOfWork;
    const redelivery = await this.store.find(reading, tenantId, id);
    if (redelivery === null) throw new CountersignError('request.not_found');
    const { delivered, givenUp, open } = await this.store.progress(reading, id);
    const names = await this.listeners.namesOf(reading, tenantId, [redelivery.listenerId]);
    const stopped = redelivery.status === 'stopped';
    const pending = stopped ? 0 : Math.max(redelivery.total - delivered - givenUp, open);
    const queued = redelivery.status === 'queued' ? (open === 0 ? 'done' : 'delivering') : redelivery.status;
    return {
      id,
      listener: names.get(redelivery.listenerId) ?? '',
      status: queued,
      total: redelivery.total,
      delivered,
      givenUp,
      pending: queued === 'done' ? 0 : pending,
      createdAt: redelivery.createdAt.toISOString(),
    };
  }

  /** What was not delivered yet stays as it was. One that has ended stays ended. @throws CountersignError `request.not_found` */
  async stop(tenantId: string, id: string): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const redelivery = await this.store.find(transaction, tenantId, id, true);
      if (redelivery === null) throw new CountersignError('request.not_found');
      const { open } = await this.store.progress(transaction, id);
      const ended = redelivery.status === 'stopped' || (redelivery.status === 'queued' && open === 0);
      if (!ended) await this.store.stop(transaction, redelivery, this.clock.now());
    });
    this.signal.wake();
  }

  private async begin(
    principal: Principal,
    find: (transaction: Transaction) => Promise<{ listener: Listener; filter: RedeliveryFilter }>,
  ): Promise<{ id: string; total: number }> {
    const id = randomUUID();
    const now = this.clock.now();
    const total = await this.unitOfWork.run(async (transaction) => {
      const { listener, filter } = await find(transaction);
      requireDisclosure(principal, listener.configuration);
      const counted = await this.store.count(transaction, listener, filter);
      const tenantId = principal.tenant.id;
      const redelivery = { id, tenantId, listenerId: listener.id, total: counted.total, createdAt: now };
      await this.store.insert(transaction, redelivery, filter, counted.last);
      const { actor } = principal;
      const discloses = listener.configuration.payload === 'outcome';
      await this.recorder.record(transaction, [
        listenerEvent('listener.redelivered', listener, actor, now, {
          redelivery: id,
          total: counted.total,
          filter: { ...filter },
        }),
        ...(discloses ? [disclosureEvent(listener, actor, now, 'listener.redelivered')] : []),
      ]);
      return counted.total;
    });
    this.signal.wake();
    return { id, total };
  }
}

function filterOf(tenantId: string, { envelopeId, from, to }: RedeliveryRequest): RedeliveryFilter {
  if (envelopeId !== undefined) return { streamId: envelopeStreamId(tenantId, envelopeId) };
  if (from !== undefined && to !== undefined) return { from, to };
  return { status: 'given_up' };
}
