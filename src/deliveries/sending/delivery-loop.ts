import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../audit/audit-log.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { Notifications } from '../../database/notifications.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { withCorrelationId } from '../../http/correlation.js';
import { RequestsUnderWay } from '../../http/requests-under-way.js';
import { DeliveredLeaves } from '../delivered-leaves.js';
import { DeliveryTally } from '../delivery-tally.js';
import { EndpointStore } from '../outbox/endpoint.store.js';
import { FanOutStore, type HandedOut } from '../outbox/fan-out.store.js';
import { OutboxSignal } from '../outbox/outbox-signal.js';
import { RedeliveryStore } from '../outbox/redelivery.store.js';
import { Senders } from './senders.js';

/** How often it looks where no notifications arrive, and where they do. */
const LOOK_EVERY = 250;
const LOOK_EVERY_NOTIFIED = 500;
/** While nobody listens: another instance may have been told of a listener, and may not be able to say so. */
const LOOK_EVERY_UNHEARD = 1_000;
const LOOK_EVERY_UNHEARD_NOTIFIED = 5_000;
/**
 * What is committed in one such time is handed out together: what woke it may not be committed yet, the steps of a login that is under
 * way come first, and the more travels together the less each costs.
 */
const GATHER = 100;
/** Milliseconds for which it gives way, after that, to whoever waits for an answer of this instance. */
const GIVES_WAY = 100;

const CHANNEL = 'countersign_deliveries';

/**
 * From the trail to the listeners. Each turn: what was committed gets its leaf; each new leaf becomes a delivery for every listener
 * that asked for it; redeliveries go one step; endpoints with something due are taken and sent to. Nobody waits for it, and it
 * stands in no transaction of others.
 */
@Injectable()
export class DeliveryLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  /** null: there is no other instance. */
  private readonly notifications: Notifications | null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  /** How long it rests when it finds nothing after a wake; longer each time. */
  private pause = LOOK_EVERY;
  /** Whether anybody was to be told at the last look. While nobody is, events wake nothing: a login pays for no listener. */
  private listened = true;
  /** When something is due that was not at the last look. */
  private dueAt: Date | null = null;
  private rouse: () => void = () => undefined;

  constructor(
    dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: AuditLog,
    private readonly endpoints: EndpointStore,
    private readonly fanOut: FanOutStore,
    private readonly redeliveries: RedeliveryStore,
    private readonly senders: Senders,
    private readonly tally: DeliveryTally,
    private readonly delivered: DeliveredLeaves,
    private readonly clock: Clock,
    private readonly requests: RequestsUnderWay,
    recorder: AuditRecorder,
    signal: OutboxSignal,
  ) {
    const wake = (): void => {
      this.wake();
    };
    // Another instance has made deliveries, perhaps for a listener that this one is sending to.
    const told = (): void => {
      senders.lookAgain();
      this.wake();
    };
    recorder.onRecorded(() => {
      if (this.listened) this.wake();
    });
    signal.onWake(wake);
    senders.onIdle(wake);
    const { options } = dataSource;
    // The embedded database has one connection and one process: there is nobody to hear, and nothing to hear with.
    const embedded = options.type !== 'postgres' || options.poolSize === 1;
    this.notifications = embedded ? null : new Notifications(dataSource, CHANNEL, told);
  }

  onApplicationBootstrap(): void {
    this.notifications?.start();
    this.running = this.keep();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.rouse();
    await this.running;
    await this.senders.stop();
    await this.notifications?.stop();
  }

  private wake(): void {
    this.pause = GATHER;
    this.rouse();
  }

  private async keep(): Promise<void> {
    while (!this.stopped) {
      let more = false;
      try {
        more = await withCorrelationId(randomUUID(), () => this.turn());
      } catch (error) {
        this.tally.fault(error);
      }
      if (more) continue;
      await this.rest();
      if (this.listened) await this.requests.lull(GIVES_WAY);
    }
  }

  /** @returns whether there may be more to do at once */
  private async turn(): Promise<boolean> {
    const state = await this.endpoints.workLeft(this.unitOfWork.reading, this.clock.now());
    if (state.listened && !this.listened) await this.notifications?.tell('listened');
    this.listened = state.listened;
    this.dueAt = state.dueAt;
    const sequenced = state.listened && state.unsequenced && (await this.log.sequence());
    await this.delivered.tell(this.unitOfWork.reading, this.log.refusal !== null);
    const { deliveries, more } = await this.handOut(state.behind || sequenced);
    const redelivering = state.redelivering && (await this.redeliver());
    if (deliveries > 0) await this.notifications?.tell(String(deliveries));
    const unclaimed = (state.due || deliveries > 0 || redelivering) && (await this.senders.claim());
    return more || redelivering || unclaimed;
  }

  private async handOut(behind: boolean): Promise<HandedOut> {
    const nothing = { deliveries: 0, more: false };
    if (!behind) return nothing;
    const now = this.clock.now();
    return (await this.unitOfWork.run((transaction) => this.fanOut.handOut(transaction, now))) ?? nothing;
  }

  private async redeliver(): Promise<boolean> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (transaction) => {
      const listenerId = await this.redeliveries.step(transaction, now);
      if (listenerId === null) return false;
      await this.endpoints.wake(transaction, listenerId, now);
      return true;
    });
  }

  private longestRest(): number {
    const arrive = this.notifications?.arrive === true;
    if (!this.listened) return this.notifications === null || arrive ? LOOK_EVERY_UNHEARD_NOTIFIED : LOOK_EVERY_UNHEARD;
    return arrive ? LOOK_EVERY_NOTIFIED : LOOK_EVERY;
  }

  private untilDue(): number {
    return this.dueAt === null ? Number.POSITIVE_INFINITY : this.dueAt.getTime() - this.clock.now().getTime();
  }

  private async rest(): Promise<void> {
    const pause = Math.max(0, Math.min(this.pause, this.untilDue()));
    this.pause = Math.min(2 * this.pause, this.longestRest());
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.stopped ? 0 : pause);
      this.rouse = () => {
        clearTimeout(timer);
        setTimeout(resolve, this.stopped ? 0 : Math.min(GATHER, pause));
      };
    });
    this.rouse = () => undefined;
  }
}
