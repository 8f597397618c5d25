import { Counter, Gauge, type Registry } from 'prom-client';
import type { DeliveryState } from '../deliveries/delivery-state.store.js';
import type { DeliveryCount } from '../deliveries/delivery-tally.js';

const states = ['delivering', 'failing', 'disabled', 'suspended', 'gone'] as const;

/** Adds what this instance has delivered, and how far every listener is behind. */
export function measureDeliveries(
  registry: Registry,
  counts: () => readonly DeliveryCount[],
  read: () => Promise<DeliveryState>,
  now: () => Date,
): void {
  // The gauges of one scrape are collected together and share one reading.
  let reading: Promise<DeliveryState | null> | null = null;
  const state = (): Promise<DeliveryState | null> => {
    reading ??= read()
      .catch(() => null)
      .finally(() => {
        reading = null;
      });
    return reading;
  };
  const age = (since: Date | null): number => (since === null ? 0 : (now().getTime() - since.getTime()) / 1000);
  new Counter({
    name: 'countersign_deliveries_total',
    help: 'Tries of deliveries in this instance, by listener and outcome.',
    labelNames: ['tenant', 'listener', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { tenantId, listener, outcome, count } of counts()) {
        this.inc({ tenant: tenantId, listener, outcome }, count);
      }
    },
  });
  new Gauge({
    name: 'countersign_deliveries_lag_seconds',
    help: 'Age of the oldest event that has a leaf and was not handed out to listeners.',
    registers: [registry],
    async collect() {
      const present = await state();
      if (present === null) this.remove();
      else this.set(age(present.notHandedOutSince));
    },
  });
  new Gauge({
    name: 'countersign_deliveries_oldest_pending_seconds',
    help: 'Age of the oldest event that a listener has not accepted.',
    labelNames: ['tenant', 'listener'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { tenantId, listener, oldestPending } of (await state())?.listeners ?? []) {
        this.set({ tenant: tenantId, listener }, age(oldestPending));
      }
    },
  });
  new Gauge({
    name: 'countersign_listeners',
    help: 'Listeners by state.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      const listeners = (await state())?.listeners ?? [];
      for (const name of states) {
        this.set({ state: name }, listeners.filter((listener) => listener.state === name).length);
      }
    },
  });
}
