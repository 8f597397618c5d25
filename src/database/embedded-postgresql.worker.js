// Runs in a worker thread of its own, so that a long query does not hold up the service's event loop. Plain JavaScript, because
// a worker is loaded by Node itself, not by whatever transforms TypeScript for tests.
import { subscribe } from 'node:diagnostics_channel';
import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** @type {{ directory: string, listen: { path: string } | { host: string, port: number } }} */
const { directory, listen } = workerData;

const database = await PGlite.create({ dataDir: directory });
if ('path' in listen) rmSync(listen.path, { force: true });
/**
 * Sends what a statement is answered with as one: the library writes the answer to each of its five messages by itself, and every
 * write wakes the service's thread.
 * @param {import('node:net').Socket} socket
 */
function answerAtOnce(socket) {
  const write = socket.write.bind(socket);
  let holdsBack = false;
  const writeTogether = (/** @type {Parameters<typeof write>} */ ...parameters) => {
    if (!holdsBack) {
      holdsBack = true;
      socket.cork();
      // After everything that is answered without waiting.
      process.nextTick(() => {
        holdsBack = false;
        socket.uncork();
      });
    }
    return write(...parameters);
  };
  socket.write = /** @type {typeof write} */ (writeTogether);
}
subscribe('net.server.socket', (message) => {
  answerAtOnce(/** @type {{ socket: import('node:net').Socket }} */ (message).socket);
});
// More than one connection interleaves sessions: the service keeps a pool of one. The spare places let it reconnect.
const server = new PGLiteSocketServer({ db: database, maxConnections: 4, ...listen });
await server.start();

async function close() {
  await server.stop();
  await database.close();
  parentPort?.postMessage('closed');
  parentPort?.close();
}
parentPort?.on('message', () => void close());
parentPort?.postMessage('ready');
