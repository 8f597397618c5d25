import { boundedCache } from '../caches/bounded-cache.js';
import { CountersignError } from '../errors/countersign-error.js';

interface LineLimits {
  /** Trips to one provider that are under way at the same time. */
  readonly atOnce: number;
  /** How long a browser is kept waiting for its turn, in milliseconds. */
  readonly longestWaitMs: number;
}

/** As many as the outbound guard has slots for what was begun (`followingCalls`): whoever sends a code finds them free. */
const usualLimits: LineLimits = { atOnce: 64, longestWaitMs: 10_000 };

/** Providers whose trips' usual duration is remembered. */
const REMEMBERED = 1_000;
/** What is taken for the duration of a trip before any has ended, in milliseconds. */
const UNKNOWN_MS = 1_000;
/** The part that the newest trip has in the usual duration. */
const NEWEST = 0.2;

/** @param madeTrip whether a trip was made: callbacks of strangers, and those that come again, tell nothing of a provider's speed */
type LeaveLine = (madeTrip: boolean) => void;

interface Line {
  underWay: number;
  readonly waiting: Set<() => void>;
}

/**
 * Where callbacks of one provider wait until a trip can be made, before anything is spent: a provider that answers slowly gets so many
 * codes as it can answer in time, and whoever comes too late is told when to come again, with a code that is still good. Per instance.
 */
export class WaitingLines {
  private readonly lines = new Map<string, Line>();
  private readonly usualMs = boundedCache<string, number>(REMEMBERED);

  constructor(private readonly limits: LineLimits = usualLimits) {}

  /** Trips that are under way or wait. */
  get inFlight(): number {
    return [...this.lines.values()].reduce((sum, { underWay, waiting }) => sum + underWay + waiting.size, 0);
  }

  /**
   * Waits for a place, and takes it.
   * @param provider any text that names the provider
   * @param isAwaited whether a trip will be made at all; asked only when there is no place: strangers do not stand in line
   * @returns gives the place back, and says whether a trip was made; MUST be called once
   * @throws CountersignError `callback.provider_busy` with `Retry-After`
   */
  async enter(provider: string, isAwaited: () => Promise<boolean>): Promise<LeaveLine> {
    if (this.lineOf(provider).underWay >= this.limits.atOnce && !(await isAwaited())) return () => undefined;
    // The line that it was may have come to its end meanwhile.
    const line = this.lineOf(provider);
    if (line.underWay >= this.limits.atOnce) await this.wait(provider, line);
    else line.underWay += 1;
    const startedAt = performance.now();
    return (madeTrip) => {
      if (madeTrip) this.learn(provider, performance.now() - startedAt);
      this.leave(provider, line);
    };
  }

  private lineOf(provider: string): Line {
    const line = this.lines.get(provider) ?? { underWay: 0, waiting: new Set() };
    this.lines.set(provider, line);
    return line;
  }

  /** Ends when a place was handed over. */
  private async wait(provider: string, line: Line): Promise<void> {
    const usual = this.usualMs.get(provider) ?? UNKNOWN_MS;
    const expected = Math.ceil((line.waiting.size + 1) / this.limits.atOnce) * usual;
    if (expected > this.limits.longestWaitMs) throw busy(expected);
    await new Promise<void>((resolve, reject) => {
      const called = (): void => {
        clearTimeout(timer);
        line.waiting.delete(called);
        resolve();
      };
      const timer = setTimeout(() => {
        line.waiting.delete(called);
        reject(busy(Math.max(usual, this.usualMs.get(provider) ?? usual)));
      }, this.limits.longestWaitMs);
      line.waiting.add(called);
    });
  }

  private learn(provider: string, milliseconds: number): void {
    const usual = this.usualMs.get(provider);
    this.usualMs.set(provider, usual === undefined ? milliseconds : usual * (1 - NEWEST) + milliseconds * NEWEST);
  }

  private leave(provider: string, line: Line): void {
    const [next] = line.waiting;
    // The place goes to whoever is next: nobody can come between.
    if (next !== undefined) next();
    else line.underWay -= 1;
    if (line.underWay === 0) this.lines.delete(provider);
  }
}

/** Nothing was spent: the same address, loaded again, goes on. */
function busy(milliseconds: number): CountersignError {
  const seconds = Math.max(2, Math.ceil(milliseconds / 1000));
  return new CountersignError('callback.provider_busy', {
    detail: `As many logins as this instance makes at once are under way at this provider; a place is expected in ${seconds} s`,
    headers: { 'retry-after': String(seconds) },
  });
}
