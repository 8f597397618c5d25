import { Inject, Injectable } from '@nestjs/common';
import type { StreamHead } from '../audit/stream-head.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { annotate } from '../tracing/active-span.js';
import { namesOf } from './attempt-in-traces.js';
import type { MovedStream } from './attempt-owner.js';
import { bindingCookieName, endedBindingCookie } from './binding-cookie.js';
import { CallbackTrip } from './callback-trip.js';
import { AttemptConsumer, type Consumed, type Consumption, type ReceivedCallback } from './consume-attempt.js';
import { StateFinder } from './find-state.js';
import { AttemptSettler } from './settle-attempt.js';
import type { Settlement } from './settlement.js';
import { WaitingLines } from './waiting-line.js';

/**
 * Receives what a provider answers through the browser, in one straight line: find its state, wait for a place at the provider,
 * consume the attempt, complete the trip, settle it, take the cookie back. A callback that comes again makes no call and shows where the first one stands.
 */
@Injectable()
export class CallbackReceiver {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly states: StateFinder,
    private readonly lines: WaitingLines,
    private readonly consumer: AttemptConsumer,
    private readonly trip: CallbackTrip,
    private readonly settler: AttemptSettler,
  ) {}

  /** @throws CountersignError `callback.no_matching_attempt`; `callback.provider_busy`: then nothing has changed */
  async receive(received: ReceivedCallback): Promise<Settlement> {
    const { tenantName, providerName, callback, cookie } = received;
    const isBound = (claimed: string) => cookie(bindingCookieName(claimed, this.settings.PUBLIC_URL)) !== undefined;
    const state = await this.states.find(tenantName, providerName, callback, isBound);
    const leave = await this.lines.enter(`${tenantName}/${providerName}`, () =>
      this.consumer.isAwaited(received, state),
    );
    let madeTrip = false;
    try {
      const consumption = await this.consumer.consume(received, state);
      madeTrip = consumption.kind === 'consumed';
      return await this.settlementOf(consumption, received, state);
    } finally {
      leave(madeTrip);
    }
  }

  private async settlementOf(
    consumption: Consumption,
    received: ReceivedCallback,
    state: string | null,
  ): Promise<Settlement> {
    if (consumption.kind === 'ended-before')
      return { kind: 'page', page: consumption.page, language: null, envelopeName: null };
    const { attempt } = consumption;
    annotate(namesOf(attempt));
    const settlement =
      consumption.kind === 'not-open'
        ? await this.settler.repeat(attempt)
        : await this.settler.settle({
            attempt,
            moved: movedStream(consumption),
            ...(await this.trip.complete(consumption, received.callback)),
          });
    const known = consumption.kind === 'consumed' ? consumption.secrets.state : state;
    return known === null ? settlement : this.withoutBinding(settlement, known, received);
  }

  /** After the end of an attempt its cookie is of no use: a browser keeps only so many, and a server takes only so much. */
  private withoutBinding(settlement: Settlement, state: string, { callback }: ReceivedCallback): Settlement {
    if (settlement.kind === 'page' && settlement.page.name === 'already-received') return settlement;
    const cookie = endedBindingCookie(state, this.settings.PUBLIC_URL, callback.method === 'POST');
    return { ...settlement, cookies: [...(settlement.cookies ?? []), cookie] };
  }
}

/** Where an envelope's stream stood when the callback came, and where it stands since. */
function movedStream({ attempt, found, heads }: Consumed): MovedStream | null {
  const of = (streams: readonly StreamHead[]) => streams.find(({ id }) => id === attempt.envelopeId);
  const [from, to] = [of(found), of(heads)];
  return from === undefined || to === undefined ? null : { from, to };
}
