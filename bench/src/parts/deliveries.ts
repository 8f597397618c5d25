import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { deployment, logInAt, providerBody, startInstance, Workflow } from '../contenders/countersign.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { warmUp } from '../measuring/round.js';
import { percentile, short } from '../measuring/statistics.js';
import { type ServerProcess, startServer } from '../processes/child-process.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { cpuOf } from '../processes/process-usage.js';
import type { StubProvider } from '../processes/stub-provider.js';
import { eventMakers, insertBatch, insertEvents } from './example-events.js';

export interface DeliveriesOptions {
  /** Events that wait, to be delivered as fast as they can. */
  readonly waiting: number;
  readonly rounds: number;
  /** Seconds for which events come at a steady rate. */
  readonly steadySeconds: number;
  /** Logins of each round with and without listeners. */
  readonly logins: number;
}

const TYPE = 'signer_authentication.created';
/** Deliveries to one receiver that may be under way, of either contender. */
const AT_ONCE = 16;
const PER_SECOND = 500;
const TENANT = 'SELECT id FROM tenant';

/** What it costs to tell listeners: beside a job queue with the reference package, in time, and for whoever logs in meanwhile. */
export async function measureDeliveries(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  options: DeliveriesOptions,
): Promise<string> {
  const receiver = await startReceiver();
  const report = [
    await compareWithQueue(postgresql, receiver, options),
    await measureDelay(postgresql, receiver, options.steadySeconds),
    await measureLoginsBeside(provider, postgresql, receiver, options),
  ];
  await receiver.process.end('SIGTERM');
  return report.join('\n\n');
}

interface Receiver {
  readonly process: ServerProcess;
  readonly url: string;
  count(): Promise<number>;
  /** Milliseconds from event to arrival of all since it was asked last. */
  ages(): Promise<number[]>;
}

async function startReceiver(): Promise<Receiver> {
  const process = await startServer({
    name: 'the receiver',
    command: [new URL('../servers/event-receiver.js', import.meta.url).pathname],
    environment: {},
    readyPath: '/count',
  });
  const origin = process.origin.replace('localhost', '127.0.0.1');
  const read = async (path: string): Promise<unknown> => (await fetch(`${origin}${path}`)).json();
  return {
    process,
    url: `${origin}/events`,
    count: async () => ((await read('/count')) as { count: number }).count,
    ages: async () => (await read('/ages')) as number[],
  };
}

async function until(reached: () => Promise<boolean>, seconds = 600): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error(`Not reached within ${seconds} seconds`);
    await sleep(50);
  }
}

/** How fast and at what cost so many events were delivered. */
interface Drained {
  readonly seconds: number;
  readonly cpuMs: number;
  readonly databaseCpuMs: number;
}

async function drained(
  postgresql: PostgresqlServer,
  receiver: Receiver,
  pid: number,
  count: number,
  begin: () => Promise<void>,
): Promise<Drained> {
  const before = { count: await receiver.count(), cpu: cpuOf(pid), database: postgresql.cpuMs() };
  const startedAt = performance.now();
  await begin();
  await until(async () => (await receiver.count()) - before.count >= count);
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpuMs: cpuOf(pid) - before.cpu,
    databaseCpuMs: postgresql.cpuMs() - before.database,
  };
}

async function compareWithQueue(
  postgresql: PostgresqlServer,
  receiver: Receiver,
  { waiting, rounds }: DeliveriesOptions,
): Promise<string> {
  const ours: Drained[] = [];
  const theirs: Drained[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await drainOurs(postgresql, receiver, `deliveries_${round}`, waiting));
    theirs.push(await drainQueue(postgresql, receiver, `graphile_${round}`, waiting));
  }
  const total = (of: readonly Drained[], member: keyof Drained): number =>
    of.reduce((sum, one) => sum + one[member], 0);
  const events = waiting * rounds;
  const perCpuSecond = (of: readonly Drained[]): number => (events * 1000) / total(of, 'cpuMs');
  const row = (name: string, of: readonly Drained[]): string[] => [
    name,
    short(events / total(of, 'seconds')),
    short(perCpuSecond(of)),
    short(total(of, 'cpuMs') / events),
    short(total(of, 'databaseCpuMs') / events),
  ];
  const ratio = perCpuSecond(ours) / perCpuSecond(theirs);
  return [
    markdownTable(
      ['contender', 'events/s', 'events per CPU second', 'CPU ms per event', 'PostgreSQL CPU ms per event'],
      [
        row('Countersign (order kept per envelope, every try recorded)', ours),
        row('graphile-worker 0.16, standardwebhooks, undici', theirs),
      ],
    ),
    '',
    markdownTable(
      ['target', 'limit', 'measured', ''],
      [['events per CPU second beside graphile-worker', '≥ 3 ×', short(ratio), ratio >= 3 ? 'met' : 'missed']],
    ),
  ].join('\n');
}

