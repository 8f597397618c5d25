import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { deployment, logInAt, providerBody, startInstance, Workflow } from '../contenders/countersign.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { warmUp } from '../measuring/round.js';
import { percentile, short } from '../measuring/statistics.js';
import { startServer } from '../processes/child-process.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { cpuOf } from '../processes/process-usage.js';
import { type Receiver, startReceiver } from '../processes/receiver.js';
import type { StubProvider } from '../processes/stub-provider.js';
import { eventMakers, insertBatch, insertEvents } from './example-events.js';

/** What is measured, in this order. */
export const shares = ['queue', 'delay', 'logins'] as const;

export interface DeliveriesOptions {
  /** One of what is measured. Default: all. */
  readonly only?: (typeof shares)[number] | undefined;
  /** Events that wait, to be delivered as fast as they can. */
  readonly waiting: number;
  readonly rounds: number;
  /** Seconds for which events come at a steady rate. */
  readonly steadySeconds: number;
  /** The rate of the logins that are made beside, and how long each round of them takes. */
  readonly loginsPerSecond: number;
  readonly loginSeconds: number;
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
  const measured = {
    queue: () => compareWithQueue(postgresql, receiver, options),
    delay: () => measureDelay(postgresql, receiver, options.steadySeconds),
    logins: () => measureLoginsBeside(provider, postgresql, receiver, options),
  };
  const report: string[] = [];
  for (const share of shares)
    if (options.only === undefined || options.only === share) report.push(await measured[share]());
  await receiver.process.end('SIGTERM');
  return report.join('\n\n');
}

/** Has an instance that is profiled deliver so many events that wait, and says what each took. */
export async function profileDeliveries(
  postgresql: PostgresqlServer,
  count: number,
  nodeArguments: readonly string[],
): Promise<Drained> {
  const receiver = await startReceiver();
  const result = await drainOurs(postgresql, receiver, 'profiled', count, nodeArguments);
  await receiver.process.end('SIGTERM');
  return result;
}

async function until(reached: () => Promise<boolean>, seconds = 600): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error(`Not reached within ${seconds} seconds`);
    await sleep(50);
  }
}

/** How fast and at what cost events were delivered, once the process had delivered a quarter of them: it is warm by then. */
interface Drained {
  readonly events: number;
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
  const came = await receiver.count();
  const reached = async (events: number) => {
    await until(async () => (await receiver.count()) - came >= events);
    return { count: await receiver.count(), cpu: cpuOf(pid), database: postgresql.cpuMs(), at: performance.now() };
  };
  await begin();
  const warm = await reached(count / 4);
  const all = await reached(count);
  return {
    events: all.count - warm.count,
    seconds: (all.at - warm.at) / 1000,
    cpuMs: all.cpu - warm.cpu,
    databaseCpuMs: all.database - warm.database,
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
  const perCpuSecond = (of: readonly Drained[]): number => (total(of, 'events') * 1000) / total(of, 'cpuMs');
  const perCpuSecondOfBoth = (of: readonly Drained[]): number =>
    (total(of, 'events') * 1000) / (total(of, 'cpuMs') + total(of, 'databaseCpuMs'));
  const row = (name: string, of: readonly Drained[]): string[] => [
    name,
    short(total(of, 'events') / total(of, 'seconds')),
    short(perCpuSecond(of)),
    short(total(of, 'cpuMs') / total(of, 'events')),
    short(total(of, 'databaseCpuMs') / total(of, 'events')),
  ];
  const ratio = perCpuSecond(ours) / perCpuSecond(theirs);
  const both = perCpuSecondOfBoth(ours) / perCpuSecondOfBoth(theirs);
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
      [
        [
          'events per CPU second, with PostgreSQL, beside graphile-worker',
          '≥ 3 ×',
          short(both),
          both >= 3 ? 'met' : 'missed',
        ],
        ['the process alone', '–', short(ratio), ''],
      ],
    ),
  ].join('\n');
}

/**
 * Has one instance deliver so many events that wait. It is ended afterwards.
 * @param nodeArguments of the instance, for a profile
 */
