/** Rings once, at the earliest of the times that it was asked to. */
export class EarliestTimer {
  private set: { readonly at: number; readonly handle: NodeJS.Timeout } | null = null;

  constructor(private readonly ring: () => void) {}

  /** @param at by `performance.now`; what is over rings at once */
  ringAt(at: number): void {
    if (this.set !== null && this.set.at <= at) return;
    clearTimeout(this.set?.handle);
    // Below zero Node 24 would warn on standard error, where the log is read.
    const handle = setTimeout(
      () => {
        this.set = null;
        this.ring();
      },
      Math.max(0, at - performance.now()),
    );
    this.set = { at, handle };
  }
}