async function drainOurs(
  postgresql: PostgresqlServer,
  receiver: Receiver,
  database: string,
  count: number,
): Promise<Drained> {
  const made = deployment(await postgresql.createDatabase(database));
  const process = await startInstance(made);
  const [tenant] = await postgresql.query<{ id: string }>(database, TENANT);
  await insertEvents(made.databaseUrl, tenant?.id ?? '', count, { type: TYPE });
  // Their leaves belong to the trail, whoever is told of them.
  await until(async () => {
    const [tree] = await postgresql.query<{ size: string }>(database, 'SELECT size FROM audit_tree');
    return Number(tree?.size) >= count;
  });
  const workflow = new Workflow(process.origin, made.apiKey);
  const result = await drained(postgresql, receiver, process.pid, count, async () => {
    await workflow.post('/v1/listeners', listenerBody('drain', receiver, { since: '2020-01-01T00:00:00Z' }));
  });
  await process.end('SIGTERM');
  return result;
}

async function drainQueue(
  postgresql: PostgresqlServer,
  receiver: Receiver,
  database: string,
  count: number,
): Promise<Drained> {
  const databaseUrl = await postgresql.createDatabase(database);
  const { runMigrations } = await import('graphile-worker');
  await runMigrations({ connectionString: databaseUrl });
  // As long as a thin body of ours.
  await postgresql.query(
    database,
    `SELECT graphile_worker.add_job('deliver', json_build_object('id', gen_random_uuid(),
       'body', json_build_object('type', $1::text, 'timestamp', now(), 'data', json_build_object('id', gen_random_uuid(), 'tenant', 'default',
         'envelopeId', gen_random_uuid(), 'workstepId', null, 'signerAuthenticationId', gen_random_uuid(), 'status', 'pending',
         'provider', 'id-token', 'audit', json_build_object('sequence', n, 'leafHash', repeat('a', 64), 'index', n)))::text))
     FROM generate_series(1, $2::int) AS n`,
    [TYPE, count],
  );
  await postgresql.query(database, 'ANALYZE');
  const process = await startServer({
    name: 'graphile-worker',
    command: [new URL('../servers/graphile-server.js', import.meta.url).pathname],
    environment: {
      DATABASE_URL: databaseUrl,
      RECEIVER: receiver.url,
      SECRET: `whsec_${randomBytes(32).toString('base64')}`,
      AT_ONCE: String(AT_ONCE),
    },
    readyPath: '/',
  });
  const result = await drained(postgresql, receiver, process.pid, count, async () => {
    await fetch(process.origin, { method: 'POST' });
  });
  await process.end('SIGKILL');
  return result;
}

function listenerBody(name: string, { url }: Receiver, more: object = {}): unknown {
  return {
    name,
    url,
    events: [TYPE],
    signatures: { standardWebhooks: { secrets: [`whsec_${randomBytes(32).toString('base64')}`] } },
    maxInFlight: AT_ONCE,
    ...more,
  };
}

