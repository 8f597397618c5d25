import { Injectable } from '@nestjs/common';
import { AttemptOwners, type Settlement } from './attempt-owner.js';
import { CallbackTrip } from './callback-trip.js';
import { AttemptConsumer, type ReceivedCallback } from './consume-attempt.js';
import { StateFinder } from './find-state.js';

/**
 * Receives what a provider answers through the browser, in one straight line: find its state, consume the attempt, complete the
 * trip, let the owner settle it. A callback that comes again makes no call and shows where the first one stands.
 */
@Injectable()
export class CallbackReceiver {
  constructor(
    private readonly states: StateFinder,
    private readonly consumer: AttemptConsumer,
    private readonly trip: CallbackTrip,
    private readonly owners: AttemptOwners,
  ) {}

  /** @throws CountersignError `callback.no_matching_attempt` */
  async receive(received: ReceivedCallback): Promise<Settlement> {
    const state = await this.states.find(received.tenantName, received.providerName, received.callback);
    const consumption = await this.consumer.consume(received, state);
    const owner = this.owners.of(consumption.attempt.purpose);
    if (consumption.kind === 'not-open') return owner.repeat(consumption.attempt);
    const { provider, outcome } = await this.trip.complete(consumption.attempt, consumption.secrets, received.callback);
    return owner.settle(consumption.attempt, outcome, provider);
  }
}
