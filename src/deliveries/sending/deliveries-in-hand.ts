import type { DueDelivery } from './due-delivery.js';

/** With so many in hand nobody has to be asked for more. */
const ENOUGH = 50;

/** What one worker was given, and which of it may be sent: of a stream one at a time, the next once the one before it was accepted. Pure. */
export class DeliveriesInHand {
  private readonly waiting: DueDelivery[] = [];
  /** By stream: what follows a delivery that waits or is under way. */
  private readonly following = new Map<string, DueDelivery[]>();
  private readonly begun = new Set<string>();
  /** How many deliveries are in hand. */
  private size = 0;

  /** @param found in the order in which they are due, each that follows another of its stream after it */
  take(found: readonly DueDelivery[]): void {
    this.size += found.length;
    for (const delivery of found) {
      const { streamId } = delivery.event;
      if (!delivery.follows) this.waiting.push(delivery);
      else this.following.set(streamId, [...(this.following.get(streamId) ?? []), delivery]);
    }
  }

  /** The next that may be sent, which is under way until it has ended; undefined: there is none. */
  begin(): DueDelivery | undefined {
    const next = this.waiting.shift();
    if (next !== undefined) this.begun.add(next.id);
    return next;
  }

  /** @param accepted whether what follows may be sent; otherwise it is forgotten: the database says when its turn has come */
  end({ id, event: { streamId } }: DueDelivery, accepted: boolean): void {
    if (this.begun.delete(id)) this.size -= 1;
    const next = this.following.get(streamId);
    if (next === undefined) return;
    const [first, ...others] = accepted ? next : [];
    if (!accepted) this.size -= next.length;
    // Before others: of each stream that was begun the next has to be made due, so few are begun at a time.
    if (first !== undefined) this.waiting.unshift(first);
    if (others.length > 0) this.following.set(streamId, others);
    else this.following.delete(streamId);
  }

  /** Forgets all that is not under way. */
  forget(): void {
    this.waiting.length = 0;
    this.following.clear();
    this.size = this.begun.size;
  }

  get underWay(): number {
    return this.begun.size;
  }

  get isEmpty(): boolean {
    return this.begun.size === 0 && this.waiting.length === 0;
  }

  /** Whether any may be sent that is not under way. */
  get someWait(): boolean {
    return this.waiting.length > 0;
  }

  /** Whether there is too little for so many at once, now or soon. */
  isLow(atOnce: number): boolean {
    return (this.waiting.length === 0 && this.begun.size < atOnce) || this.size <= ENOUGH;
  }

  ids(): readonly string[] {
    const all = [this.waiting, ...this.following.values()];
    return [...all.flatMap((some) => some.map(({ id }) => id)), ...this.begun];
  }
}