/** From event to listener while events come at a steady rate, committed by another process that says so by NOTIFY. */
async function measureDelay(postgresql: PostgresqlServer, receiver: Receiver, seconds: number): Promise<string> {
  const database = 'deliveries_steady';
  const made = deployment(await postgresql.createDatabase(database));
  const process = await startInstance(made);
  const workflow = new Workflow(process.origin, made.apiKey);
  await workflow.post('/v1/listeners', listenerBody('steady', receiver));
  const [tenant] = await postgresql.query<{ id: string }>(database, TENANT);
  const make = await eventMakers();
  const client = new pg.Client({ connectionString: made.databaseUrl });
  await client.connect();
  const came = await receiver.count();
  const perTurn = 10;
  const turns = (seconds * PER_SECOND) / perTurn;
  const startedAt = performance.now();
  for (let turn = 0; turn < turns; turn += 1) {
    await sleep(Math.max(0, startedAt + (turn * perTurn * 1000) / PER_SECOND - performance.now()));
    await insertBatch(client, make, tenant?.id ?? '', perTurn, { type: TYPE, perEnvelope: 2, now: true });
    await client.query(`SELECT pg_notify('countersign_deliveries', '1')`);
    if (turn === Math.floor(turns / 5)) await receiver.ages();
  }
  const rate = (turns * perTurn * 1000) / (performance.now() - startedAt);
  await client.end();
  await until(async () => (await receiver.count()) - came >= turns * perTurn);
  const ages = await receiver.ages();
  await process.end('SIGTERM');
  const [p50, p99] = [percentile(ages, 0.5), percentile(ages, 0.99)];
  return markdownTable(
    ['from event to listener', 'limit', 'measured', ''],
    [
      ['events/s that came', String(PER_SECOND), short(rate), ''],
      ['p50 ms', '≤ 300', short(p50), p50 <= 300 ? 'met' : 'missed'],
      ['p99 ms', '≤ 1500', short(p99), p99 <= 1500 ? 'met' : 'missed'],
    ],
  );
}

const LISTENERS = Array.from({ length: 10 }, (_, index) => `beside-${index}`);

/** Logins one after the other, a few a second, in turns without and with ten listeners of every event. */
async function measureLoginsBeside(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  receiver: Receiver,
  { logins, rounds }: DeliveriesOptions,
): Promise<string> {
  const made = deployment(await postgresql.createDatabase('deliveries_beside'));
  const process = await startInstance(made);
  const workflow = new Workflow(process.origin, made.apiKey);
  await workflow.post('/v1/providers', providerBody('alive', provider.issuer, false));
  for (const name of LISTENERS)
    await workflow.post(
      '/v1/listeners',
      listenerBody(name, receiver, { events: ['signer_authentication.*', 'recipient.updated'], enabled: false }),
    );
  await warmUp(() => logInAt(workflow, 'alive'), 300);
  const durations = { without: [] as number[], with: [] as number[] };
  const cpu = { without: 0, with: 0 };
  const measure = async (which: 'without' | 'with'): Promise<void> => {
    const before = cpuOf(process.pid);
    for (let login = 0; login < logins; login += 1) {
      const startedAt = performance.now();
      await logInAt(workflow, 'alive');
      durations[which].push(performance.now() - startedAt);
      await sleep(100);
    }
    cpu[which] += cpuOf(process.pid) - before;
  };
  for (let round = 0; round < 2 * rounds; round += 1) {
    await measure('without');
    for (const name of LISTENERS) await workflow.post(`/v1/listeners/${name}/enable`, { from: 'now' });
    await measure('with');
    await sleep(1_000);
    for (const name of LISTENERS) await workflow.post(`/v1/listeners/${name}/disable`, undefined);
  }
  await process.end('SIGTERM');
  const [before, after] = [percentile(durations.without, 0.5), percentile(durations.with, 0.5)];
  const slower = (after / before - 1) * 100;
  const row = (name: string, of: readonly number[], cpuMs: number): string[] => [
    name,
    ...[0.5, 0.95].map((share) => short(percentile(of, share))),
    short(cpuMs / of.length),
  ];
  return [
    markdownTable(
      ['logins, one after the other', 'p50 ms', 'p95 ms', 'CPU ms per login with its deliveries'],
      [row('without a listener', durations.without, cpu.without), row('with ten listeners', durations.with, cpu.with)],
    ),
    '',
    markdownTable(
      ['target', 'limit', 'measured', ''],
      [['a login (p50) with ten listeners', '≤ 3 % slower', `${short(slower)} %`, slower <= 3 ? 'met' : 'missed']],
    ),
  ].join('\n');
}
