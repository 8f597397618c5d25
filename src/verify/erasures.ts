import { evidenceDestroyedSchema, personalDataErasedSchema } from '../audit/format/event-data.schema.js';
import type { ReadLeaf } from '../audit/format/leaf.schema.js';
import type { Absent } from './content.js';
import { Lie } from './lie.js';

/** Keeps account of what is missing: each has to be told by an event. */
export class Erasures {
  private readonly absent: Absent[] = [];
  private readonly dataKeyIds = new Set<string>();
  private evidenceBefore = '';

  /** @param tenantEvents proven to be in the log */
  constructor(tenantEvents: readonly ReadLeaf[]) {
    for (const event of tenantEvents.filter(({ type }) => type === 'evidence.destroyed')) {
      const { before } = evidenceDestroyedSchema.safeParse(event.data).data ?? { before: '' };
      if (before > this.evidenceBefore) this.evidenceBefore = before;
    }
  }

  note(leaf: ReadLeaf, absent: readonly Absent[]): void {
    this.absent.push(...absent);
    if (leaf.type !== 'personal_data.erased') return;
    for (const id of personalDataErasedSchema.safeParse(leaf.data).data?.dataKeyIds ?? []) this.dataKeyIds.add(id);
  }

  /** @returns how many things are missing @throws Lie for the first that no event tells of */
  account(): number {
    for (const { event, name, what } of this.absent) {
      const { dataKeyId, time } = event.leaf;
      const erased = dataKeyId !== undefined && this.dataKeyIds.has(dataKeyId);
      const destroyed = what === 'evidence' && time < this.evidenceBefore;
      if (!erased && !destroyed) {
        throw new Lie(event.place, `the ${what} ${name} is missing, and no event says that it was erased`);
      }
    }
    return this.absent.length;
  }
}
