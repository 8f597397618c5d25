import { filesOfNewServer } from '../cluster/kept-server.js';
import { LocalServer } from '../cluster/local-server.js';
import { hasWorkerEnd, untilWorkerEnd } from './worker-end.js';

/** What a test file may use of a PostgreSQL server that others use too: databases of its own. */
export type SharedServer = Pick<LocalServer, 'url' | 'close'>;

const start = async (): Promise<LocalServer> => LocalServer.onCopyOf(await filesOfNewServer());
const ofWorker = untilWorkerEnd(start);

/** The server of this worker, started for the first file that asks for it. MUST be closed by the caller. */
export async function sharedServer(): Promise<SharedServer> {
  if (!hasWorkerEnd()) return start();
  const server = await ofWorker();
  return { url: (database) => server.url(database), close: () => Promise.resolve() };
}
