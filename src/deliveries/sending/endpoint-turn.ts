import type { Lease } from '../../jobs/lease.store.js';
import type { Listener } from '../listener.js';
import type { EndpointHealth, JudgedResults } from './delivery-results.js';
import type { DueDelivery } from './due-delivery.js';

/** What one instance has to tell the database about one endpoint that it has, and to ask. */
export interface EndpointTurn {
  readonly lease: Lease;
  /** What tries came to; null: nothing has ended. */
  readonly written: {
    readonly listener: Listener;
    readonly before: EndpointHealth;
    readonly judged: JudgedResults;
  } | null;
  /** What is to be sent next: at most so many, and none of those that it has already; null: it has enough. */
  readonly read: { readonly known: readonly string[]; readonly limit: number } | null;
  /** Whether the endpoint is given back: unless something is due, or anyhow, or because of a fault of ours, so that it rests a little. */
  readonly release: 'when_done' | 'now' | 'rest' | null;
}

/** What the database says to a turn. */
export interface TurnAnswer {
  readonly health: EndpointHealth;
  /** The revision of the listener that counts. */
  readonly revision: number;
  /** Events are about to be opened again that may come before those that were read: nothing more is to be begun. */
  readonly recalled: boolean;
  readonly found: readonly DueDelivery[];
  readonly released: boolean;
}

/** Deliveries that are read at once, for all listeners together, and the least that each may be given. */
const READ_AT_ONCE = 300;
const LEAST_READ = 20;

/** How many deliveries each of so many listeners may be given at once. */
export const mostRead = (listeners: number): number => Math.max(LEAST_READ, Math.floor(READ_AT_ONCE / listeners));
