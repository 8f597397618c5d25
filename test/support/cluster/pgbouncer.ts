import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../service/free-port.js';
import { giveToUnprivileged, spawnTelling, unprivileged } from './unprivileged.js';

/** A real one: Debian's, or another by `PGBOUNCER`. */
const program = [process.env['PGBOUNCER'], '/usr/sbin/pgbouncer'].find(
  (path) => path !== undefined && existsSync(path),
);

/** Its version as major and minor number; null: there is none here. */
export const pgbouncerVersion = ((): readonly [number, number] | null => {
  if (program === undefined) return null;
  const groups = /PgBouncer (\d+)\.(\d+)/.exec(execFileSync(program, ['--version']).toString());
  return groups === null ? null : [Number(groups[1]), Number(groups[2])];
})();

/** From 1.21 on prepared statements are known at whichever server connection a statement meets. */
export const keepsPreparedStatements =
  pgbouncerVersion !== null && pgbouncerVersion[0] === 1 && pgbouncerVersion[1] >= 21;

export interface PgbouncerOptions {
  readonly mode: 'transaction' | 'session';
  /** From 1.21 on; 0: prepared statements are not looked after, as before. */
  readonly preparedStatements?: number;
  /** Connections to the server. Default 5. */
  readonly poolSize?: number;
}

/** A connection pooler in front of a server on a port of this machine. */
export class Pgbouncer {
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(
    private readonly directory: string,
    private readonly port: number,
    private readonly options: PgbouncerOptions,
  ) {}

  static async start(serverPort: number, options: PgbouncerOptions): Promise<Pgbouncer> {
    const directory = await mkdtemp(join(tmpdir(), 'countersign-pgbouncer-'));
    const pooler = new Pgbouncer(directory, await freePort(), options);
    await pooler.configure(serverPort);
    await giveToUnprivileged(directory);
    const command = unprivileged(program ?? 'pgbouncer', [join(directory, 'pgbouncer.ini')]);
    pooler.child = spawnTelling(command, (text) => {
      pooler.output = `${pooler.output}${text}`.slice(-5_000);
    });
    for (let turn = 0; turn < 50; turn += 1) {
      if (await pooler.answers()) return pooler;
      await sleep(100);
    }
    throw new Error(`PgBouncer does not answer: ${pooler.output}`);
  }

  url(user = 'postgres'): string {
    return `postgresql://${user}@127.0.0.1:${this.port}/postgres`;
  }

  /** New connections go to a server on another port; those that there are end. */
  async turnTo(serverPort: number): Promise<void> {
    await this.configure(serverPort);
    this.child?.kill('SIGHUP');
  }

  async close(): Promise<void> {
    if (this.child !== null && this.child.exitCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await exited;
    }
    await rm(this.directory, { recursive: true, force: true });
  }

  private async configure(serverPort: number): Promise<void> {
    const { mode, preparedStatements, poolSize = 5 } = this.options;
    const users = join(this.directory, 'users.txt');
    await writeFile(users, ['postgres', 'countersign', 'countersign_owner'].map((name) => `"${name}" ""\n`).join(''));
    const file = join(this.directory, 'pgbouncer.ini');
    const lines = [
      '[databases]',
      `postgres = host=127.0.0.1 port=${serverPort} dbname=postgres`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${this.port}`,
      `unix_socket_dir =`,
      'auth_type = trust',
      `auth_file = ${users}`,
      `pool_mode = ${mode}`,
      `default_pool_size = ${poolSize}`,
      'max_client_conn = 200',
      'server_login_retry = 1',
      ...(preparedStatements === undefined || !keepsPreparedStatements
        ? []
        : [`max_prepared_statements = ${preparedStatements}`]),
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    await Promise.all([chmod(users, 0o644), chmod(file, 0o644)]);
  }

  private async answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.url(), connectionTimeoutMillis: 500 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return true;
    } catch {
      return false;
    } finally {
      client.end().catch(() => undefined);
    }
  }
}
