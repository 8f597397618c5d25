import { setTimeout as sleep } from 'node:timers/promises';
import { deployment, logInAt, providerBody, startInstance, Workflow } from '../contenders/countersign.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { warmUp } from '../measuring/round.js';
import { short } from '../measuring/statistics.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { startReceiver } from '../processes/receiver.js';
import type { StubProvider } from '../processes/stub-provider.js';
import { insertEvents } from './example-events.js';

export interface SizesOptions {
  /** Real logins, one an envelope, which everything that is stored is counted for. */
  readonly logins: number;
  /** Events that are added after that, to see whether tables and indexes grow in proportion. */
  readonly events: number;
}

const DATABASE = 'sizes';
const EVENTS_OF_LOGIN = 8;
/** Of the events that are added. */
const SHARES = 4;

/** A table with everything that belongs to it, in bytes. */
interface Size {
  readonly name: string;
  readonly rows: number;
  readonly heap: number;
  readonly indexes: Readonly<Record<string, number>>;
}

const SIZES = `
  SELECT c.relname AS name, pg_table_size(c.oid)::float8 AS heap,
    coalesce((SELECT json_object_agg(i.relname, pg_relation_size(i.oid))
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid), '{}') AS indexes
  FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`;

const UPDATES = `
  SELECT relname AS name, n_tup_ins::float8 AS added, n_tup_upd::float8 AS changed, n_tup_hot_upd::float8 AS hot, n_tup_del::float8 AS removed,
    autovacuum_count::float8 AS vacuums
  FROM pg_stat_user_tables WHERE n_tup_upd + n_tup_del > 100 ORDER BY n_tup_upd + n_tup_del DESC`;

/** What a login leaves in each table and index, what is changed and removed again, and what retention costs. */
export async function measureSizes(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  { logins, events }: SizesOptions,
): Promise<string> {
  const databaseUrl = await postgresql.createDatabase(DATABASE);
  const made = deployment(databaseUrl);
  const server = await startInstance(made);
  const receiver = await startReceiver();
  const workflow = new Workflow(server.origin, made.apiKey);
  await workflow.post('/v1/providers', providerBody('alive', provider.issuer, true));
  await workflow.post('/v1/listeners', { name: 'workflow', url: receiver.url });
  const logIn = (times: number): Promise<void> => warmUp(() => logInAt(workflow, 'alive'), times);

  await logIn(100);
  await untilAtRest(postgresql);
  const before = await sizesOf(postgresql);
  const walBefore = await walPosition(postgresql);
  await logIn(logins);
  await untilAtRest(postgresql);
  const wal = (await walPosition(postgresql)) - walBefore;
  const after = await sizesOf(postgresql);
  const updates = await updatesOf(postgresql);
  const report = [
    `${logins} logins with UserInfo and one listener, ${short(wal / logins / 1024)} KiB of WAL each.`,
    perUnit(before, after, logins, 'login'),
    updates,
    await retention(postgresql, logIn, logins),
  ];
  if (events > 0) report.push(await moreEvents(postgresql, databaseUrl, events));
  await server.end('SIGTERM');
  await receiver.process.end('SIGTERM');
  return report.join('\n\n');
}

async function sizesOf(postgresql: PostgresqlServer): Promise<readonly Size[]> {
  const found = await postgresql.query<Omit<Size, 'rows'>>(DATABASE, SIZES);
  const sizes: Size[] = [];
  for (const one of found) {
    const [row] = await postgresql.query<{ rows: string }>(DATABASE, `SELECT count(*) AS rows FROM ${one.name}`);
    sizes.push({ ...one, rows: Number(row?.rows) });
  }
  return sizes;
}

async function walPosition(postgresql: PostgresqlServer): Promise<number> {
  const [row] = await postgresql.query<{ at: string }>(DATABASE, `SELECT pg_current_wal_lsn() - '0/0' AS at`);
  return Number(row?.at);
}

/** Every event in the log and delivered. */
async function untilAtRest(postgresql: PostgresqlServer): Promise<void> {
  for (;;) {
    const [row] = await postgresql.query<{ waiting: string }>(
      DATABASE,
      `SELECT (SELECT count(*) FROM audit_event) - (SELECT size FROM audit_tree)
         + (SELECT count(*) FROM delivery WHERE status <> 'delivered') AS waiting`,
    );
    if (Number(row?.waiting) === 0) return;
    await sleep(500);
  }
}

const total = (indexes: Readonly<Record<string, number>>): number =>
  Object.values(indexes).reduce((sum, size) => sum + size, 0);

