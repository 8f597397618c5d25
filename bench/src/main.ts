import { parseArgs } from 'node:util';
import { compareLogins } from './parts/logins.js';
import { PostgresqlServer } from './processes/postgresql.js';
import { startStubProvider } from './processes/stub-provider.js';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, part: { type: 'string', multiple: true } },
});

const postgresql = await PostgresqlServer.start();
const provider = await startStubProvider();
const wanted = (part: string): boolean => values.part === undefined || values.part.includes(part);

if (wanted('logins')) {
  console.log('\n## Complete logins\n');
  console.log(
    await compareLogins(
      provider,
      postgresql,
      values.quick ? { roundMs: 1_500, rounds: 1, warmUp: 100 } : { roundMs: 5_000, rounds: 2, warmUp: 1000 },
    ),
  );
}
await provider.process.end('SIGTERM');
await postgresql.stop();
process.exit(0);
