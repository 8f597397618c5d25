import type { Reading } from '../../database/transaction.js';
import { LEASE_SECONDS, type Lease } from '../../jobs/lease.store.js';
import type { RootSpan } from '../../tracing/span.js';
import type { Traces } from '../../tracing/traces.js';
import type { Listener } from '../listener.js';
import type { DeliveryTries } from './deliver.js';
import { DeliveriesInHand } from './deliveries-in-hand.js';
import { type DeliveryResult, type EndpointHealth, judgeResults } from './delivery-results.js';
import type { DueDelivery } from './due-delivery.js';
import type { EndpointTurn, TurnAnswer } from './endpoint-turn.js';
import { isOutdated, type ListenerRoute } from './listener-route.js';
import type { MessageBodies } from './message-bodies.js';
import { FAILURES_TO_PAUSE } from './retry-schedule.js';

/** What a worker needs of the rest. */
export interface WorkerParts {
  readonly bodies: MessageBodies;
  readonly tries: DeliveryTries;
  readonly traces: Traces;
  readonly reading: Reading;
  /** Told whenever a try has ended. */
  readonly heard: (worker: EndpointWorker) => void;
  readonly fault: (error: unknown) => void;
}

/** A turn with what was taken for it. */
export type WorkerTurn = EndpointTurn & { readonly results: readonly DeliveryResult[] };

/**
 * Sends to one listener whatever it is given, as the only one of all instances, until its lease is over or given back. Every delivery
 * that it is given is the first of its stream, or follows such a one and is sent once that was accepted, so nothing can overtake. It does not ask the database by itself: whoever has several
 * workers does for all of them, by their turns.
 */
export class EndpointWorker {
  private readonly inHand = new DeliveriesInHand();
  private finished: DeliveryResult[] = [];
  private route: ListenerRoute | null = null;
  /** As it was when the last try began. */
  private listener: Listener | null = null;
  private health: EndpointHealth | null = null;
  private stopped = false;
  private faulty = false;
  private lost = false;
  private mayBeMore = true;
  private oursUntil = 0;

  constructor(
    readonly lease: Lease,
    private readonly parts: WorkerParts,
  ) {}

  /** What was sent ends, nothing more is begun. */
  stop(): void {
    this.stopped = true;
    this.inHand.forget();
  }

  /** A fault of ours, or of the listener's rows: what is due stays so, and is left alone a little, or until the lease is over. */
  fail(error: unknown): void {
    this.parts.fault(error);
    if (this.faulty) this.lose();
    this.stop();
    this.faulty = true;
  }

  /** The right to send is lost: whatever ends from now on is not written, and is tried again by whoever has it. */
  lose(): void {
    this.stop();
    this.lost = true;
    this.finished = [];
  }

  /** Something may have become due that it was not given. */
  lookAgain(): void {
    this.mayBeMore = true;
  }

  /** Nothing is under way and nothing waits. */
  get rests(): boolean {
    return this.inHand.isEmpty;
  }

  /** Nothing of it is left to be waited for. */
  get isOver(): boolean {
    return this.lost && this.inHand.underWay === 0;
  }

  /** Results that are not written yet. */
  get unwritten(): number {
    return this.finished.length;
  }

  /** Whether there is something to tell the database, or to ask it. */
  get hasTurn(): boolean {
    return !this.lost && (this.finished.length > 0 || this.isHungry);
  }

  /** Whether it soon has nothing to send, or has nothing any more. */
  get isHungry(): boolean {
    return !this.lost && (this.rests || this.wantsMore);
  }

  private get wantsMore(): boolean {
    return !this.stopped && !this.fails && this.mayBeMore && this.inHand.isLow(this.atOnce);
  }

  /** How many it may have under way. */
  private get atOnce(): number {
    return this.fails ? 1 : (this.route?.listener.configuration.maxInFlight ?? 1);
  }

  /** A listener that fails at everything is sent one at a time, to see whether it is back. */
  private get fails(): boolean {
    return this.health !== null && this.health.failures >= FAILURES_TO_PAUSE;
  }