async function drainOurs(
  postgresql: PostgresqlServer,
  receiver: Receiver,
  database: string,
  count: number,
  nodeArguments: readonly string[] = [],
): Promise<Drained> {
  const made = deployment(await postgresql.createDatabase(database));
  const process = await startInstance(made, { nodeArguments });
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
/** Signers who log in at the same time, where as many logins are made as the machine can. */
const SIGNERS = 16;

/** Logins of one kind of round: without a listener, or with ten. */
interface Logins {
  readonly durations: number[];
  cpuMs: number;
  seconds: number;
}

/** How logins are made: so many a second, or as many as the machine can. */
type Load = (logIn: () => Promise<void>) => Promise<void>;

/**
 * A login begins when its time has come, however many are under way: what waits shows in its duration. They come at random, each within
 * its share of the second: at even distances all of them would hit, or miss, what is done a fixed time after the one before.
 */
const atRate =
  (perSecond: number, seconds: number): Load =>
  async (logIn) => {
    const begun: Promise<void>[] = [];
    const startedAt = performance.now();
    for (let login = 0; login < perSecond * seconds; login += 1) {
      await sleep(Math.max(0, startedAt + ((login + Math.random()) * 1000) / perSecond - performance.now()));
      begun.push(logIn());
    }
    await Promise.all(begun);
  };

const saturated =
  (seconds: number): Load =>
  async (logIn) => {
    const end = performance.now() + seconds * 1000;
    await Promise.all(
      Array.from({ length: SIGNERS }, async () => {
        while (performance.now() < end) await logIn();
      }),
    );
  };

/** Logins in turns without and with ten listeners of every event, at a steady rate below what the machine can, and at what it can. */
async function measureLoginsBeside(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  receiver: Receiver,
  { loginsPerSecond, loginSeconds, rounds }: DeliveriesOptions,
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
  const inTurns = async (turns: number, load: Load): Promise<{ readonly without: Logins; readonly with: Logins }> => {
    const all = { without: noLogins(), with: noLogins() };
    const measure = async (which: 'without' | 'with'): Promise<void> => {
      const before = { cpu: cpuOf(process.pid), at: performance.now() };
      await load(async () => {
        const startedAt = performance.now();
        await logInAt(workflow, 'alive');
        all[which].durations.push(performance.now() - startedAt);
      });
      all[which].seconds += (performance.now() - before.at) / 1000;
      // What is not delivered yet belongs to these logins.
      if (which === 'with') await until(async () => Number((await left())?.count) === 0);
      all[which].cpuMs += cpuOf(process.pid) - before.cpu;
    };
    const left = async () =>
      (
        await postgresql.query<{ count: string }>(
          'deliveries_beside',
          `SELECT count(*) AS count FROM delivery WHERE status IN ('pending', 'failed')`,
        )
      )[0];
    for (let round = 0; round < turns; round += 1) {
      await measure('without');
      for (const name of LISTENERS) await workflow.post(`/v1/listeners/${name}/enable`, { from: 'now' });
      await measure('with');
      for (const name of LISTENERS) await workflow.post(`/v1/listeners/${name}/disable`, undefined);
    }
    return all;
  };
  // What is to be told apart at a steady rate is small: many turns.
  const steady = await inTurns(3 * rounds, atRate(loginsPerSecond, loginSeconds));
  const full = await inTurns(rounds, saturated(loginSeconds / 2));
  await process.end('SIGTERM');
  const slower = (share: number, { without, with: beside }: typeof steady): number =>
    (percentile(beside.durations, share) / percentile(without.durations, share) - 1) * 100;
  const row = (name: string, { durations, cpuMs, seconds }: Logins): string[] => [
    name,
    short(durations.length / seconds),
    ...[0.5, 0.95, 0.99].map((share) => short(percentile(durations, share))),
    short(cpuMs / durations.length),
  ];
  const p50 = slower(0.5, steady);
  return [
    markdownTable(
      ['logins', 'logins/s', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms per login with its deliveries'],
      [
        row(`${loginsPerSecond} a second, without a listener`, steady.without),
        row(`${loginsPerSecond} a second, with ten listeners`, steady.with),
        row(`${SIGNERS} in flight, without a listener`, full.without),
        row(`${SIGNERS} in flight, with ten listeners`, full.with),
      ],
    ),
    '',
    markdownTable(
      ['target', 'limit', 'measured', ''],
      [
        [
          'a login (p50) with ten listeners, at a steady rate',
          '≤ 3 % slower',
          `${short(p50)} %`,
          p50 <= 3 ? 'met' : 'missed',
        ],
        ['p95; p99', '–', `${short(slower(0.95, steady))} %; ${short(slower(0.99, steady))} %`, ''],
        [`p50 with ${SIGNERS} in flight, both cores busy`, '–', `${short(slower(0.5, full))} %`, ''],
      ],
    ),
  ].join('\n');
}

const noLogins = (): Logins => ({ durations: [], cpuMs: 0, seconds: 0 });
