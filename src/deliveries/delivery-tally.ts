import { Injectable, Logger } from '@nestjs/common';
import type { Listener } from './listener.js';
import type { DeliveryEnd } from './sending/delivery-results.js';

/** How many tries of one listener ended how, in this instance. */
export interface DeliveryCount {
  readonly tenantId: string;
  readonly listener: string;
  readonly outcome: DeliveryEnd['status'];
  readonly count: number;
}

/** Counts tries for metrics, and logs what kept some from being made. */
@Injectable()
export class DeliveryTally {
  private readonly logger = new Logger('Deliveries');
  private readonly counts = new Map<string, { readonly counted: Omit<DeliveryCount, 'count'>; count: number }>();

  count({ tenantId, name }: Listener, ends: readonly DeliveryEnd[]): void {
    const ended = new Map<DeliveryEnd['status'], number>();
    for (const { status, counts } of ends) if (counts) ended.set(status, (ended.get(status) ?? 0) + 1);
    for (const [outcome, count] of ended) {
      const key = `${tenantId} ${name} ${outcome}`;
      const present = this.counts.get(key);
      if (present === undefined) this.counts.set(key, { counted: { tenantId, listener: name, outcome }, count });
      else present.count += count;
    }
  }

  read(): readonly DeliveryCount[] {
    return [...this.counts.values()].map(({ counted, count }) => ({ ...counted, count }));
  }

  fault(error: unknown): void {
    this.logger.error({ error }, 'Deliveries could not go on; what was due is tried again');
  }
}
