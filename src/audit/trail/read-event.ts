import { type ReadLeaf, readLeaf } from '../format/leaf.schema.js';
import type { StoredEvent } from './stored-event.js';

/** An event with its leaf read. */
export interface ReadEvent {
  readonly id: string;
  readonly event: StoredEvent;
  readonly leaf: ReadLeaf;
}

/** @throws ZodError or SyntaxError when the leaf is none */
export function readEvent(event: StoredEvent): ReadEvent {
  return { id: event.id, event, leaf: readLeaf(event.leaf) };
}
