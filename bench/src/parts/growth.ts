import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Deployment,
  deployment,
  logInAt,
  providerBody,
  signerAuthenticationBody,
  signIn,
  startInstance,
  Workflow,
} from '../contenders/countersign.js';
import { Browser } from '../measuring/browser.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { runLogins, warmUp } from '../measuring/round.js';
import { percentile, short } from '../measuring/statistics.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { memoryOf } from '../processes/process-usage.js';
import type { StubProvider } from '../processes/stub-provider.js';
import { bestOf, CHECKING, runCommand, type Taken } from './audit-trail.js';
import { insertEvents } from './example-events.js';

export interface GrowthOptions {
  readonly events: number;
  /** Memory is looked at after so many logins, and after ten times as many. */
  readonly logins: number;
  readonly roundMs: number;
}

const DATABASE = 'growth';

/** 95th percentile of one request, in milliseconds. */
async function p95Of(times: number, request: () => Promise<unknown>): Promise<number> {
  const durations: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const startedAt = performance.now();
    await request();
    durations.push(performance.now() - startedAt);
  }
  return percentile(durations, 0.95);
}

/** What becomes slower or larger as a deployment ages, and what must not. */
export async function measureGrowth(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  options: GrowthOptions,
): Promise<string> {
  const databaseUrl = await postgresql.createDatabase(DATABASE);
  const made = deployment(databaseUrl);
  const emptyUrl = await postgresql.createDatabase(`${DATABASE}_empty`);
  await (await startInstance(deployment(emptyUrl))).end('SIGTERM');
  const server = await startInstance(made);
  const workflow = new Workflow(server.origin, made.apiKey);
  await workflow.post('/v1/providers', providerBody('alive', provider.issuer, false));
  const rows: string[][] = [];
  const say = (what: string, value: string, limit: string): void => {
    rows.push([what, value, limit]);
  };

  await deadProvider(workflow, provider, options, say);
  const queries = await eventQueries(postgresql);
  const few = await measureQueries(workflow, postgresql, queries);
  await memoryGrows(workflow, server.pid, options.logins, say);
  await verifyLogins(workflow, made, postgresql, say);
  wholeLogCheck(made, emptyUrl, say, await countEvents(postgresql), 'logins');
  const tenants = await postgresql.query<{ id: string }>(DATABASE, `SELECT id FROM tenant WHERE name = 'default'`);
  await insertEvents(databaseUrl, tenants[0]?.id ?? '', options.events);
  while ((await treeSize(postgresql)) < (await countEvents(postgresql))) await sleep(1_000);
  const many = await measureQueries(workflow, postgresql, queries);
  for (const [index, { what }] of queries.entries()) {
    const [one = Number.NaN, other = Number.NaN] = [few.p95[index], many.p95[index]];
    say(
      `p95 of ${what} at ${few.events} and ${many.events} events`,
      `${short(one)} → ${short(other)} ms`,
      'within 2 ×',
    );
  }
  await server.end('SIGTERM');
  wholeLogCheck(made, emptyUrl, say, many.events, 'logins and others');
  return markdownTable(['what', 'measured', 'limit'], rows);
}

type Say = (what: string, value: string, limit: string) => void;

async function countEvents(postgresql: PostgresqlServer): Promise<number> {
  const rows = await postgresql.query<{ count: string }>(DATABASE, 'SELECT count(*) FROM audit_event');
  return Number(rows[0]?.count);
}

async function treeSize(postgresql: PostgresqlServer): Promise<number> {
  const rows = await postgresql.query<{ size: string }>(DATABASE, 'SELECT size FROM audit_tree');
  return Number(rows[0]?.size);
}

interface EventQuery {
  readonly what: string;
  readonly path: string;
}

async function eventQueries(postgresql: PostgresqlServer): Promise<readonly EventQuery[]> {
  const [stream] = await postgresql.query<{ id: string; envelope_id: string }>(
    DATABASE,
    `SELECT id, envelope_id FROM audit_stream WHERE envelope_id IS NOT NULL LIMIT 1`,
  );
  const [event] = await postgresql.query<{ actor_id: string }>(
    DATABASE,
    `SELECT actor_id FROM audit_event WHERE stream_id = '${stream?.id ?? ''}' AND actor_type = 'signer' LIMIT 1`,
  );
  const envelope = encodeURIComponent(stream?.envelope_id ?? '');
  return [
    { what: 'trail of one envelope', path: `/v1/envelopes/${envelope}/audit-trail` },
    { what: 'events by type', path: '/v1/audit-events?type=attempt.started&limit=50' },
    { what: 'events by envelope', path: `/v1/audit-events?envelopeId=${envelope}&limit=50` },
    {
      what: 'events by actor',
      path: `/v1/audit-events?actor=${encodeURIComponent(`signer:${event?.actor_id ?? ''}`)}&limit=50`,
    },
  ];
}

/** Each query's p95 in the order given, with how many events there were. */
async function measureQueries(
  workflow: Workflow,
  postgresql: PostgresqlServer,
  queries: readonly EventQuery[],
): Promise<{ readonly events: number; readonly p95: readonly number[] }> {
  const events = await countEvents(postgresql);
  console.error(`${new Date().toISOString()} queries at ${events} events`);
  const p95: number[] = [];
  for (const { path } of queries) {
    await p95Of(100, () => workflow.get(path));
    p95.push(await p95Of(200, () => workflow.get(path)));
  }
  return { events, p95 };
}

