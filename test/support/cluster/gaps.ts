import { setTimeout as sleep } from 'node:timers/promises';

/** When something worked, to say for how long it did not. */
export class Gaps {
  private readonly times: number[] = [];

  worked(): void {
    this.times.push(performance.now());
  }

  /** Resolves when it works the next time. @throws Error after so many milliseconds */
  async next(within: number): Promise<void> {
    const before = this.times.length;
    const deadline = performance.now() + within;
    while (this.times.length === before) {
      if (performance.now() > deadline) throw new Error(`It has not worked for ${within} ms`);
      await sleep(10);
    }
  }

  /** The longest time in milliseconds between two moments of a span at which it worked: what is usual while nothing is wrong. */
  longestWithin(from: number, to: number): number {
    const inside = this.times.filter((time) => time >= from && time <= to);
    return Math.max(0, ...inside.slice(1).map((time, index) => time - (inside[index] ?? time)));
  }

  /** The longest time in milliseconds between two moments at which it worked, of those that touch a span. */
  longest(from: number, to: number): number {
    const inside = this.times.filter((time) => time > from && time < to);
    const before = this.times.findLast((time) => time <= from) ?? from;
    const after = this.times.find((time) => time >= to) ?? to;
    const all = [before, ...inside, after];
    return Math.max(...all.map((time, index) => time - (all[index - 1] ?? time)));
  }
}
