import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { isDatabaseUnavailable } from '../../database/unavailable.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { RequestsUnderWay } from '../../http/requests-under-way.js';
import { LEASE_SECONDS } from '../../jobs/lease.store.js';
import { Traces } from '../../tracing/traces.js';
import { DeliveredLeaves } from '../delivered-leaves.js';
import { DeliveryTally } from '../delivery-tally.js';
import { DeliveryTries } from './deliver.js';
import { EarliestTimer } from './earliest-timer.js';
import { mostRead, type TurnAnswer } from './endpoint-turn.js';
import { EndpointTurnStore, endpointLeases } from './endpoint-turn.store.js';
import { EndpointWorker, type WorkerParts, type WorkerTurn } from './endpoint-worker.js';
import { ListenerRoutes } from './listener-route.js';
import { MessageBodies } from './message-bodies.js';
import { ListenerStopper } from './stop-listener.js';

/** Listeners that one instance sends to at the same time. A slow one occupies a place and delays no other. */
const MOST_WORKERS = 200;
/** Listeners that are taken at once, so that other instances get their share. */
const CLAIMED_AT_ONCE = 10;
/** Results that are written at once. A login that waits for the only connection does not wait long. */
const WRITTEN_AT_ONCE = 200;
/** Milliseconds for which results are gathered, where somebody needs the next deliveries and where nobody does: they are written together. */
const GATHER = { hungry: 10, atLeisure: 50 };
/** Milliseconds for which what is to be written and sent gives way to whoever waits for an answer of this instance. */
const GIVES_WAY = 50;
const PAUSE_WITHOUT_DATABASE = 1_000;
/** How often a lease is prolonged while nothing is written. */
const RENEW_EVERY = (LEASE_SECONDS * 1000) / 3;

interface Asked {
  readonly worker: EndpointWorker;
  readonly turn: WorkerTurn;
}

/**
 * Takes listeners with something due, and sends to each with a worker of its own. All that the workers have to tell the database and to
 * ask it goes there together, in one short transaction at a time: ten listeners of one event cost it little more than one.
 */
@Injectable()
export class Senders {
  /** In the order in which they had their last turn, with its time. */
  private readonly workers = new Map<EndpointWorker, number>();
  private readonly parts: WorkerParts;
  private idle: () => void = () => undefined;
  private stopped = false;
  private ended: () => void = () => undefined;
  private exchanging = false;
  private readonly timer = new EarliestTimer(() => void this.exchangeNow());
  private unwritten = 0;
  private notBefore = 0;

  constructor(
    private readonly turns: EndpointTurnStore,
    private readonly routes: ListenerRoutes,
    private readonly bodies: MessageBodies,
    tries: DeliveryTries,
    private readonly stopper: ListenerStopper,
    private readonly tally: DeliveryTally,
    private readonly delivered: DeliveredLeaves,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: RequestsUnderWay,
    traces: Traces,
  ) {
    this.parts = {
      ...{ bodies, tries, traces, reading: unitOfWork.reading },
      heard: (worker) => {
        this.unwritten += 1;
        const waits = this.unwritten < WRITTEN_AT_ONCE && (this.workers.size > 1 || !worker.rests);
        this.exchangeIn(!waits ? 0 : worker.isHungry ? GATHER.hungry : GATHER.atLeisure);
      },
      fault: (error) => {
        this.tally.fault(error);
      },
    };
  }

  /** Has `hear` called whenever an endpoint was given back: there may be more for another. */
  onIdle(hear: () => void): void {
    this.idle = hear;
  }

  /** Takes what is due and nobody has. Does not wait until it is sent. @returns whether there may be more */
  async claim(): Promise<boolean> {
    this.lookAgain();
    const room = Math.min(MOST_WORKERS - this.workers.size, CLAIMED_AT_ONCE);
    if (this.stopped || room <= 0) return false;
    const leases = await endpointLeases.claim(this.unitOfWork.reading, this.clock.now(), room);
    for (const lease of leases) this.workers.set(new EndpointWorker(lease, this.parts), performance.now());
    if (leases.length > 0) this.exchangeIn(0);
    return leases.length === room;
  }

  /** Something more may be due to listeners that are sent to already. */
  lookAgain(): void {
    for (const worker of this.workers.keys()) worker.lookAgain();
    if (this.workers.size > 0) this.exchangeIn(GATHER.hungry);
  }

