import { Injectable } from '@nestjs/common';
import { boundedCache } from '../caches/bounded-cache.js';
import { SharedAllowanceStore } from './shared-allowance.store.js';

/** An instance takes this part of what is allowed at once: what several of them keep for nothing stays within a tenth. */
const PART = 1 / 60;
/** With fewer left of a batch than this part, the next one is asked for before anybody has to wait for it. */
const ALMOST_GONE = 1 / 4;
/** Keys of which this instance holds a batch. Whoever is forgotten is given another one. */
const HELD = 50_000;

/** What an instance may still do for one key. */
interface Held {
  left: number;
  /** Of `performance.now()`: when the window ends. */
  until: number;
  /** Everything of the window is handed out. */
  isExhausted: boolean;
  asking: Promise<void> | null;
}

/**
 * Shares out what a key may do in a minute among all instances. Each takes a batch with one statement and spends it by itself, so
 * that together they never allow more; what one has not spent when the minute ends is lost.
 */
@Injectable()
export class SharedAllowances {
  private readonly held = boundedCache<string, Held>(HELD);

  constructor(private readonly store: SharedAllowanceStore) {}

  /**
   * Spends one.
   * @param key base64 of a hash
   * @param most in a minute, the same at each instance
   * @returns null: it is allowed; else the milliseconds until the next window
   * @throws what the database throws
   */
  async spend(key: string, most: number): Promise<number | null> {
    const held = this.held.get(key) ?? { left: 0, until: 0, isExhausted: false, asking: null };
    this.held.set(key, held);
    const size = Math.max(1, Math.floor(most * PART));
    for (;;) {
      const left = held.until - performance.now();
      if (left <= 0) Object.assign(held, { left: 0, isExhausted: false });
      if (held.left > 0) {
        held.left -= 1;
        // A failure shows to whoever needs the next batch.
        if (held.left < size * ALMOST_GONE && !held.isExhausted) this.ask(held, key, size, most).catch(() => undefined);
        return null;
      }
      if (held.isExhausted) return left;
      await this.ask(held, key, size, most);
    }
  }

  private ask(held: Held, key: string, size: number, most: number): Promise<void> {
    held.asking ??= this.store
      .take(Buffer.from(key, 'base64'), size, most)
      .then(({ granted, milliseconds }) => {
        const until = performance.now() + milliseconds;
        // What was left of the window before is worth nothing in the next one.
        if (performance.now() >= held.until) held.left = 0;
        Object.assign(held, { left: held.left + granted, until, isExhausted: granted < size });
      })
      .finally(() => {
        held.asking = null;
      });
    return held.asking;
  }
}
