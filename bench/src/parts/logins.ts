import { startBetterAuth } from '../contenders/better-auth.js';
import type { Contender } from '../contenders/contender.js';
import { startCountersign } from '../contenders/countersign.js';
import { startFloor } from '../contenders/floor.js';
import { startPolis } from '../contenders/polis.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { type Measured, measureRound, sum, warmUp } from '../measuring/round.js';
import { percentile, short } from '../measuring/statistics.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { peakMemoryOf } from '../processes/process-usage.js';
import type { StubProvider } from '../processes/stub-provider.js';

export interface LoginsOptions {
  /** Length of one round, in milliseconds. */
  readonly roundMs: number;
  readonly rounds: number;
  /** Logins of each contender before anything is measured; at least 100, so that everybody has logged in. */
  readonly warmUp: number;
  /** Another built checkout, e.g. of the release before, measured in the same run in place of the rivals. */
  readonly beside?: string | undefined;
}

const AT_ONCE = [1, 16, 64] as const;
/** What the table calls the build of `beside`. */
const BESIDE = 'The other build';

type Results = Map<Contender, Map<number, Measured[]>>;

/** A contender that does not start is a line of the table, not the end of the benchmark. */
async function startAll(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  failures: string[],
  beside: string | undefined,
): Promise<readonly Contender[]> {
  const { issuer } = provider;
  type Start = readonly [string, () => Promise<readonly Contender[]>];
  const rivals: readonly Start[] = [
    ['better-auth', async () => [await startBetterAuth(issuer, await postgresql.createDatabase('better_auth'))]],
    ['Polis', async () => [await startPolis(provider, await postgresql.createDatabase('polis'))]],
  ];
  const other = (directory: string): Start => [
    BESIDE,
    async () => startCountersign(issuer, await postgresql.createDatabase('beside'), { directory }, BESIDE),
  ];
  const starts: readonly Start[] = [
    ['openid-client', async () => [await startFloor(issuer)]],
    ['Countersign', async () => startCountersign(issuer, await postgresql.createDatabase('countersign'))],
    ...(beside === undefined ? rivals : [other(beside)]),
  ];
  const started: Contender[] = [];
  for (const [name, start] of starts) {
    try {
      const contenders = await start();
      for (const contender of contenders) await contender.logIn();
      started.push(...contenders);
    } catch (error) {
      failures.push(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return started;
}

/** Complete logins of every contender, in turns, so that whatever else the machine does meets all of them alike. */
export async function compareLogins(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  options: LoginsOptions,
): Promise<string> {
  const failures: string[] = [];
  const contenders = await startAll(provider, postgresql, failures, options.beside);
  const results: Results = new Map(contenders.map((contender) => [contender, new Map()]));
  for (const contender of contenders) {
    // Rivals make a user at a person's first login: everybody has been there before anything is measured.
    await warmUp(contender.logIn, options.warmUp);
  }
  for (let round = 0; round < options.rounds; round += 1) {
    for (const atOnce of AT_ONCE) {
      for (const contender of contenders) {
        const measured = await measureRound(contender, postgresql, provider.calls, atOnce, options.roundMs);
        const rounds = results.get(contender) ?? new Map<number, Measured[]>();
        rounds.set(atOnce, [...(rounds.get(atOnce) ?? []), measured]);
        results.set(contender, rounds);
      }
    }
  }
  const report = [loginsTable(results), '', targetsTable(results), ...failures.map((failure) => `\n${failure}`)];
  for (const { process } of new Set(contenders)) await process.end('SIGTERM');
  return report.join('\n');
}

function sumAt(results: Results, contender: Contender, atOnce: number): Measured {
  return sum(results.get(contender)?.get(atOnce) ?? []);
}

function loginsTable(results: Results): string {
  const rows = [...results.keys()].flatMap((contender) =>
    AT_ONCE.map((atOnce) => {
      const measured = sumAt(results, contender, atOnce);
      const { logins, seconds, durations } = measured;
      const first = atOnce === AT_ONCE[0];
      return [
        first ? contender.name : '',
        String(atOnce),
        short(logins / seconds),
        ...[0.5, 0.95, 0.99].map((share) => short(percentile(durations, share))),
        short(measured.cpuMs / logins),
        short(measured.databaseCpuMs / logins),
        short(measured.writingTransactions / logins),
        short(measured.providerCalls / logins),
        String(measured.failed),
        first ? short(peakMemoryOf(contender.process.pid)) : '',
        first ? contender.stores : '',
      ];
    }),
  );
  return markdownTable(
    [
      ...['contender', 'in flight', 'logins/s', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms per login', 'PostgreSQL CPU ms'],
      ...['writing transactions', 'provider calls', 'failed', 'peak memory MiB', 'stores'],
    ],
    rows,
  );
}

function targetsTable(results: Results): string {
  const named = (start: string): Contender | undefined =>
    [...results.keys()].find((contender) => contender.name.startsWith(start));
  const own = named('Countersign, ID token');
  if (own === undefined) return '';
  const whole = (contender: Contender): Measured => sum(AT_ONCE.map((atOnce) => sumAt(results, contender, atOnce)));
  const cpu = (contender: Contender): number => whole(contender).cpuMs / whole(contender).logins;
  const rate = (contender: Contender): number => {
    const { logins, seconds } = sumAt(results, contender, 16);
    return logins / seconds;
  };
  const ours = whole(own);
  const at16 = sumAt(results, own, 16).durations;
  const row = (target: string, limit: string, value: number, met: boolean): string[] => [
    target,
    limit,
    short(value),
    met ? 'met' : 'missed',
  ];
  const other = named(`${BESIDE}, ID token`);
  const cost = (contender: Contender): number => {
    const { cpuMs, databaseCpuMs, logins } = whole(contender);
    return (cpuMs + databaseCpuMs) / logins;
  };
  const besideOther =
    other === undefined
      ? []
      : [
          row(
            'CPU per login, service and PostgreSQL, beside the other build',
            '≤ 1.05 ×',
            cost(own) / cost(other),
            cost(own) <= 1.05 * cost(other),
          ),
        ];
  const against = (name: string, factor: number): string[][] => {
    const rival = named(name);
    if (rival === undefined) return [[`logins/s at 16 beside ${name}`, `≥ ${factor} ×`, '–', 'not measured']];
    const ratio = rate(own) / rate(rival);
    return [row(`logins/s at 16 beside ${name}`, `≥ ${factor} ×`, ratio, ratio >= factor)];
  };
  const floor = named('openid-client');
  const cpuRatio = floor === undefined ? Number.NaN : cpu(own) / cpu(floor);
  const writes = ours.writingTransactions / ours.logins;
  const spread = percentile(at16, 0.99) / percentile(at16, 0.5);
  const calls = [...results.keys()]
    .filter(({ name }) => name.startsWith('Countersign'))
    .map((contender) => whole(contender).providerCalls / whole(contender).logins - contender.neededCalls);
  return markdownTable(
    ['target', 'limit', 'measured', ''],
    [
      row('CPU per login beside the floor', '≤ 2 ×', cpuRatio, cpuRatio <= 2),
      ...besideOther,
      ...(other === undefined ? [...against('better-auth', 2), ...against('Polis', 3)] : []),
      // The sequencer's own transactions are shared by all logins of a batch.
      row('writing transactions per login', '≤ 4', writes, Math.floor(writes) <= 4),
      row('provider calls beyond token and resources', '0', Math.max(...calls), Math.max(...calls) < 0.005),
      row('p99 beside p50 at 16 in flight', '≤ 5 ×', spread, spread <= 5),
    ],
  );
}
