import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();

/** Runs `work` under a correlation id, which everything called from it can read. */
export function withCorrelationId<T>(id: string, work: () => T): T {
  return storage.run(id, work);
}

/** The correlation id of the request or job that is running; a fresh one outside of any. A UUID. */
export function correlationId(): string {
  return storage.getStore() ?? randomUUID();
}

/** For log lines: undefined where there is none. */
export function correlationIdIfAny(): string | undefined {
  return storage.getStore();
}