function perUnit(before: readonly Size[], after: readonly Size[], count: number, unit: string): string {
  const rows: string[][] = [];
  const sum = { heap: 0, indexes: 0 };
  for (const now of after) {
    const then = before.find(({ name }) => name === now.name);
    const heap = (now.heap - (then?.heap ?? 0)) / count;
    const indexes = (total(now.indexes) - total(then?.indexes ?? {})) / count;
    sum.heap += heap;
    sum.indexes += indexes;
    if (heap + indexes < 8) continue;
    const each = Object.entries(now.indexes)
      .map(([name, size]) => `${name} ${short((size - (then?.indexes[name] ?? 0)) / count)}`)
      .join(', ');
    rows.push([now.name, short((now.rows - (then?.rows ?? 0)) / count), short(heap), short(indexes), each]);
  }
  rows.sort((one, other) => Number(other[2]) + Number(other[3]) - Number(one[2]) - Number(one[3]));
  rows.push(['together', '', short(sum.heap), short(sum.indexes), '']);
  return markdownTable(['table', `rows per ${unit}`, 'bytes', 'bytes of indexes', 'of them'], rows);
}

async function updatesOf(postgresql: PostgresqlServer): Promise<string> {
  // Counters are told to the server now and then.
  await sleep(2_000);
  const found = await postgresql.query<
    Record<'added' | 'changed' | 'hot' | 'removed' | 'vacuums', number> & { name: string }
  >(DATABASE, UPDATES);
  const rows = found.map(({ name, added, changed, hot, removed, vacuums }) => [
    name,
    short(added),
    short(changed),
    changed === 0 ? '–' : `${Math.round((100 * hot) / changed)} %`,
    short(removed),
    String(vacuums),
  ]);
  return markdownTable(['table', 'rows added', 'changed', 'in place (HOT)', 'removed', 'autovacuums'], rows);
}

/** Destroys all evidence as retention does, and looks whether its room is used again. */
async function retention(
  postgresql: PostgresqlServer,
  logIn: (times: number) => Promise<void>,
  logins: number,
): Promise<string> {
  const pages = async (): Promise<number> =>
    Number(
      (await postgresql.query<{ size: string }>(DATABASE, `SELECT pg_total_relation_size('audit_evidence') AS size`))[0]
        ?.size,
    );
  const timed = async (statement: string): Promise<number> => {
    const began = performance.now();
    await postgresql.query(DATABASE, statement);
    return performance.now() - began;
  };
  const [row] = await postgresql.query<{ count: string }>(DATABASE, 'SELECT count(*) FROM audit_evidence');
  const pieces = Number(row?.count);
  const full = await pages();
  const deleting = await timed(
    `DELETE FROM audit_evidence USING audit_event
     WHERE audit_event.id = audit_evidence.event_id AND audit_event.occurred_at < now()`,
  );
  const vacuuming = await timed('VACUUM audit_evidence');
  const empty = await pages();
  await logIn(logins);
  await untilAtRest(postgresql);
  const again = await pages();
  const mib = (bytes: number): string => `${short(bytes / 2 ** 20)} MiB`;
  return `Evidence of ${pieces} pieces (${mib(full)}) was deleted in ${short(deleting)} ms (${short((1000 * deleting) / pieces)} µs a piece) and vacuumed in ${short(vacuuming)} ms, which left ${mib(empty)}; after as many logins again it is ${mib(again)}.`;
}

/** Adds events as they come in use, one after the other in envelopes of their own, and says after each share what those of it took. */
async function moreEvents(postgresql: PostgresqlServer, databaseUrl: string, events: number): Promise<string> {
  const [tenant] = await postgresql.query<{ id: string }>(DATABASE, `SELECT id FROM tenant WHERE name = 'default'`);
  const share = Math.ceil(events / SHARES);
  const told: string[] = [];
  for (let number = 1; number <= SHARES; number += 1) {
    const before = await sizesOf(postgresql);
    const began = performance.now();
    await insertEvents(databaseUrl, tenant?.id ?? '', share, { now: true, perEnvelope: EVENTS_OF_LOGIN });
    await untilAtRest(postgresql);
    const seconds = (performance.now() - began) / 1000;
    const grown = perUnit(before, await sizesOf(postgresql), share, 'event');
    told.push(`${share} events more, ${number * share} in all, in ${short(seconds)} s:\n\n${grown}`);
    console.error(told.at(-1));
  }
  return told.join('\n\n');
}
