import { mkdirSync } from 'node:fs';
import { startCountersign } from './contenders/countersign.js';
import { warmUp } from './measuring/round.js';
import { PostgresqlServer } from './processes/postgresql.js';
import { cpuOf } from './processes/process-usage.js';
import { startStubProvider } from './processes/stub-provider.js';

/** Profiles the service while it serves logins: `node dist/profile.js <directory> [logins]` leaves a .cpuprofile there. */
const [directory = 'profiles', logins = '600'] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const postgresql = await PostgresqlServer.start();
const provider = await startStubProvider();
const [contender] = await startCountersign(provider.issuer, await postgresql.createDatabase('profiled'), {
  nodeArguments: ['--cpu-prof', `--cpu-prof-dir=${directory}`],
});
await warmUp(contender.logIn, 200);
const before = { cpu: cpuOf(contender.process.pid), database: postgresql.cpuMs() };
await warmUp(contender.logIn, Number(logins));
const perLogin = (ms: number): string => (ms / Number(logins)).toFixed(2);
console.log(`CPU ms per login: ${perLogin(cpuOf(contender.process.pid) - before.cpu)}`);
console.log(`PostgreSQL CPU ms per login: ${perLogin(postgresql.cpuMs() - before.database)}`);
await contender.process.end('SIGTERM');
await provider.process.end('SIGTERM');
await postgresql.stop();
process.exit(0);