async function memoryGrows(workflow: Workflow, pid: number, logins: number, say: Say): Promise<void> {
  await warmUp(() => logInAt(workflow, 'alive'), logins);
  const memory = memoryOf(pid);
  await warmUp(() => logInAt(workflow, 'alive'), 9 * logins);
  const later = memoryOf(pid);
  say(
    `memory after ${logins} and ${10 * logins} logins`,
    `${short(memory)} → ${short(later)} MiB`,
    '≤ 10 % more after 100,000 than after 10,000',
  );
}

/** `countersign audit check` over everything, what is sealed beside events opened too. */
function wholeLogCheck(made: Deployment, emptyUrl: string, say: Say, events: number, of: string): void {
  console.error(`${new Date().toISOString()} whole-log check of ${events} events`);
  const check = (): Taken => runCommand('cli.js', ['audit', 'check'], { ...made.environment });
  // Minutes long, once is enough.
  const whole = events > SEVERAL_TIMES ? check() : bestOf(check);
  const start = bestOf(() => runCommand('cli.js', ['audit', 'check'], { ...deployment(emptyUrl).environment }));
  const steady = (events * 1000) / (whole.ms - start.ms);
  const withStart = (events * 1000) / whole.ms;
  say(
    `whole-log check of ${events} events of ${of}`,
    `${short(steady)} events/s, with its start ${short(withStart)}`,
    `≥ ${CHECKING} events/s: ${verdict(withStart)}`,
  );
}

/** `countersign-verify` on the package of an envelope with logins, whose ID tokens, values and bodies are verified too. */
async function verifyLogins(
  workflow: Workflow,
  made: Deployment,
  postgresql: PostgresqlServer,
  say: Say,
): Promise<void> {
  for (let login = 0; login < LOGINS_OF_ONE_ENVELOPE; login += 1) {
    const body = {
      ...(signerAuthenticationBody('alive') as object),
      envelope: { id: 'audited', name: 'Loan contract' },
    };
    const created = (await workflow.post('/v1/signer-authentications', body)) as { signInUrl: string };
    await signIn(created.signInUrl, 'alive');
  }
  const directory = mkdtempSync(join(tmpdir(), 'countersign-bench-package-'));
  try {
    const file = join(directory, 'package.zip');
    const authorization = `Bearer ${made.apiKey}`;
    const answer = await fetch(`${workflow.origin}/v1/envelopes/audited/evidence`, { headers: { authorization } });
    if (!answer.ok) throw new Error(`The package was answered with ${answer.status}`);
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const key = join(directory, 'key');
    writeFileSync(key, await (await fetch(`${workflow.origin}/v1/audit/key`)).text());
    const taken = bestOf(() => runCommand('verify.js', [file, '--key', key], {}));
    const [stream] = await postgresql.query<{ event_count: string }>(
      DATABASE,
      `SELECT event_count FROM audit_stream WHERE envelope_id = 'audited'`,
    );
    const events = Number(stream?.event_count);
    say(
      `offline verification of ${LOGINS_OF_ONE_ENVELOPE} logins in one envelope, start included`,
      `${events} events in ${short(taken.ms)} ms, ${short((events * 1000) / taken.ms)} events/s`,
      'the rate of events without ID tokens is among the small parts',
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const LOGINS_OF_ONE_ENVELOPE = 200;
const SEVERAL_TIMES = 1_000_000;

const verdict = (rate: number): string => (rate >= CHECKING ? 'met' : 'missed');

const WAITING_SIGNERS = 200;

/** Logins at a live provider, first alone, then while 200 signers wait at one that never answers. */
async function deadProvider(
  workflow: Workflow,
  provider: StubProvider,
  { roundMs }: GrowthOptions,
  say: Say,
): Promise<void> {
  const dead = { ...(providerBody('dead', provider.issuer, false) as object), issuer: provider.deadOrigin };
  await workflow.post('/v1/providers', dead);
  await warmUp(() => logInAt(workflow, 'alive'), 300);
  const alone = percentile(await runLogins(() => logInAt(workflow, 'alive'), 8, roundMs), 0.95);
  const links = await Promise.all(
    Array.from({ length: WAITING_SIGNERS }, async () => {
      const created = await workflow.post('/v1/signer-authentications', {
        envelope: { id: 'waiting' },
        workstep: { id: 'workstep-1' },
        recipient: { email: 'waiting@example.com' },
        providers: [{ name: 'dead' }],
      });
      return (created as { signInUrl: string }).signInUrl;
    }),
  );
  const waiting = links.map((link) =>
    new Browser().request(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: 'provider=dead',
    }),
  );
  await sleep(200);
  const beside = percentile(await runLogins(() => logInAt(workflow, 'alive'), 8, roundMs), 0.95);
  await Promise.all(waiting);
  say(
    `p95 of logins beside ${WAITING_SIGNERS} signers at a dead provider`,
    `${short(alone)} → ${short(beside)} ms`,
    '≤ 20 % more',
  );
}
