import { Injectable } from '@nestjs/common';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { recordedTypesOf } from '../events/event-patterns.js';
import type { StoppedWhy } from '../listener.js';
import { ListenerStore } from '../listeners/listener.store.js';
import { revisionEvent } from '../listeners/listener-events.js';
import { ListenerNotices } from '../listeners/listener-notices.js';
import { EndpointStore } from '../outbox/endpoint.store.js';
import type { DeliveryResult } from './delivery-results.js';

const system = { type: 'system', id: 'deliveries' } as const;

/** Disables a listener that accepted nothing for too long, or said that it is gone. It keeps its place. */
@Injectable()
export class ListenerStopper {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly listeners: ListenerStore,
    private readonly endpoints: EndpointStore,
    private readonly recorder: AuditRecorder,
    private readonly notices: ListenerNotices,
    private readonly clock: Clock,
  ) {}

  async stop(listenerId: string, why: StoppedWhy, results: readonly DeliveryResult[]): Promise<void> {
    const now = this.clock.now();
    const last = results.findLast(({ made }) => 'code' in made.verdict)?.made.verdict;
    const code = last !== undefined && 'code' in last ? last.code : null;
    const stopped = await this.unitOfWork.run(async (transaction) => {
      const present = await this.listeners.findById(transaction, listenerId, true);
      if (present?.enabled !== true) return null;
      const listener = { ...present, enabled: false, revision: present.revision + 1, updatedAt: now };
      const nextIndex = await this.endpoints.lockOutbox(transaction);
      await this.listeners.update(transaction, listener, recordedTypesOf(listener.configuration.events));
      await this.endpoints.stop(transaction, listenerId, nextIndex, { at: now, why });
      const type = why === 'suspended' ? 'listener.suspended' : 'listener.disabled';
      await this.recorder.record(transaction, [revisionEvent(type, listener, system, now, { why, code })]);
      return listener;
    });
    if (stopped !== null) this.notices.stopped(stopped, why);
  }
}
