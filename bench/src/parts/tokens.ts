import type { TokenContender } from '../contenders/token-contender.js';
import {
  type CountersignTokens,
  startBareProvider,
  startCountersignTokens,
  startHydraTokens,
} from '../contenders/token-contenders.js';
import { Browser } from '../measuring/browser.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { runLogins } from '../measuring/round.js';
import { percentile, short } from '../measuring/statistics.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { cpuOf, memoryOf } from '../processes/process-usage.js';

export interface TokensOptions {
  /** Length of one round, in milliseconds. */
  readonly roundMs: number;
  readonly rounds: number;
  /** For so long each contender is asked before anything is measured, in milliseconds. */
  readonly warmUpMs: number;
  /** Another built checkout, measured in place of Hydra. */
  readonly beside?: string | undefined;
}

const AT_ONCE = 16;

interface Spent {
  requests: number;
  seconds: number;
  cpuMs: number;
  databaseCpuMs: number;
  readonly durations: number[];
  /** CPU ms per request of each round. */
  readonly rounds: number[];
}

/** What the same process spends on requests of different kinds, or different processes on one kind. */
interface Measured {
  readonly name: string;
  readonly pid: number;
  readonly request: () => Promise<unknown>;
  readonly spent: Spent;
}

const measured = (name: string, pid: number, request: () => Promise<unknown>): Measured => ({
  name,
  pid,
  request,
  spent: { requests: 0, seconds: 0, cpuMs: 0, databaseCpuMs: 0, durations: [], rounds: [] },
});

/** In turns, so that whatever else the machine does meets all of them alike. */
async function inTurns(
  all: readonly Measured[],
  postgresql: PostgresqlServer,
  options: TokensOptions,
  atOnce = AT_ONCE,
): Promise<void> {
  for (const { request } of all) await runLogins(request, atOnce, options.warmUpMs);
  for (let round = 0; round < options.rounds; round += 1)
    for (const { pid, request, spent } of all) {
      const before = { cpu: cpuOf(pid), database: postgresql.cpuMs(), at: performance.now() };
      const durations = await runLogins(request, atOnce, options.roundMs);
      spent.seconds += (performance.now() - before.at) / 1000;
      const cpuMs = cpuOf(pid) - before.cpu;
      spent.cpuMs += cpuMs;
      spent.rounds.push(cpuMs / durations.length);
      spent.databaseCpuMs += postgresql.cpuMs() - before.database;
      spent.requests += durations.length;
      spent.durations.push(...durations);
    }
}

const cpuPerRequest = ({ spent }: Measured): number => spent.cpuMs / spent.requests;
const wholePerRequest = ({ spent }: Measured): number => (spent.cpuMs + spent.databaseCpuMs) / spent.requests;

const row = ({ name, spent }: Measured): string[] => [
  name,
  short(spent.requests / spent.seconds),
  short(percentile(spent.durations, 0.5)),
  short(percentile(spent.durations, 0.99)),
  short(spent.cpuMs / spent.requests),
  `${short(Math.min(...spent.rounds))} to ${short(Math.max(...spent.rounds))}`,
  short(spent.databaseCpuMs / spent.requests),
];

const columns = ['requests/s', 'p50 ms', 'p99 ms', 'CPU ms', 'of single rounds', 'PostgreSQL CPU ms'];

async function startRivals(
  postgresql: PostgresqlServer,
  beside: string | undefined,
  failures: string[],
): Promise<readonly TokenContender[]> {
  const starts: readonly (() => Promise<TokenContender>)[] = [
    startBareProvider,
    ...(beside === undefined
      ? [() => startHydraTokens(postgresql, 'hydra', null), () => startHydraTokens(postgresql, 'hydra_fast', 1)]
      : [() => startCountersignTokens(postgresql, { directory: beside })]),
  ];
  const started: TokenContender[] = [];
  for (const start of starts)
    try {
      const contender = await start();
      await contender.token();
      started.push(contender);
    } catch (error) {
      failures.push(`Not measured: ${error instanceof Error ? error.message : String(error)}`);
    }
  return started;
}

