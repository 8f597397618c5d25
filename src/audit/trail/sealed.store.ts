import { Injectable } from '@nestjs/common';
import type { Reading } from '../../database/transaction.js';
import { DataKeys } from '../../secrets/data-keys.js';
import { type HoldingEvent, openSealed } from './open-sealed.js';
import type { OpenedEvent } from './opened-event.js';

/** An event with what stands beside it. */
export type Opened<Holding extends HoldingEvent> = Holding & { readonly opened: OpenedEvent };

/** Opens what is sealed beside events. */
@Injectable()
export class SealedStore {
  constructor(private readonly dataKeys: DataKeys) {}

  /** Events of one tenant with what stands beside them, in the order given. */
  async open<Holding extends HoldingEvent>(
    reading: Reading,
    tenantId: string,
    events: readonly Holding[],
  ): Promise<readonly Opened<Holding>[]> {
    const all = await openSealed(this.dataKeys.findAll.bind(this.dataKeys), reading, tenantId, events);
    return all.map(([event, opened]) => ({ ...event, opened }));
  }
}
