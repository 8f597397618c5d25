/** Milliseconds after which nobody waits for a statement that is under way. */
const PATIENCE = 20;
/** So many keys at most are looked up by one statement. */
const MOST_TOGETHER = 64;

interface Waiting<Found> {
  readonly key: string;
  readonly answer: (found: Found | null) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Looks up by key for whoever asks at the same moment: one statement is for all who ask in one turn of the event loop, and the next
 * one for all who come while it is under way. What one is told was read by a statement that was sent after it had asked, so it is
 * never older than by a statement of its own. Where one cannot be looked up the others are, each by itself.
 */
export class GatheredLookups<Found> {
  private waiting: Waiting<Found>[] = [];
  private underWay = 0;
  /** When the last statement was sent. */
  private sentAt = Number.NEGATIVE_INFINITY;
  private isScheduled = false;
  private timer: NodeJS.Timeout | null = null;

  /** @param lookUp finds what each of several different keys names, by one statement; a key that names nothing is left out */
  constructor(private readonly lookUp: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>) {}

  /** @returns null when the key names nothing; the object may be shared with others who asked for the same key */
  find(key: string): Promise<Found | null> {
    return new Promise((answer, fail) => {
      this.waiting.push({ key, answer, fail });
      if (this.underWay === 0 || performance.now() - this.sentAt > PATIENCE) this.sendAfterThisTurn();
      else
        this.timer ??= setTimeout(() => {
          this.timer = null;
          this.send();
        }, PATIENCE);
    });
  }

  /** What is asked in the rest of this turn of the event loop goes along. */
  private sendAfterThisTurn(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.send();
    });
  }

  private send(): void {
    while (this.waiting.length > 0) void this.lookUpAll(this.waiting.splice(0, MOST_TOGETHER));
  }

  private async lookUpAll(asking: readonly Waiting<Found>[]): Promise<void> {
    this.underWay += 1;
    this.sentAt = performance.now();
    try {
      await answerAll(asking, this.lookUp);
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.goOn();
    }
  }

  private goOn(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.send();
  }
}

/** Never rejected: each is told by itself. */
async function answerAll<Found>(
  asking: readonly Waiting<Found>[],
  lookUp: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): Promise<void> {
  const keys = [...new Set(asking.map(({ key }) => key))];
  try {
    const found = await lookUp(keys);
    for (const { key, answer } of asking) answer(found.get(key) ?? null);
  } catch (error) {
    if (keys.length === 1) for (const { fail } of asking) fail(error);
    else
      await Promise.all(
        keys.map((one) =>
          answerAll(
            asking.filter(({ key }) => key === one),
            lookUp,
          ),
        ),
      );
  }
}