  /**
   * What there is to tell and to ask now; whoever takes it MUST give an answer or `putBack`.
   * @param most deliveries that it may be given
   */
  turn(now: Date, most: number): WorkerTurn {
    const results = this.finished;
    this.finished = [];
    const { listener, health } = this;
    const written =
      results.length === 0 || listener === null || health === null
        ? null
        : {
            listener,
            before: health,
            judged: judgeResults(results, health, listener.configuration, now, Math.random),
          };
    // What is written may let others be sent.
    if (written !== null) this.mayBeMore = true;
    const ends = this.rests && (written?.judged.stop ?? null) === null;
    const reads = this.wantsMore || (ends && !this.stopped);
    return {
      results,
      lease: this.lease,
      written,
      // The results of this turn are written before anything is read.
      read: reads ? { known: this.inHand.ids(), limit: this.fails ? 1 : most } : null,
      release: ends ? this.howItEnds() : null,
    };
  }

  private howItEnds(): EndpointTurn['release'] {
    if (this.faulty) return 'rest';
    return this.stopped ? 'now' : 'when_done';
  }

  /** The turn could not be made: the next one has it all again, unless the lease is over meanwhile. */
  putBack(results: readonly DeliveryResult[]): void {
    this.finished = [...results, ...this.finished];
    if (performance.now() >= this.oursUntil) this.lose();
  }

  /**
   * What the database has said. What was found is sent once there is a route.
   * @param asked when, by `performance.now`
   */
  answered(turn: EndpointTurn, answer: TurnAnswer, asked: number): void {
    this.health = answer.health;
    this.oursUntil = asked + (LEASE_SECONDS - 1) * 1000;
    if (turn.read !== null) this.mayBeMore = answer.found.length >= turn.read.limit;
    if (answer.released) {
      this.lose();
      return;
    }
    // What was read for another revision is sent by the one that counts.
    if (this.route !== null && this.route.listener.revision !== answer.revision) this.route = null;
    const judged = turn.written?.judged;
    if (answer.recalled || (judged != null && judged.health.pausedUntil !== null)) this.stop();
    if (!this.stopped) this.inHand.take(answer.found);
  }

  /** Whether secrets have to be opened before anything more can be sent. */
  needsRoute(now: Date): boolean {
    if (this.stopped || !this.inHand.someWait) return false;
    return this.route === null || isOutdated(this.route, now);
  }

  goBy(route: ListenerRoute): void {
    this.route = route;
    this.listener = route.listener;
  }

  /** Sends what waits, as much at once as the listener takes. */
  start(): void {
    const { route } = this;
    if (route === null) return;
    while (!this.stopped && this.inHand.underWay < this.atOnce && performance.now() < this.oursUntil) {
      const next = this.inHand.begin();
      if (next === undefined) return;
      void this.send(route, next);
    }
  }

  private async send(route: ListenerRoute, delivery: DueDelivery): Promise<void> {
    let accepted = false;
    try {
      const { bodies, tries, traces, reading } = this.parts;
      const body = bodies.of(reading, delivery, route.listener.configuration.payload);
      const message = body instanceof Promise ? await body : body;
      const made = await traces.run(
        () => traceOf(route, delivery),
        () => tries.try(route, message),
      );
      accepted = made.verdict.kind === 'accepted';
      if (!this.lost) this.finished.push({ delivery, made, erased: message.erased });
    } catch (error) {
      // Its row stays as it is and is due again: what failed was ours.
      this.fail(error);
    }
    this.inHand.end(delivery, accepted);
    this.start();
    this.parts.heard(this);
  }
}

const traceOf = ({ listener }: ListenerRoute, { event }: DueDelivery): RootSpan => ({
  name: `deliver ${event.leaf.type}`,
  kind: 'producer',
  attributes: {
    'countersign.tenant.id': event.tenantId,
    'countersign.listener.id': listener.id,
    'countersign.event.id': event.id,
    'countersign.event.type': event.leaf.type,
    'countersign.correlation_id': event.leaf.correlationId,
  },
});
