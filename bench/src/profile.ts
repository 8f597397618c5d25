import { mkdirSync } from 'node:fs';
import { startCountersign } from './contenders/countersign.js';
import { startCountersignTokens } from './contenders/token-contenders.js';
import { warmUp } from './measuring/round.js';
import { profileDeliveries } from './parts/deliveries.js';
import type { ServerProcess } from './processes/child-process.js';
import { PostgresqlServer } from './processes/postgresql.js';
import { cpuOf } from './processes/process-usage.js';
import { startStubProvider } from './processes/stub-provider.js';

/**
 * Profiles the service while it serves logins, or tokens of client credentials, or delivers events that wait:
 * `node dist/profile.js <directory> [count] [logins | tokens | deliveries]` leaves a .cpuprofile there.
 */
const [directory = 'profiles', count = '600', kind = 'logins'] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const nodeArguments = ['--cpu-prof', `--cpu-prof-dir=${directory}`];
const postgresql = await PostgresqlServer.start();

async function startLogins(): Promise<{ readonly process: ServerProcess; readonly work: () => Promise<unknown> }> {
  const provider = await startStubProvider();
  const database = await postgresql.createDatabase('profiled');
  const [contender] = await startCountersign(provider.issuer, database, { nodeArguments });
  return { process: contender.process, work: contender.logIn };
}

async function startTokens(): Promise<{ readonly process: ServerProcess; readonly work: () => Promise<unknown> }> {
  const { process, token } = await startCountersignTokens(postgresql, { nodeArguments });
  return { process, work: token };
}

const tell = (cpuMs: number, databaseCpuMs: number, of: number): void => {
  console.log(`CPU ms each of ${kind}: ${(cpuMs / of).toFixed(3)}`);
  console.log(`PostgreSQL CPU ms: ${(databaseCpuMs / of).toFixed(3)}`);
};

if (kind === 'deliveries') {
  const { cpuMs, databaseCpuMs, events } = await profileDeliveries(postgresql, Number(count), nodeArguments);
  tell(cpuMs, databaseCpuMs, events);
  await postgresql.stop();
  process.exit(0);
}

const profiled = await (kind === 'tokens' ? startTokens() : startLogins());
await warmUp(profiled.work, Number(count) / 3);
const before = { cpu: cpuOf(profiled.process.pid), database: postgresql.cpuMs() };
await warmUp(profiled.work, Number(count));
tell(cpuOf(profiled.process.pid) - before.cpu, postgresql.cpuMs() - before.database, Number(count));
await profiled.process.end('SIGTERM');
await postgresql.stop();
process.exit(0);
