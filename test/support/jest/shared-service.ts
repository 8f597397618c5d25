import { randomUUID } from 'node:crypto';
import { isServerGiven } from '../database.js';
import { startTestService, type TestService } from '../service.js';
import { hasWorkerEnd, untilWorkerEnd } from './worker-end.js';

/**
 * What a test file may use of a service that others use too, and only so that these notice nothing: what it replaces in `app` it gives
 * back, the clock it sets right again, and what it does as the `operator` it does to tenants of its own.
 */
export type SharedService = Pick<
  TestService,
  'url' | 'settings' | 'app' | 'operator' | 'log' | 'clock' | 'caller' | 'newTenant' | 'close'
>;

/** A name, of a tenant for instance, that no other file takes. */
export const ownName = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

const ofWorker = untilWorkerEnd(() => startTestService());

/**
 * The service of this worker, started for the first file that asks for it: for files that need no more than tenants of their own,
 * whose names the service chooses. MUST be closed by the caller, who learns then whether what was logged is as it has to be.
 */
export async function sharedTestService(): Promise<SharedService> {
  // On a server the database would stay if nobody closed the service.
  if (!hasWorkerEnd() || isServerGiven()) return startTestService();
  const service = await ofWorker();
  return {
    url: service.url,
    settings: service.settings,
    app: service.app,
    operator: service.operator,
    log: service.log,
    clock: service.clock,
    caller: (key) => service.caller(key),
    newTenant: (name) => service.newTenant(name),
    close: () =>
      Promise.resolve().then(() => {
        judge(service);
      }),
  };
}

/** Each file answers for what it has caused, not for what was before. */
function judge(service: TestService): void {
  try {
    if (service.clock.isMoved) throw new Error('The clock of the shared service is not where it was');
    service.judgeLog();
  } finally {
    service.log.forget();
  }
}