/** Client credentials beside other authorization servers, and an API call with a token beside one with an API key. */
export async function compareTokens(postgresql: PostgresqlServer, options: TokensOptions): Promise<string> {
  const failures: string[] = [];
  const own = await startCountersignTokens(postgresql);
  const contenders = [own, ...(await startRivals(postgresql, options.beside, failures))];
  const tokens = contenders.map(({ name, process, token }) => measured(name, process.pid, token));
  await inTurns(tokens, postgresql, options);
  const memory = contenders.map(({ process }) => memoryOf(process.pid));
  const alone = contenders.map(({ name, process, token }) => measured(name, process.pid, token));
  const few = { ...options, warmUpMs: options.roundMs / 4, rounds: Math.ceil(options.rounds / 3) };
  await inTurns(alone, postgresql, few, 1);
  const calls = await measureCalls(own, postgresql, options);
  const report = [
    markdownTable(
      ['client credentials, 16 in flight', ...columns, 'memory MiB', 'stores'],
      tokens.map((one, index) => [...row(one), short(memory[index] ?? Number.NaN), contenders[index]?.stores ?? '']),
    ),
    markdownTable(['client credentials, 1 in flight', ...columns], alone.map(row)),
    markdownTable(['GET /v1/providers, 16 in flight', ...columns], calls.map(row)),
    targetsTable(tokens, calls),
    ...failures,
  ];
  for (const { process } of contenders) await process.end('SIGTERM');
  return report.join('\n\n');
}

async function measureCalls(
  own: CountersignTokens,
  postgresql: PostgresqlServer,
  options: TokensOptions,
): Promise<readonly Measured[]> {
  const browser = new Browser();
  const call = (credential: string) => () =>
    browser.read(`${own.origin}/v1/providers`, { headers: { authorization: `Bearer ${credential}` } });
  const calls = [
    measured('with an API key', own.process.pid, call(own.apiKey)),
    measured('with a JWT of client credentials', own.process.pid, call(await own.token())),
  ];
  await inTurns(calls, postgresql, options);
  return calls;
}

function targetsTable(tokens: readonly Measured[], [byKey, byToken]: readonly Measured[]): string {
  const named = (start: string): Measured | undefined => tokens.find(({ name }) => name.startsWith(start));
  const own = named('Countersign');
  const ratio = (
    target: string,
    limit: number,
    one: Measured | undefined,
    other: Measured | undefined,
    cost: (of: Measured) => number,
  ): string[] => {
    if (one === undefined || other === undefined) return [target, `≤ ${limit} ×`, '–', 'not measured'];
    const value = cost(one) / cost(other);
    return [target, `≤ ${limit} ×`, short(value), value <= limit ? 'met' : 'missed'];
  };
  return markdownTable(
    ['target', 'limit', 'measured', ''],
    [
      ratio('CPU per token beside oidc-provider alone', 1.5, own, named('oidc-provider'), cpuPerRequest),
      ratio('the same with PostgreSQL', 1.5, own, named('oidc-provider'), wholePerRequest),
      ratio('CPU per token beside Hydra', 1, own, named('Ory Hydra 2.3, as it comes'), cpuPerRequest),
      ratio('CPU per token beside Hydra with cheap hashes', 1, own, named('Ory Hydra 2.3, secrets'), cpuPerRequest),
      ratio('the same with PostgreSQL', 1, own, named('Ory Hydra 2.3, secrets'), wholePerRequest),
      ratio('CPU of an API call with a JWT beside one with an API key', 1.1, byToken, byKey, cpuPerRequest),
      ratio('the same with PostgreSQL', 1.1, byToken, byKey, wholePerRequest),
    ],
  );
}
