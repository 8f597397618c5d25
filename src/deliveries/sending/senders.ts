import { Injectable } from '@nestjs/common';
import { bulkhead } from 'cockatiel';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { Traces } from '../../tracing/traces.js';
import { DeliveredLeaves } from '../delivered-leaves.js';
import { DeliveryTally } from '../delivery-tally.js';
import { DeliveryTries } from './deliver.js';
import { DeliveryResultStore, endpointLeases } from './delivery-result.store.js';
import { DueDeliveryStore } from './due-delivery.store.js';
import { EndpointWorker, type WorkerParts } from './endpoint-worker.js';
import { ListenerRoutes } from './listener-route.js';
import { MessageBodies } from './message-bodies.js';
import { ListenerStopper } from './stop-listener.js';

/** Listeners that one instance sends to at the same time. A slow one occupies a place and delays no other. */
const MOST_WORKERS = 200;
/** Listeners that are taken at once, so that other instances get their share. */
const CLAIMED_AT_ONCE = 10;
/** Connections that deliveries use at the same time. */
const IN_DATABASE = 2;

/** Takes listeners with something due, and sends to each with a worker of its own. */
@Injectable()
export class Senders {
  private readonly workers = new Set<EndpointWorker>();
  private readonly running = new Set<Promise<void>>();
  private readonly parts: WorkerParts;
  private idle: () => void = () => undefined;
  private stopped = false;

  constructor(
    due: DueDeliveryStore,
    results: DeliveryResultStore,
    routes: ListenerRoutes,
    bodies: MessageBodies,
    tries: DeliveryTries,
    stopper: ListenerStopper,
    private readonly tally: DeliveryTally,
    delivered: DeliveredLeaves,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    traces: Traces,
  ) {
    const inDatabase = bulkhead(IN_DATABASE, Number.MAX_SAFE_INTEGER);
    this.parts = {
      ...{ unitOfWork, due, results, routes, bodies, tries, stopper, tally, delivered, traces, clock },
      inDatabase: (work) => inDatabase.execute(work),
    };
  }

  /** Has `hear` called whenever a worker has ended: there may be more for another. */
  onIdle(hear: () => void): void {
    this.idle = hear;
  }

  /** Takes what is due and nobody has. Does not wait until it is sent. */
  async claim(): Promise<void> {
    const room = Math.min(MOST_WORKERS - this.workers.size, CLAIMED_AT_ONCE);
    if (this.stopped || room <= 0) return;
    const leases = await endpointLeases.claim(this.unitOfWork.reading, this.clock.now(), room);
    for (const lease of leases) {
      const worker = new EndpointWorker(lease, this.parts);
      this.workers.add(worker);
      const run = worker
        .run()
        .catch((error: unknown) => {
          this.tally.fault(error);
        })
        .finally(() => {
          this.workers.delete(worker);
          this.running.delete(run);
          this.idle();
        });
      this.running.add(run);
    }
  }

  /** What was sent ends; the rest is due to others at once. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const worker of this.workers) worker.stop();
    await Promise.all(this.running);
  }
}
