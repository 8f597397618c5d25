// Runs in a worker thread of its own, so that a long query does not hold up the service's event loop. Plain JavaScript, because
// a worker is loaded by Node itself, not by whatever transforms TypeScript for tests.
import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** @type {{ directory: string, listen: { path: string } | { host: string, port: number } }} */
const { directory, listen } = workerData;

const database = await PGlite.create({ dataDir: directory });
if ('path' in listen) rmSync(listen.path, { force: true });
// More than one connection interleaves sessions: the service keeps a pool of one. The spare places let it reconnect.
const server = new PGLiteSocketServer({ db: database, maxConnections: 4, ...listen });
await server.start();

parentPort?.on('message', async () => {
  await server.stop();
  await database.close();
  parentPort?.postMessage('closed');
  parentPort?.close();
});
parentPort?.postMessage('ready');
