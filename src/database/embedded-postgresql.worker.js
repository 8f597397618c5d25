// Runs in a worker thread of its own, so that a long query does not hold up the service's event loop. Plain JavaScript, because
// a worker is loaded by Node itself, not by whatever transforms TypeScript for tests.
import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { STATEMENT_PARTS } from './statement-parts.js';

/** @type {{ directory: string, listen: { path: string } | { host: string, port: number } }} */
const { directory, listen } = workerData;

const database = await PGlite.create({ dataDir: directory });
if ('path' in listen) rmSync(listen.path, { force: true });

/** Of a connection's first message, which has no type: the length begins with it. */
const NEW_CONNECTION = 0;

/** @type {Uint8Array[]} */
let heldBack = [];

/**
 * Has the database read a statement's five messages at once, with the last: the library hands each over by itself, and entering
 * the database and writing an answer to the socket, which wakes the service's thread, take more than most statements do.
 * @type {typeof database.execProtocolRawStream}
 */
async function readStatementAtOnce(message, options) {
  const [type = NEW_CONNECTION] = message;
  // What a connection has sent that ended before the rest of it.
  if (type === NEW_CONNECTION) heldBack = [];
  heldBack.push(message);
  if (STATEMENT_PARTS.has(type)) return;
  const messages = Buffer.concat(heldBack);
  heldBack = [];
  await database.execProtocolRawStream(messages, options);
}
const statementsAtOnce = new Proxy(database, {
  get(target, name) {
    if (name === 'execProtocolRawStream') return readStatementAtOnce;
    const member = Reflect.get(target, name);
    return typeof member === 'function' ? member.bind(target) : member;
  },
});
// More than one connection interleaves sessions: the service keeps a pool of one. The spare places let it reconnect.
const server = new PGLiteSocketServer({ db: statementsAtOnce, maxConnections: 4, ...listen });
await server.start();

async function close() {
  await server.stop();
  await database.close();
  parentPort?.postMessage('closed');
  parentPort?.close();
}
parentPort?.on('message', () => void close());
parentPort?.postMessage('ready');
