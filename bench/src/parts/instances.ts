import { setTimeout as sleep } from 'node:timers/promises';
import {
  deployment,
  logInAt,
  providerBody,
  signerAuthenticationBody,
  signIn,
  startInstance,
  Workflow,
} from '../contenders/countersign.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { runLogins, warmUp } from '../measuring/round.js';
import { short } from '../measuring/statistics.js';
import { freePort, type ServerProcess, startServer } from '../processes/child-process.js';
import { CpuLimits } from '../processes/cpu-limit.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import type { StubProvider } from '../processes/stub-provider.js';

const DATABASE = 'instances';

/** Two instances on one database behind a round-robin; then the same with an instance and PostgreSQL killed during the load. */
export async function measureInstances(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  roundMs: number,
): Promise<string> {
  const made = deployment(await postgresql.createDatabase(DATABASE));
  const ports = [await freePort(), await freePort()] as const;
  const front = await startFront(ports);
  const start = (port: number) => startInstance(made, { port, publicUrl: front.origin });
  const first = await start(ports[0]);
  const workflow = new Workflow(front.origin, made.apiKey);
  await workflow.post('/v1/providers', providerBody('alive', provider.issuer, false));
  const rate = async (): Promise<number> => {
    await warmUp(() => logInAt(workflow, 'alive'), 200);
    return ((await runLogins(() => logInAt(workflow, 'alive'), 16, roundMs)).length * 1000) / roundMs;
  };
  const one = await rate();
  let second = await start(ports[1]);
  const two = await rate();
  const rows = [
    ['logins/s, one instance', short(one)],
    ['logins/s, two instances', short(two)],
    ...(await smallInstances(provider, postgresql, roundMs)),
  ];

  const load = new CountingLoad(workflow);
  const running = load.run(roundMs * 4);
  await sleep(roundMs);
  await second.end('SIGKILL');
  await sleep(roundMs / 2);
  second = await start(ports[1]);
  await postgresql.crash();
  await postgresql.startAgain();
  await running;
  // Whatever was cut off in the middle is over by now, or is still waiting for its signer.
  await sleep(2_000);
  rows.push(...(await load.judge(postgresql)));
  rows.push(['authorization codes sent twice', String(await provider.codesSentAgain())]);
  await first.end('SIGTERM');
  await second.end('SIGTERM');
  await front.end('SIGTERM');
  return markdownTable(['what', 'measured'], rows);
}

/** Of one core, for each instance: three of them leave enough for driver, provider and PostgreSQL on two cores. */
const SMALL_INSTANCE = 0.25;
/** So many that an instance always has something to do when it may run again. */
const SIGNERS_EACH = 32;

/** Throughput of one, two and three instances that have a quarter of a core each, so that CPUs last where they all run on one machine. */
async function smallInstances(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  roundMs: number,
): Promise<string[][]> {
  const rows: string[][] = [];
  for (const count of [1, 2, 3]) {
    const made = deployment(await postgresql.createDatabase(`small_${count}`));
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    const front = await startFront(ports);
    const limits = new CpuLimits(SMALL_INSTANCE);
    const instances: ServerProcess[] = [];
    for (const port of ports) instances.push(await startInstance(made, { port, publicUrl: front.origin }));
    const workflow = new Workflow(front.origin, made.apiKey);
    await workflow.post('/v1/providers', providerBody('alive', provider.issuer, false));
    await warmUp(() => logInAt(workflow, 'alive'), 600 * count);
    const what = `logins/s, ${count} × a quarter of a core`;
    try {
      for (const { pid } of instances) limits.limit(pid);
      const durations = await runLogins(() => logInAt(workflow, 'alive'), SIGNERS_EACH * count, 2 * roundMs);
      rows.push([what, short((durations.length * 1000) / (2 * roundMs))]);
    } catch (error) {
      rows.push([what, `not measured: ${error instanceof Error ? error.message : String(error)}`]);
    }
    for (const instance of instances) await instance.end('SIGTERM');
    limits.lift();
    await front.end('SIGTERM');
  }
  return rows;
}

function startFront(ports: readonly number[]): Promise<ServerProcess> {
  return startServer({
    name: 'the round-robin',
    command: [new URL('../servers/round-robin.js', import.meta.url).pathname],
    environment: { TARGETS: ports.join(',') },
    readyPath: '/ready',
  });
}

/** Logs in while things break, and remembers what it was told. */
class CountingLoad {
  /** Signer authentications whose creation was confirmed. */
  private readonly created: string[] = [];
  /** Those whose browser came back with `succeeded`. */
  private readonly succeeded: string[] = [];
  private cutOff = 0;

  constructor(private readonly workflow: Workflow) {}

  async run(milliseconds: number): Promise<void> {
    await runLogins(() => this.logIn().catch(() => this.pause()), 8, milliseconds);
  }

  private async pause(): Promise<void> {
    this.cutOff += 1;
    await sleep(50);
  }

  private async logIn(): Promise<void> {
    const { id, signInUrl } = (await this.workflow.post(
      '/v1/signer-authentications',
      signerAuthenticationBody('alive'),
    )) as { id: string; signInUrl: string };
    this.created.push(id);
    await signIn(signInUrl, 'alive');
    this.succeeded.push(id);
  }

  /** Compares what it was told with what is stored. */
  async judge(postgresql: PostgresqlServer): Promise<string[][]> {
    let lost = 0;
    for (const id of this.created) {
      const found = (await this.workflow.get(`/v1/signer-authentications/${id}`).catch(() => null)) as {
        status: string;
      } | null;
      const told = this.succeeded.includes(id) ? 'succeeded' : null;
      if (found === null || (told !== null && found.status !== told)) lost += 1;
    }
    const count = async (query: string): Promise<string> =>
      (await postgresql.query<{ count: string }>(DATABASE, query))[0]?.count ?? '–';
    return [
      ['created under load, confirmed to the workflow', String(this.created.length)],
      ['succeeded, confirmed to the browser', String(this.succeeded.length)],
      ['requests cut off by the kills (the signer tries again)', String(this.cutOff)],
      ['confirmed and lost', String(lost)],
      [
        'successes recorded twice',
        await count(
          `SELECT count(*) FROM (SELECT leaf::jsonb ->> 'signerAuthenticationId' FROM audit_event
             WHERE type LIKE '%succeeded' GROUP BY 1 HAVING count(*) > 1) AS twice`,
        ),
      ],
      [
        'successes without their event, or events without their success',
        await count(
          `SELECT count(*) FROM signer_authentication s FULL JOIN (SELECT leaf::jsonb ->> 'signerAuthenticationId' AS id FROM audit_event
             WHERE type LIKE '%succeeded') e ON e.id = s.id::text
           WHERE (s.status = 'succeeded' AND e.id IS NULL) OR (e.id IS NOT NULL AND s.status IS DISTINCT FROM 'succeeded')`,
        ),
      ],
      [
        'streams whose numbers have a gap',
        await count(
          `SELECT count(*) FROM (SELECT stream_id FROM audit_event GROUP BY stream_id HAVING max(sequence) <> count(*)) AS gaps`,
        ),
      ],
    ];
  }
}
