import { Injectable, Logger } from '@nestjs/common';
import type { Reading } from '../database/transaction.js';
import { RecordedEventStore } from './bodies/recorded-event.store.js';
import type { DeliveryEnd } from './sending/delivery-results.js';

/** Leaves that are remembered: a standby is behind by seconds, not by hours. */
const REMEMBERED = 50_000;
/** Events that one line of the log names. */
const NAMED = 100;

/** A leaf of which a listener has accepted the event. */
interface DeliveredLeaf {
  readonly index: number;
  readonly eventId: string;
}

/**
 * What this instance has delivered lately. Rows of deliveries are lost together with the leaves when a standby that was behind takes
 * over; listeners have the events all the same, and somebody has to be told which.
 */
@Injectable()
export class DeliveredLeaves {
  private readonly logger = new Logger('Deliveries');
  /** The oldest makes room, at `next`. */
  private readonly delivered: DeliveredLeaf[] = [];
  private next = 0;
  private told = false;

  constructor(private readonly events: RecordedEventStore) {}

  note(ends: readonly DeliveryEnd[]): void {
    for (const { status, result } of ends) {
      if (status !== 'delivered') continue;
      const { leafIndex: index, id: eventId } = result.delivery.event;
      this.delivered[this.next] = { index, eventId };
      this.next = (this.next + 1) % REMEMBERED;
    }
  }

  /** Once for each time that the log refuses to be signed: names what was delivered and is not where it was in the log. */
  async tell(reading: Reading, refused: boolean): Promise<void> {
    const due = refused && !this.told;
    this.told = refused;
    if (!due) return;
    const missing = await this.missing(reading);
    if (missing.length === 0) return;
    this.logger.error(
      { count: missing.length, leaves: missing.slice(0, NAMED) },
      'Listeners were delivered events that the log does not have any more',
    );
  }

  private async missing(reading: Reading): Promise<readonly DeliveredLeaf[]> {
    if (this.delivered.length === 0) return [];
    // Several listeners, or one again, may have been delivered the same.
    const known = [...new Map(this.delivered.map((leaf) => [`${leaf.index} ${leaf.eventId}`, leaf])).values()];
    const present = await this.events.eventsAt(reading, Math.min(...known.map(({ index }) => index)));
    return known
      .filter(({ index, eventId }) => present.get(index) !== eventId)
      .sort((one, other) => one.index - other.index);
  }
}
