import type { Reading } from '../../database/transaction.js';
import { type ReadLeaf, readLeaf } from '../format/leaf.schema.js';
import type { OpenedEvent } from './opened-event.js';
import { readEvent } from './read-event.js';
import type { Trail } from './read-trail.js';
import type { SealedStore } from './sealed.store.js';
import type { StoredEvent } from './stored-event.js';

/** An event of a trail. `opened` is null where personal data are not shown. */
export interface TrailItem {
  readonly event: StoredEvent;
  /** Read when it is asked for: JSON passes it on as it is. */
  readonly leaf: ReadLeaf;
  readonly opened: OpenedEvent | null;
}

/** Pages of items: one at a time is in memory, and each is passed on as a whole. */
export type TrailPages = AsyncIterable<readonly TrailItem[]>;

class PlainItem implements TrailItem {
  readonly opened = null;

  constructor(readonly event: StoredEvent) {}

  get leaf(): ReadLeaf {
    return readLeaf(this.event.leaf);
  }
}

/** The events of a trail without what is sealed beside them. */
export async function* plainPages(trail: Trail): AsyncGenerator<readonly TrailItem[]> {
  for await (const page of trail.pages()) yield page.map((event) => new PlainItem(event));
}

/** The events of a trail with personal data. */
export async function* disclosedPages(
  trail: Trail,
  sealed: SealedStore,
  reading: Reading,
): AsyncGenerator<readonly TrailItem[]> {
  for await (const page of trail.pages()) yield await sealed.open(reading, trail.stream.tenantId, page.map(readEvent));
}
