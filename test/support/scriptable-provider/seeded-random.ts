/** A small generator of numbers that come again for the same seed (a linear congruential one: enough to vary test data). */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
    this.below(2);
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, rank: this.below(1_000_000) }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ item }) => item);
  }

  /** The same letters, some large and some small. */
  letterCase(text: string): string {
    return Array.from(text, (letter) => (this.below(2) === 0 ? letter.toLowerCase() : letter.toUpperCase())).join('');
  }
}
