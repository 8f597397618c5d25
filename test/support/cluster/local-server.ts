import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { newScratchDirectory } from '../database/scratch-directory.js';
import { freePort } from '../service/free-port.js';
import {
  giveToUnprivileged,
  POSTGRESQL,
  runPostgresql,
  runUnprivileged,
  spawnTelling,
  unprivileged,
} from './unprivileged.js';

type Parameters = Readonly<Record<string, string>>;

/** Of a server that is thrown away: quick, and it survives a killed process. */
const QUICK: Parameters = { fsync: 'off', shared_buffers: '64MB', max_connections: '100', wal_level: 'replica' };

/** A PostgreSQL server of a test's own: whatever it is told about archives, standbys and delays. */
export class LocalServer {
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(
    /** Of everything that belongs to it; the data are in `data`. */
    readonly directory: string,
    readonly port: number,
    /** Of the server and of the commands that it runs, besides PATH. */
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** A new, empty server. */
  static async start(parameters: Parameters = {}, environment: Parameters = {}): Promise<LocalServer> {
    const server = await LocalServer.unmade(environment);
    await runPostgresql('initdb', [
      '-D',
      server.data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '-N',
    ]);
    await server.configure({ ...QUICK, ...parameters });
    await server.run();
    return server;
  }

  /**
   * A place for one whose data another program puts there.
   * @param directory of its own. Default: one that is made for it
   */
  static async unmade(environment: Parameters = {}, directory = ownDirectory()): Promise<LocalServer> {
    return new LocalServer(await directory, await freePort(), environment);
  }

  /** A server with a copy of the files of one that was stopped; in memory where there is room. */
  static async onCopyOf(files: string, parameters: Parameters = {}): Promise<LocalServer> {
    const directory = await newScratchDirectory();
    await giveToUnprivileged(directory);
    const server = await LocalServer.unmade({}, Promise.resolve(directory));
    await runUnprivileged('cp', ['-R', files, server.data]);
    await server.configure(parameters);
    await server.run();
    return server;
  }

  /** What another server has now, as a base backup. It is not started. */
  static async backupOf(other: LocalServer, options: readonly string[] = []): Promise<LocalServer> {
    const server = await LocalServer.unmade();
    const source = ['-h', '127.0.0.1', '-p', String(other.port), '-U', 'postgres'];
    await runPostgresql('pg_basebackup', ['-D', server.data, ...source, '-c', 'fast', '-N', ...options]);
    return server;
  }

  /** A server that follows another one. */
  static async standbyOf(primary: LocalServer, parameters: Parameters = {}): Promise<LocalServer> {
    const server = await LocalServer.backupOf(primary, ['-R']);
    await server.configure(parameters);
    await server.run();
    return server;
  }

  get data(): string {
    return join(this.directory, 'data');
  }

  url(database = 'postgres'): string {
    return `postgresql://postgres@127.0.0.1:${this.port}/${database}`;
  }

  /** Written behind what the server was told before; it reads it at its next start. */
  async configure(parameters: Parameters): Promise<void> {
    const lines = Object.entries(parameters).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
    await appendFile(join(this.data, 'postgresql.conf'), lines.join(''));
  }

  /** Asks it one thing. */
  async query<Row extends pg.QueryResultRow>(text: string, database = 'postgres'): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** Starts it. @throws Error with what it said when it does not answer */
  async run(): Promise<void> {
    const place = ['-p', String(this.port), '-c', 'listen_addresses=127.0.0.1', '-k', this.directory];
    const command = unprivileged(`${POSTGRESQL}/postgres`, ['-D', this.data, ...place]);
    const hear = (text: string): void => {
      this.output = `${this.output}${text}`.slice(-10_000);
    };
    this.child = spawnTelling(command, hear, this.environment);
    for (let turn = 0; turn < 600; turn += 1) {
      if (this.child.exitCode !== null) break;
      const answers = await this.query('SELECT 1').catch(() => null);
      if (answers !== null) return;
      await sleep(100);
    }
    throw new Error(`The server does not answer: ${this.output}`);
  }

  /** @param how SIGINT: connections are ended, everything is written; SIGKILL: not even that */
  async stop(how: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<void> {
    const ending = this.child;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, 'exit');
    ending.kill(how);
    await exited;
  }

  /** Stops it, and removes everything. */
  async close(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function ownDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-postgresql-'));
  await giveToUnprivileged(directory);
  return directory;
}
