import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../config/clock.js';
import type { UnitOfWork } from '../../database/unit-of-work.js';
import { LEASE_SECONDS, type Lease } from '../../jobs/lease.store.js';
import type { RootSpan } from '../../tracing/span.js';
import type { Traces } from '../../tracing/traces.js';
import type { DeliveredLeaves } from '../delivered-leaves.js';
import type { DeliveryTally } from '../delivery-tally.js';
import type { DeliveryTries } from './deliver.js';
import { type DeliveryResultStore, endpointLeases, NEXT_DUE } from './delivery-result.store.js';
import type { DeliveryResult } from './delivery-results.js';
import type { DueDelivery, DueDeliveryStore } from './due-delivery.store.js';
import type { ListenerRoute, ListenerRoutes } from './listener-route.js';
import type { MessageBodies } from './message-bodies.js';
import { FAILURES_TO_PAUSE } from './retry-schedule.js';
import type { ListenerStopper } from './stop-listener.js';

/** Deliveries that are read at once. */
const READ_AT_ONCE = 100;
/** SQL for when to try again what failed through a fault of ours. */
const SOON = `clock_timestamp() + interval '5 seconds'`;
/** How often a lease is prolonged while nothing is written. */
const RENEW_EVERY = (LEASE_SECONDS * 1000) / 3;

/** What a worker needs of the rest. */
export interface WorkerParts {
  readonly unitOfWork: UnitOfWork;
  readonly due: DueDeliveryStore;
  readonly results: DeliveryResultStore;
  readonly routes: ListenerRoutes;
  readonly bodies: MessageBodies;
  readonly tries: DeliveryTries;
  readonly stopper: ListenerStopper;
  readonly tally: DeliveryTally;
  readonly delivered: DeliveredLeaves;
  readonly traces: Traces;
  readonly clock: Clock;
  /** Lets few workers use the database at the same time: a login must find a free connection. */
  readonly inDatabase: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Sends to one listener whatever is due, as the only one of all instances, until nothing is left or it is told to stop. Every
 * delivery that it is given is the first of its stream, so nothing can overtake.
 */
export class EndpointWorker {
  private readonly waiting: DueDelivery[] = [];
  private readonly underWay = new Map<string, DueDelivery>();
  private finished: DeliveryResult[] = [];
  private route: ListenerRoute | null = null;
  private stopped = false;
  private faulty = false;
  private failures = 0;
  private oursUntil = 0;
  private heard: () => void = () => undefined;

  constructor(
    private readonly lease: Lease,
    private readonly parts: WorkerParts,
  ) {}

  /** What was sent ends, nothing more is begun. */
  stop(): void {
    this.stopped = true;
    this.heard();
  }

  async run(): Promise<void> {
    const held = await this.begin();
    while (held && (await this.turn()));
    const next = this.faulty ? SOON : NEXT_DUE;
    await this.parts.inDatabase(() =>
      this.parts.unitOfWork.run((transaction) => endpointLeases.release(transaction, this.lease, next)),
    );
  }

  private async begin(): Promise<boolean> {
    this.prolonged(performance.now());
    const { unitOfWork, results } = this.parts;
    const health = await this.parts.inDatabase(() => results.health(unitOfWork.reading, this.lease.row));
    if (health === null || health.recalled) return false;
    this.failures = health.failures;
    return true;
  }

  /** @returns whether there is more to do */
  private async turn(): Promise<boolean> {
    if (!this.stopped) await this.read();
    this.start();
    if (this.underWay.size === 0 && this.finished.length === 0) return false;
    if (this.finished.length === 0) await this.untilHeard();
    const results = this.finished;
    this.finished = [];
    return results.length > 0 ? this.write(results) : this.prolong();
  }

