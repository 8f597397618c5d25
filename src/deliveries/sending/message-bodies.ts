import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../../audit/format/json-value.js';
import type { Reading } from '../../database/transaction.js';
import { eventBody } from '../bodies/event-body.js';
import { OutcomeMembers } from '../bodies/outcome-members.js';
import { RecordedEventStore } from '../bodies/recorded-event.store.js';
import { WorkstepIds } from '../bodies/workstep-ids.js';
import type { Payload } from '../listener.js';
import type { Message } from './deliver.js';
import type { DueDelivery } from './due-delivery.js';

/** Makes the body of each try anew: what is sent is stored nowhere. */
@Injectable()
export class MessageBodies {
  private readonly erasedEvents = new WeakSet<DueDelivery>();

  constructor(
    private readonly events: RecordedEventStore,
    private readonly worksteps: WorkstepIds,
    private readonly outcomes: OutcomeMembers,
  ) {}

  /** Reads what bodies of several deliveries need, in few queries. */
  async prepare(reading: Reading, deliveries: readonly DueDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.worksteps.load(
      reading,
      deliveries.map(({ event }) => event),
    );
    const erased = deliveries.filter(({ hasErasures }) => hasErasures);
    if (erased.length === 0) return;
    const streams = [...new Set(erased.map(({ event }) => event.streamId))];
    const destroyed = await this.events.destroyedKeys(reading, streams);
    for (const delivery of erased)
      if (destroyed.has(delivery.event.leaf.dataKeyId ?? '')) this.erasedEvents.add(delivery);
  }

  /**
   * Of a delivery that was prepared.
   * @param allowed what the listener is sent now: it may have been made thin, and another server, since the delivery was made
   */
  of(reading: Reading, delivery: DueDelivery, allowed: Payload): Message | Promise<Message> {
    const { event, payload } = delivery;
    // A promise where nothing has to be read costs more than the body.
    return payload === 'outcome' && allowed === 'outcome'
      ? this.outcomes.of(reading, event).then((more) => this.messageOf(delivery, more))
      : this.messageOf(delivery, {});
  }

  private messageOf(delivery: DueDelivery, more: JsonObject): Message {
    const { event } = delivery;
    const erased = this.erasedEvents.has(delivery) || more['erased'] === true;
    return { id: event.id, body: eventBody(event, this.worksteps.of(event), more), erased };
  }
}
