import { ended } from './active-span.js';
import type { RootSpan, Tracer } from './span.js';

/** For work in the background that is a trace of its own. */
export class Traces {
  /** @param tracer null: traces are off */
  constructor(private readonly tracer: Tracer | null) {}

  /** Runs work as a trace, where traces are on. */
  run<T>(describe: () => RootSpan, work: () => Promise<T>): Promise<T> {
    return this.tracer === null ? work() : ended(this.tracer.begin(describe()), work);
  }
}
