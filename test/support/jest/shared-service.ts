import { startTestService, type TestService } from '../service.js';

/** What a test file may use of a service that others use too: nothing that these would notice. */
export type SharedService = Pick<TestService, 'url' | 'caller' | 'newTenant' | 'close'>;

/** What Jest sends a worker that has no more files to run. */
const END = 2;

let kept: Promise<TestService> | undefined;

/**
 * The service of this worker, started for the first file that asks for it: for files that need no more than tenants of their own,
 * whose names the service chooses. MUST be closed by the caller, who learns then whether what was logged is as it has to be.
 */
export async function sharedTestService(): Promise<SharedService> {
  // Without a parent nobody says when all files have ended, and on a server the database would stay if nobody did.
  if (process.send === undefined || (process.env.TEST_DATABASE_URL ?? '') !== '') return startTestService();
  kept ??= startTestService().then(closeAtTheEnd);
  const service = await kept;
  return {
    url: service.url,
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
    service.judgeLog();
  } finally {
    service.log.forget();
  }
}

function closeAtTheEnd(service: TestService): TestService {
  const onMessage = (message: unknown): void => {
    if (!Array.isArray(message) || message[0] !== END) return;
    process.off('message', onMessage);
    void service.close();
  };
  process.on('message', onMessage);
  return service;
}
