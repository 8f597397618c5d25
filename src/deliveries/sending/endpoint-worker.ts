import type { Reading } from '../../database/transaction.js';
import { LEASE_SECONDS, type Lease } from '../../jobs/lease.store.js';
import type { RootSpan } from '../../tracing/span.js';
import type { Traces } from '../../tracing/traces.js';
import type { Listener } from '../listener.js';
import type { DeliveryTries } from './deliver.js';
import { type DeliveryResult, type EndpointHealth, judgeResults } from './delivery-results.js';
import type { DueDelivery } from './due-delivery.js';
import type { EndpointTurn, TurnAnswer } from './endpoint-turn.js';
import { isOutdated, type ListenerRoute } from './listener-route.js';
import type { MessageBodies } from './message-bodies.js';
import { FAILURES_TO_PAUSE } from './retry-schedule.js';

/** With no more than so many left the next ones are read. */
const FEW_LEFT = 50;

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
  private readonly waiting: DueDelivery[] = [];
  /** By stream: what follows a delivery that waits or is under way. */
  private readonly following = new Map<string, DueDelivery[]>();
  private readonly underWay = new Map<string, DueDelivery>();
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
    this.waiting.length = 0;
    this.following.clear();
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
    return this.underWay.size === 0 && this.waiting.length === 0;
  }

  /** Nothing of it is left to be waited for. */
  get isOver(): boolean {
    return this.lost && this.underWay.size === 0;
  }

  /** Results that are not written yet. */
  get unwritten(): number {
    return this.finished.length;
  }

  /** Whether there is something to tell the database, or to ask it. */
  get hasTurn(): boolean {
    return !this.lost && (this.finished.length > 0 || this.rests || this.wantsMore);
  }

  private get wantsMore(): boolean {
    return !this.stopped && this.mayBeMore && this.waiting.length <= FEW_LEFT;
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
    // The results of this turn are written before anything is read.
    const known = [
      ...[this.waiting, ...this.following.values()].flatMap((some) => some.map(({ id }) => id)),
      ...this.underWay.keys(),
    ];
    return {
      results,
      lease: this.lease,
      written,
      read: reads ? { known, limit: this.fails ? 1 : most } : null,
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
    if (!this.stopped) for (const delivery of answer.found) this.take(delivery);
  }

  private take(delivery: DueDelivery): void {
    const { streamId } = delivery.event;
    if (!delivery.follows) this.waiting.push(delivery);
    else this.following.set(streamId, [...(this.following.get(streamId) ?? []), delivery]);
  }

  /** Once a delivery was accepted the next of its stream waits for its turn; otherwise the database says when there is one. */
  private goOn({ event: { streamId } }: DueDelivery, accepted: boolean): void {
    const next = this.following.get(streamId);
    if (next === undefined) return;
    const [first, ...others] = accepted ? next : [];
    if (first !== undefined) this.waiting.push(first);
    if (others.length > 0) this.following.set(streamId, others);
    else this.following.delete(streamId);
  }

  /** Whether secrets have to be opened before anything more can be sent. */
  needsRoute(now: Date): boolean {
    if (this.stopped || this.waiting.length === 0) return false;
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
    const most = this.fails ? 1 : route.listener.configuration.maxInFlight;
    while (!this.stopped && this.underWay.size < most && performance.now() < this.oursUntil) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.underWay.set(next.id, next);
      void this.send(route, next);
    }
  }

  private async send(route: ListenerRoute, delivery: DueDelivery): Promise<void> {
    let accepted = false;
    try {
      const { bodies, tries, traces, reading } = this.parts;
      const message = await bodies.of(reading, delivery, route.listener.configuration.payload);
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
    this.underWay.delete(delivery.id);
    this.goOn(delivery, accepted);
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
