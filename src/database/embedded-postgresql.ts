import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { ClientConfig } from 'pg';
import { lockDataDirectory } from './data-directory-lock.js';

/** A running embedded PostgreSQL. It MUST be reached with one connection at a time: a pool of size 1. */
export interface EmbeddedPostgresql {
  /** How the `pg` driver connects: to a directory that holds the socket, a loopback address, or in the same thread by a stream. */
  readonly connection: Pick<ClientConfig, 'host' | 'port' | 'stream'>;
  close(): Promise<void>;
}

const SOCKET_PORT = 5432;

const filesIn = (dataDirectory: string): string => join(dataDirectory, 'postgresql');

/** Whether an embedded database was made there. */
export function hasEmbeddedPostgresql(dataDirectory: string): boolean {
  return existsSync(filesIn(dataDirectory));
}

/** @throws Error where no embedded database was made */
export function requireEmbeddedDatabase(dataDirectory: string): void {
  if (hasEmbeddedPostgresql(dataDirectory)) return;
  throw new Error(
    `There is no database in ${dataDirectory}: run this where the service runs, with its DATA_DIR or DATABASE_URL; a new one is set up by starting the service once`,
  );
}

/**
 * Has V8 optimise a function of WebAssembly when it has run for a while (bytes of code, roughly), as Node 22 and later do by themselves.
 * Node 20 does so seven times sooner: two threads beside the start's own would be at work on functions that run once.
 */
export function optimiseNoSoonerThanLaterVersions(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--wasm-tiering-budget=13000000');
}

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

/** The embedded PostgreSQL while its own thread opens it. */
interface OpeningPostgresql {
  /** Its thread is at work, and needs nothing of this one until it is done. Never rejects: `opened` says what failed. */
  readonly begun: Promise<void>;
  /** Rejects when another process uses the directory, or its files cannot be opened. */
  readonly opened: Promise<EmbeddedPostgresql>;
}

interface Thread {
  readonly worker: Worker;
  readonly postgresql: EmbeddedPostgresql;
  readonly abandon: () => Promise<void>;
}

/**
 * Takes a data directory for the embedded database of this process.
 *
 * @returns the folder of its files, and what gives the directory back
 * @throws Error when another process holds it
 */
export async function takeFiles(
  dataDirectory: string,
): Promise<{ readonly files: string; readonly giveBack: () => Promise<void> }> {
  const directory = resolve(dataDirectory);
  const giveBack = await lockDataDirectory(directory);
  const files = filesIn(directory);
  mkdirSync(files, { recursive: true, mode: 0o700 });
  return { files, giveBack };
}

async function beginThread(dataDirectory: string): Promise<Thread> {
  const { files, giveBack } = await takeFiles(dataDirectory);
  // A path of its own in the temporary directory: Unix sockets allow about 100 characters, a data directory may be longer.
  const socketDirectory = mkdtempSync(join(tmpdir(), 'countersign-'));
  const onWindows = process.platform === 'win32';
  const port = onWindows ? await freePort() : SOCKET_PORT;
  const listen = onWindows ? { host: '127.0.0.1', port } : { path: join(socketDirectory, `.s.PGSQL.${SOCKET_PORT}`) };
  optimiseNoSoonerThanLaterVersions();
  const worker = new Worker(new URL('./embedded-postgresql.worker.js', import.meta.url), {
    workerData: { directory: files, listen },
  });
  const abandon = async (): Promise<void> => {
    rmSync(socketDirectory, { recursive: true, force: true });
    await giveBack();
  };
  return {
    worker,
    postgresql: {
      connection: { host: onWindows ? '127.0.0.1' : socketDirectory, port },
      async close() {
        const closed = firstMessage(worker).catch(() => undefined);
        worker.postMessage('close');
        await closed;
        await worker.terminate();
        await abandon();
      },
    },
    abandon,
  };
}

async function opened(beginning: Promise<Thread>): Promise<EmbeddedPostgresql> {
  const { worker, postgresql, abandon } = await beginning;
  try {
    await firstMessage(worker);
    return postgresql;
  } catch (error) {
    await abandon();
    throw error;
  }
}

/**
 * Has a thread open the embedded PostgreSQL (PGlite) on the files in `dataDirectory`/postgresql, which are made at first.
 * Its socket stands in a private directory, because it accepts any user and password.
 */
export function openEmbeddedPostgresql(dataDirectory: string): OpeningPostgresql {
  const beginning = beginThread(dataDirectory);
  return {
    begun: beginning.then(
      () => undefined,
      () => undefined,
    ),
    opened: opened(beginning),
  };
}

/**
 * Opens the embedded PostgreSQL, as `openEmbeddedPostgresql` does, and waits for it.
 *
 * @throws Error when another process uses the directory, or its files cannot be opened
 */
export const startEmbeddedPostgresql = (dataDirectory: string): Promise<EmbeddedPostgresql> =>
  openEmbeddedPostgresql(dataDirectory).opened;
