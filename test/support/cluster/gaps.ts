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

  /** How often it had worked before a moment. */
  countBefore(moment: number): number {
    return this.times.filter((time) => time < moment).length;
  }

  /** Times in milliseconds between two moments of a span at which it worked that are longer than so many. */
  longerThan(least: number, from: number, to: number): number[] {
    const inside = this.times.filter((time) => time >= from && time <= to);
    return inside.map((time, index) => time - (inside[index - 1] ?? time)).filter((gap) => gap > least);
  }

  /** The two moments at which it worked that lie furthest apart, of those that touch a span; of `performance.now()`. */
  widest(from: number, to: number): readonly [number, number] {
    const inside = this.times.filter((time) => time > from && time < to);
    const before = this.times.findLast((time) => time <= from) ?? from;
    const after = this.times.find((time) => time >= to) ?? to;
    let widest: readonly [number, number] = [before, before];
    let last = before;
    for (const time of [...inside, after]) {
      if (time - last > widest[1] - widest[0]) widest = [last, time];
      last = time;
    }
    return widest;
  }

  /** The longest time in milliseconds between two moments at which it worked, of those that touch a span. */
  longest(from: number, to: number): number {
    const [last, next] = this.widest(from, to);
    return next - last;
  }
}
