/**
 * Remembers which events were taken. A `Set` is one, for a single process that may forget at its restart; over a database or
 * Redis, keep ids for as long as the sender tries (four days with its own schedule) and redelivers.
 */
export interface ReplayStore {
  has(id: string): boolean | Promise<boolean>;
  /** Answers `false` (now or later) when the id was there already, so that of two that come at once one is the first. */
  add(id: string): unknown;
  /** Forgets an id whose event could not be worked on, so that the next try is not taken for a duplicate. */
  delete(id: string): unknown;
}

/**
 * Between asking and adding nothing is awaited where the store answers at once: of two deliveries of one event that arrive
 * together, a `Set` would otherwise call both the first.
 *
 * @returns whether the id was there already; it is in any case afterwards
 */
export async function isKnown(store: ReplayStore, id: string): Promise<boolean> {
  const known = store.has(id);
  if (typeof known === 'boolean' ? known : await known) return true;
  return (await store.add(id)) === false;
}
