import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './child-process.js';
import { cpuOfTree } from './process-usage.js';

const BINARIES = process.env['POSTGRESQL_BIN'] ?? '/usr/lib/postgresql/15/bin';
const program = (name: string): string => (existsSync(join(BINARIES, name)) ? join(BINARIES, name) : name);

/** initdb and postgres refuse to run as root. */
function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']).toString());
  return { uid: id('-u'), gid: id('-g') };
}

/** A PostgreSQL server with its defaults (durable: fsync and synchronous commit on), removed when it stops unless it is to be kept. */
export class PostgresqlServer {
  private server: ChildProcess | null = null;

  private constructor(
    private readonly directory: string,
    private readonly port: number,
    private readonly isKept: boolean,
  ) {}

  /** @param kept where the databases are found and left; default: they are made for this run and removed after it */
  static async start(kept?: string): Promise<PostgresqlServer> {
    if (kept !== undefined) mkdirSync(kept, { recursive: true });
    const directory = kept ?? mkdtempSync(join(tmpdir(), 'countersign-bench-'));
    const owner = serverUser();
    if (owner !== null) chownSync(directory, owner.uid, owner.gid);
    const made = new PostgresqlServer(directory, await freePort(), kept !== undefined);
    if (!existsSync(made.data))
      execFileSync(program('initdb'), ['-D', made.data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
        ...owner,
        stdio: 'ignore',
        cwd: directory,
      });
    process.once('exit', () => {
      made.server?.kill(made.isKept ? 'SIGINT' : 'SIGQUIT');
      made.remove();
    });
    await made.startAgain();
    return made;
  }

  private remove(): void {
    if (!this.isKept) rmSync(this.directory, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.directory, 'data');
  }

  urlOf(database: string): string {
    return `postgresql://postgres@127.0.0.1:${this.port}/${database}`;
  }

  async startAgain(): Promise<void> {
    const settings = ['listen_addresses=127.0.0.1', 'max_connections=200', 'shared_buffers=256MB', 'max_wal_size=4GB'];
    this.server = spawn(
      program('postgres'),
      [
        ...['-D', this.data, '-p', String(this.port), '-k', this.directory],
        ...settings.flatMap((setting) => ['-c', setting]),
      ],
      { ...serverUser(), stdio: 'ignore', cwd: this.directory },
    );
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.query('postgres', 'SELECT 1');
        return;
      } catch (error) {
        if (attempt === 400) throw error;
        await sleep(50);
      }
    }
  }

  /** Stops at once, as a crash does (`immediate` mode); what was committed is recovered at the next start. */
  async crash(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    const exited = once(server, 'exit');
    server.kill('SIGQUIT');
    await exited;
  }

  async createDatabase(name: string): Promise<string> {
    await this.query('postgres', `CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
    return this.urlOf(name);
  }

  async query<Row extends pg.QueryResultRow>(database: string, text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.urlOf(database) });
    // A server that stops says so on every connection.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** CPU time of the server with all its processes, in milliseconds. */
  cpuMs(): number {
    return cpuOfTree(this.server?.pid ?? 0);
  }

  /**
   * The next transaction id. A transaction takes one when it first writes (a row lock is a write too), so that the difference
   * of two counts every writing transaction in between, whoever made it.
   */
  async nextTransactionId(): Promise<number> {
    const rows = await this.query<{ next: string }>(
      'postgres',
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next',
    );
    return Number(rows[0]?.next);
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (server !== null) {
      const exited = once(server, 'exit');
      server.kill('SIGINT');
      await exited;
    }
    this.remove();
  }
}
