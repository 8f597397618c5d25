import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { lockDataDirectory } from './data-directory-lock.js';

/** A running embedded PostgreSQL. It MUST be reached with one connection at a time: a pool of size 1. */
export interface EmbeddedPostgresql {
  /** Where the `pg` driver connects: a directory that holds the socket, or a loopback address. */
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const SOCKET_PORT = 5432;

async function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolvePort(address.port);
      });
    });
  });
}

async function firstMessage(worker: Worker): Promise<void> {
  await new Promise<void>((done, failed) => {
    worker.once('message', () => {
      done();
    });
    worker.once('error', failed);
    worker.once('exit', (code) => {
      failed(new Error(`The embedded PostgreSQL stopped with exit code ${code}`));
    });
  });
  worker.removeAllListeners();
}

/**
 * Starts the embedded PostgreSQL (PGlite) on the files in `dataDirectory`/postgresql, which are made at first.
 * Its socket stands in a private directory, because it accepts any user and password.
 *
 * @throws Error when another process uses the directory, or its files cannot be opened
 */
export async function startEmbeddedPostgresql(dataDirectory: string): Promise<EmbeddedPostgresql> {
  const directory = resolve(dataDirectory);
  const unlock = await lockDataDirectory(directory);
  const files = join(directory, 'postgresql');
  mkdirSync(files, { recursive: true, mode: 0o700 });
  // A path of its own in the temporary directory: Unix sockets allow about 100 characters, a data directory may be longer.
  const socketDirectory = mkdtempSync(join(tmpdir(), 'countersign-'));
  const onWindows = process.platform === 'win32';
  const port = onWindows ? await freePort() : SOCKET_PORT;
  const listen = onWindows ? { host: '127.0.0.1', port } : { path: join(socketDirectory, `.s.PGSQL.${SOCKET_PORT}`) };
  try {
    const worker = new Worker(new URL('./embedded-postgresql.worker.js', import.meta.url), {
      workerData: { directory: files, listen },
    });
    await firstMessage(worker);
    return {
      host: onWindows ? '127.0.0.1' : socketDirectory,
      port,
      async close() {
        const closed = firstMessage(worker).catch(() => undefined);
        worker.postMessage('close');
        await closed;
        await worker.terminate();
        rmSync(socketDirectory, { recursive: true, force: true });
        await unlock();
      },
    };
  } catch (error) {
    rmSync(socketDirectory, { recursive: true, force: true });
    await unlock();
    throw error;
  }
}
