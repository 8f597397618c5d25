import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender.js';
import { startCountersign } from '../contenders/countersign.js';
import { markdownTable } from '../measuring/markdown-table.js';
import { logInOften } from '../measuring/round.js';
import { short } from '../measuring/statistics.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { cpuOf, memoryOf, peakMemoryOf } from '../processes/process-usage.js';
import type { StubProvider } from '../processes/stub-provider.js';

export interface MemoryOptions {
  /** Of each build, altogether. */
  readonly logins: number;
  /** Builds measured in turns: name, folder, and settings or arguments of Node, `small=.,HEAP_GROWTH_PERCENT=20,--max-semi-space-size=8`. */
  readonly builds: readonly string[];
}

const AT_ONCE = 16;
/** Parts into which the logins of a build are cut, so that whatever else the machine does meets all builds alike. */
const TURNS = 10;

interface Build {
  readonly name: string;
  readonly contender: Contender;
  logins: number;
  cpuMs: number;
  databaseCpuMs: number;
  readonly peaks: number[];
}

async function start(
  text: string,
  provider: StubProvider,
  postgresql: PostgresqlServer,
  index: number,
): Promise<Build> {
  const equals = text.indexOf('=');
  const name = text.slice(0, equals);
  const [directory = '.', ...others] = text.slice(equals + 1).split(',');
  const isSetting = (other: string): boolean => /^[A-Z_]+=/.test(other);
  const options = {
    directory,
    nodeArguments: others.filter((other) => !isSetting(other)),
    environment: Object.fromEntries(others.filter(isSetting).map((setting) => setting.split('=', 2))) as Record<
      string,
      string
    >,
  };
  const database = await postgresql.createDatabase(`memory_${index}`);
  const [contender] = await startCountersign(provider.issuer, database, options, name);
  return { name, contender, logins: 0, cpuMs: 0, databaseCpuMs: 0, peaks: [] };
}

async function logIn(build: Build, postgresql: PostgresqlServer, logins: number, counted: boolean): Promise<void> {
  const { contender } = build;
  const before = { cpu: cpuOf(contender.process.pid), database: postgresql.cpuMs() };
  await logInOften(contender.logIn, logins, AT_ONCE);
  // What a login leaves to be done later (the Merkle tree) belongs to it.
  await sleep(400);
  build.peaks.push(peakMemoryOf(contender.process.pid));
  if (!counted) return;
  build.logins += logins;
  build.cpuMs += cpuOf(contender.process.pid) - before.cpu;
  build.databaseCpuMs += postgresql.cpuMs() - before.database;
}

/** Largest memory of the service after many logins, sixteen in flight, and what a login costs once it is warm. */
export async function measureMemory(
  provider: StubProvider,
  postgresql: PostgresqlServer,
  { logins, builds }: MemoryOptions,
): Promise<string> {
  const started: Build[] = [];
  for (const [index, build] of builds.entries()) started.push(await start(build, provider, postgresql, index));
  for (let turn = 0; turn < TURNS; turn += 1) {
    // Who was last is first the next time.
    for (const build of turn % 2 === 0 ? started : started.toReversed())
      await logIn(build, postgresql, Math.ceil(logins / TURNS), turn > 0);
    console.error(
      `${new Date().toISOString()} ${started.map(({ name, peaks, cpuMs, logins: counted }) => `${name} ${short(peaks.at(-1) ?? 0)} MiB ${short(cpuMs / counted)} ms`).join(', ')}`,
    );
  }
  const rows = started.map(({ name, contender, peaks, cpuMs, databaseCpuMs, logins: counted }) => [
    name,
    short(peaks[0] ?? 0),
    short(peaks[Math.floor(TURNS / 2) - 1] ?? 0),
    short(peaks.at(-1) ?? 0),
    short(memoryOf(contender.process.pid)),
    short(cpuMs / counted),
    short(databaseCpuMs / counted),
  ]);
  for (const { contender } of started) await contender.process.end('SIGTERM');
  return markdownTable(
    [
      'build',
      ...[0.1, 0.5, 1].map((share) => `peak MiB after ${Math.round(share * logins)} logins`),
      ...['MiB then', 'CPU ms per login', 'PostgreSQL CPU ms'],
    ],
    rows,
  );
}