  /** What was sent ends; the rest is due to others at once. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const worker of this.workers.keys()) worker.stop();
    if (this.workers.size === 0) return;
    const ended = new Promise<void>((resolve) => {
      this.ended = resolve;
    });
    this.exchangeIn(0);
    await ended;
  }

  private exchangeIn(milliseconds: number): void {
    if (!this.exchanging) this.timer.ringAt(Math.max(performance.now() + milliseconds, this.notBefore));
  }

  /** One exchange at a time; what comes meanwhile goes with the next. */
  private async exchangeNow(): Promise<void> {
    this.exchanging = true;
    await this.requests.lull(GIVES_WAY);
    try {
      if (!(await this.exchange(this.taken()))) this.notBefore = performance.now() + PAUSE_WITHOUT_DATABASE;
    } catch (error) {
      this.tally.fault(error);
      this.notBefore = performance.now() + PAUSE_WITHOUT_DATABASE;
    }
    this.exchanging = false;
    this.forget();
    if (this.workers.size === 0) this.ended();
    else this.exchangeIn(this.restAfterExchange());
  }

  private restAfterExchange(): number {
    const workers = [...this.workers.keys()];
    if (workers.some((worker) => worker.isHungry)) return GATHER.hungry;
    return workers.some((worker) => worker.hasTurn) ? GATHER.atLeisure : RENEW_EVERY;
  }

  private forget(): void {
    for (const worker of this.workers.keys()) {
      if (!worker.isOver) continue;
      this.workers.delete(worker);
      this.idle();
    }
  }

  /** Whose turn it is, the longest waiting first, and who has to prolong a lease. */
  private taken(): readonly Asked[] {
    const now = performance.now();
    const workers: EndpointWorker[] = [];
    let results = 0;
    this.unwritten = 0;
    for (const [worker, last] of this.workers) {
      if (!worker.hasTurn && last > now - RENEW_EVERY) continue;
      const waits = results > 0 && results + worker.unwritten > WRITTEN_AT_ONCE;
      if (waits) this.unwritten += worker.unwritten;
      else workers.push(worker);
      results += worker.unwritten;
    }
    return workers.map((worker) => {
      this.workers.delete(worker);
      this.workers.set(worker, now);
      return { worker, turn: worker.turn(this.clock.now(), mostRead(workers.length)) };
    });
  }

  /** @returns false when the database was not there: everything is put back */
  private async exchange(asked: readonly Asked[]): Promise<boolean> {
    if (asked.length === 0) return true;
    const began = performance.now();
    let answers: ReadonlyMap<string, TurnAnswer>;
    try {
      const turns = asked.map(({ turn }) => turn);
      answers = await this.turns.exchange(turns, this.clock.now());
    } catch (error) {
      return this.exchangeEach(asked, error);
    }
    const fault = await this.prepared([...answers.values()]);
    for (const { worker, turn } of asked) {
      const answer = answers.get(worker.lease.row);
      if (answer === undefined) worker.lose();
      else await this.take({ worker, turn }, fault === null ? answer : { ...answer, found: [] }, began);
      // Whoever waits for an answer of this process comes between.
      await setImmediate();
      if (answer !== undefined && answer.found.length > 0 && fault !== null) worker.fail(fault);
    }
    return true;
  }

  /** Reads what the bodies need, before any of them can be sent. @returns what went wrong; null: nothing */
  private async prepared(answers: readonly TurnAnswer[]): Promise<unknown> {
    try {
      const found = answers.flatMap((answer) => answer.found);
      await this.bodies.prepare(this.unitOfWork.reading, found);
      return null;
    } catch (error) {
      return error;
    }
  }

  /** What one of them fails at must not keep the others. */
  private async exchangeEach(asked: readonly Asked[], error: unknown): Promise<boolean> {
    if (isDatabaseUnavailable(error)) {
      this.tally.fault(error);
      for (const { worker, turn } of asked) worker.putBack(turn.results);
      return false;
    }
    if (asked.length === 1) asked[0]?.worker.fail(error);
    else for (const one of asked) await this.exchange([one]);
    return true;
  }

  private async take({ worker, turn }: Asked, answer: TurnAnswer, began: number): Promise<void> {
    worker.answered(turn, answer, began);
    try {
      if (turn.written !== null) await this.tell(worker, turn.written, turn.results);
      await this.route(worker, answer.revision);
      worker.start();
    } catch (error) {
      worker.fail(error);
    }
  }

  private async tell(
    worker: EndpointWorker,
    { listener, judged }: NonNullable<WorkerTurn['written']>,
    results: WorkerTurn['results'],
  ): Promise<void> {
    this.tally.count(listener, judged.ends);
    this.delivered.note(judged.ends);
    if (judged.stop === null) return;
    worker.stop();
    await this.stopper.stop(listener.id, judged.stop, results);
    worker.lose();
  }

  /** Opens what the calls need. */
  private async route(worker: EndpointWorker, revision: number): Promise<void> {
    const now = this.clock.now();
    if (!worker.needsRoute(now)) return;
    const route = await this.routes.find(this.unitOfWork.reading, worker.lease.row, revision, now);
    if (route === null) worker.stop();
    else worker.goBy(route);
  }
}
