import { Injectable } from '@nestjs/common';
import { boundedCache } from '../../caches/bounded-cache.js';
import type { Reading } from '../../database/transaction.js';
import type { DeliverableEvent } from './event-body.js';
import { RecordedEventStore } from './recorded-event.store.js';

/** Which workstep a signer authentication is of: the event that it was created with says so, and never changes. */
@Injectable()
export class WorkstepIds {
  private readonly known = boundedCache<string, { readonly workstepId: string | null }>(20_000);

  constructor(private readonly events: RecordedEventStore) {}

  /** Makes sure that `of` answers for these events, in one query. */
  async load(reading: Reading, events: readonly DeliverableEvent[]): Promise<void> {
    const missing = new Map<string, Set<string>>();
    for (const { streamId, leaf } of events) {
      const id = leaf.signerAuthenticationId;
      if (id === undefined || this.known.has(id)) continue;
      if (leaf.type === 'signer_authentication.created') this.remember(id, leaf.data['workstep']);
      else missing.set(streamId, (missing.get(streamId) ?? new Set()).add(id));
    }
    if (missing.size === 0) return;
    const ids = [...missing.values()].flatMap((set) => [...set]);
    const rows = await this.events.worksteps(reading, [...missing.keys()], ids);
    for (const { id, workstep } of rows) this.remember(id, workstep);
  }

  of({ leaf }: DeliverableEvent): string | null {
    const id = leaf.signerAuthenticationId;
    return id === undefined ? null : (this.known.get(id)?.workstepId ?? null);
  }

  private remember(id: string, workstep: unknown): void {
    this.known.set(id, { workstepId: typeof workstep === 'string' ? workstep : null });
  }
}
