import type { Transaction } from '../../database/transaction.js';
import { readLeaf } from '../format/leaf.schema.js';
import type { Trail } from './read-trail.js';
import type { DisclosedEvent, SealedStore } from './sealed.store.js';

/** An event of a trail; `opened` is null where personal data are not shown. */
export type TrailItem = Omit<DisclosedEvent, 'opened'> & { readonly opened: DisclosedEvent['opened'] | null };

/** The events of a trail without what is sealed beside them. */
export async function* plainItems(trail: Trail): AsyncGenerator<TrailItem> {
  for await (const page of trail.pages()) {
    for (const event of page) yield { event, leaf: readLeaf(event.leaf), opened: null };
  }
}

/** The events of a trail with personal data. */
export async function* disclosedItems(
  trail: Trail,
  sealed: SealedStore,
  reading: Transaction,
): AsyncGenerator<TrailItem> {
  for await (const page of trail.pages()) yield* await sealed.open(reading, trail.stream.tenantId, page);
}
