import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployment } from '../contenders/countersign.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { short } from '../measuring/statistics.js';
import { SERVICE_DIRECTORY, serviceModule } from '../processes/built-service.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { cpuOfTree } from '../processes/process-usage.js';
import { insertEvents } from './example-events.js';
import { writeExamplePackage } from './example-package.js';

/** Events a second that have to be reached. */
const SEQUENCER = 5_000;
export const CHECKING = 50_000;

/** What a command took. */
export interface Taken {
  readonly ms: number;
  /** Of the command and whatever it has started, the database not included. */
  readonly cpuMs: number;
}

/** Runs a command of the built service to its end. @throws unless it ends with 0 */
export function runCommand(program: string, parameters: readonly string[], environment: NodeJS.ProcessEnv): Taken {
  const cpu = cpuOfTree(process.pid);
  const startedAt = performance.now();
  execFileSync(process.execPath, [join('dist/src', program), ...parameters], {
    cwd: SERVICE_DIRECTORY,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: 'pipe',
  });
  return { ms: performance.now() - startedAt, cpuMs: cpuOfTree(process.pid) - cpu };
}

/** The best of three, because whatever disturbs one makes it longer. */
export function bestOf(run: () => Taken): Taken {
  return [run(), run(), run()].reduce((best, taken) => (taken.ms < best.ms ? taken : best));
}

const perSecond = (events: number, ms: number): number => (events * 1000) / ms;

/** The row of a command: its rate while it runs, its rate with its start, and the CPU time of an event. */
export function commandRow(what: string, events: number, whole: Taken, start: Taken): string[] {
  const steady = perSecond(events, whole.ms - start.ms);
  const withStart = perSecond(events, whole.ms);
  return [
    what,
    short(steady),
    short(withStart),
    `${short((whole.cpuMs * 1000) / events)} µs`,
    `≥ ${CHECKING}/s`,
    withStart >= CHECKING ? 'met' : steady >= CHECKING ? 'met without its start' : 'missed',
  ];
}

interface DatabaseModule {
  openDatabase(settings: object, parts: object): Promise<Database>;
}
interface Database {
  readonly dataSource: { query(text: string, values?: unknown[]): Promise<unknown> };
  close(): Promise<void>;
}
interface MigrationsModule {
  readonly migrations: readonly unknown[];
}

async function open(databaseUrl: string): Promise<Database> {
  const { openDatabase } = await serviceModule<DatabaseModule>('database/open-database.js');
  const { migrations } = await serviceModule<MigrationsModule>('../migrations/index.js');
  return openDatabase(
    { DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: 4, DATA_DIR: tmpdir() },
    { entities: [], migrations },
  );
}

/** The reading side of the audit trail, each part alone: no service runs. */
export async function measureAuditTrail(postgresql: PostgresqlServer, events: number): Promise<string> {
  const rows = [...(await sequencerAndCheck(postgresql, events)), ...(await verification(events))];
  return markdownTable(['part', 'events/s', 'with the start', 'CPU per event', 'target', ''], rows);
}

async function sequencerAndCheck(postgresql: PostgresqlServer, events: number): Promise<string[][]> {
  const emptyUrl = await postgresql.createDatabase('trail_empty');
  await (await open(emptyUrl)).close();
  const url = await postgresql.createDatabase('trail');
  const database = await open(url);
  const tenant = randomUUID();
  await postgresql.query(
    'trail',
    `INSERT INTO tenant (id, name, display_name, created_at) VALUES ($1, 'a', 'a', now())`,
    [tenant],
  );
  await insertEvents(url, tenant, events);
  const sequencer = await sequenceBacklog(database, postgresql, events);
  await database.close();
  const check = (databaseUrl: string) => () =>
    runCommand('cli.js', ['audit', 'check'], { ...deployment(databaseUrl).environment });
  const what = `whole-log check of ${events} events`;
  return [sequencer, commandRow(what, events, bestOf(check(url)), bestOf(check(emptyUrl)))];
}

interface UnitOfWorkModule {
  UnitOfWork: new (
    dataSource: unknown,
  ) => {
    readonly reading: unknown;
    run<T>(work: (transaction: unknown) => Promise<T>): Promise<T>;
  };
}
interface SequenceModule {
  sequenceEvents(transaction: unknown): Promise<{ readonly appended: number } | null>;
}
interface LeaderModule {
  hasWork(reading: unknown): Promise<boolean>;
}

async function sequenceBacklog(database: Database, postgresql: PostgresqlServer, events: number): Promise<string[]> {
  const { UnitOfWork } = await serviceModule<UnitOfWorkModule>('database/unit-of-work.js');
  const { sequenceEvents } = await serviceModule<SequenceModule>('audit/sequencer/sequence-events.js');
  const { hasWork } = await serviceModule<LeaderModule>('audit/sequencer/leader-state.js');
  const unitOfWork = new UnitOfWork(database.dataSource);
  const cpu = process.cpuUsage();
  const databaseCpu = postgresql.cpuMs();
  const startedAt = performance.now();
  let appended = 0;
  while (await hasWork(unitOfWork.reading)) appended += (await unitOfWork.run(sequenceEvents))?.appended ?? 0;
  const rate = perSecond(appended, performance.now() - startedAt);
  if (appended !== events) throw new Error(`${appended} of ${events} events were sequenced`);
  const { user, system } = process.cpuUsage(cpu);
  const databasePerEvent = ((postgresql.cpuMs() - databaseCpu) * 1000) / events;
  return [
    `sequencer, a backlog of ${events} events`,
    short(rate),
    '',
    `${short((user + system) / events)} µs, PostgreSQL ${short(databasePerEvent)} µs`,
    `≥ ${SEQUENCER}/s`,
    rate >= SEQUENCER ? 'met' : 'missed',
  ];
}

/** Where events of one envelope stand in the log: one after another, or with events of others between them. */
const BETWEEN = [0, 7];

async function verification(events: number): Promise<string[][]> {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-bench-package-'));
  try {
    const verify = async (count: number, between: number): Promise<Taken> => {
      const file = join(directory, `${count}-${between}.zip`);
      const key = await writeExamplePackage(file, count, between);
      return bestOf(() => runCommand('verify.js', [file, '--key', key], {}));
    };
    const start = await verify(1, 0);
    const rows: string[][] = [];
    for (const between of BETWEEN) {
      const where = between === 0 ? 'one after another in the log' : `with ${between} of others between each two`;
      rows.push(
        commandRow(`offline verification of ${events} events, ${where}`, events, await verify(events, between), start),
      );
    }
    return rows;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