  private async read(): Promise<void> {
    const { clock, unitOfWork, due, routes, bodies, inDatabase } = this.parts;
    if (this.waiting.length >= this.atOnce()) return;
    const now = clock.now();
    const reading = unitOfWork.reading;
    await inDatabase(async () => {
      const outdated = this.route?.validUntil != null && this.route.validUntil <= now;
      if (this.route === null || outdated) this.route = await routes.find(reading, this.lease.row, now);
      if (this.route === null) return;
      const known = [...this.waiting.map(({ id }) => id), ...this.underWay.keys()];
      // The results that are not written yet are known too: until then their rows look due.
      known.push(...this.finished.map(({ delivery }) => delivery.id));
      const limit = this.failures >= FAILURES_TO_PAUSE ? 1 : READ_AT_ONCE;
      const found = await due.find(reading, this.lease.row, now, known, limit);
      await bodies.prepare(reading, found);
      this.waiting.push(...found);
    });
  }

  /** A listener that fails at everything is sent one at a time, to see whether it is back. */
  private atOnce(): number {
    const most = this.route?.listener.configuration.maxInFlight ?? 1;
    return this.failures >= FAILURES_TO_PAUSE ? 1 : most;
  }

  private start(): void {
    const { route } = this;
    if (route === null) return;
    while (!this.stopped && this.underWay.size < this.atOnce() && performance.now() < this.oursUntil) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.underWay.set(next.id, next);
      void this.send(route, next);
    }
  }

  private async send(route: ListenerRoute, delivery: DueDelivery): Promise<void> {
    try {
      const message = await this.parts.bodies.of(
        this.parts.unitOfWork.reading,
        delivery,
        route.listener.configuration.payload,
      );
      const made = await this.parts.traces.run(
        () => traceOf(route, delivery),
        () => this.parts.tries.try(route, message),
      );
      this.finished.push({ delivery, made, erased: message.erased });
    } catch (error) {
      // Its row stays as it is and is due again: what failed was ours, the database for one.
      this.failed(error);
    }
    this.underWay.delete(delivery.id);
    this.start();
    this.heard();
  }

  private failed(error: unknown): void {
    this.stopped = true;
    this.faulty = true;
    this.parts.tally.fault(error);
  }

  private async write(results: readonly DeliveryResult[]): Promise<boolean> {
    const { unitOfWork, clock, stopper, tally, delivered, inDatabase } = this.parts;
    const { route } = this;
    if (route === null) return false;
    const { listener } = route;
    const asked = performance.now();
    const judged = await inDatabase(() =>
      unitOfWork.run((transaction) =>
        this.parts.results.write(transaction, this.lease, listener, results, clock.now(), Math.random),
      ),
    );
    if (judged === null) return this.lost();
    this.prolonged(asked);
    tally.count(listener, judged.ends);
    delivered.note(judged.ends);
    this.failures = judged.health.failures;
    if (judged.stop !== null) {
      await inDatabase(() => stopper.stop(listener.id, judged.stop ?? 'suspended', results));
      return this.lost();
    }
    if (judged.revision !== listener.revision) this.route = null;
    if (judged.health.pausedUntil !== null || judged.recalled) this.stopped = true;
    // What was read for another revision is read again.
    if (this.route === null || this.stopped) this.waiting.length = 0;
    return true;
  }

  private async prolong(): Promise<boolean> {
    const asked = performance.now();
    const { unitOfWork, results, inDatabase } = this.parts;
    const health = await inDatabase(() =>
      unitOfWork.run(async (transaction) => {
        if (!(await endpointLeases.hold(transaction, this.lease))) return null;
        return results.health(transaction, this.lease.row);
      }),
    );
    if (health === null) return this.lost();
    this.prolonged(asked);
    if (health.recalled) {
      this.stopped = true;
      this.waiting.length = 0;
    }
    return true;
  }

  private lost(): false {
    this.stopped = true;
    this.waiting.length = 0;
    return false;
  }

  private prolonged(asked: number): void {
    this.oursUntil = asked + (LEASE_SECONDS - 1) * 1000;
  }

  private async untilHeard(): Promise<void> {
    const over = new AbortController();
    const heard = new Promise<void>((resolve) => {
      this.heard = resolve;
    });
    await Promise.race([heard, sleep(RENEW_EVERY, undefined, { signal: over.signal }).catch(() => undefined)]);
    over.abort();
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
