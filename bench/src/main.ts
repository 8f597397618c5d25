import { parseArgs } from 'node:util';
import { measureAuditTrail } from './parts/audit-trail.js';
import { measureConsole } from './parts/console.js';
import { measureDeliveries, shares } from './parts/deliveries.js';
import { measureGrowth } from './parts/growth.js';
import { measureInstances } from './parts/instances.js';
import { compareLogins } from './parts/logins.js';
import { measureMemory } from './parts/memory.js';
import { measureSmallParts } from './parts/micro.js';
import { measureSizes } from './parts/sizes.js';
import { measureStartUp } from './parts/start-up.js';
import { compareTokens } from './parts/tokens.js';
import { SERVICE_DIRECTORY } from './processes/built-service.js';
import { PostgresqlServer } from './processes/postgresql.js';
import { startStubProvider } from './processes/stub-provider.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    part: { type: 'string', multiple: true },
    events: { type: 'string' },
    logins: { type: 'string' },
    beside: { type: 'string' },
    deliveries: { type: 'string' },
    kept: { type: 'string' },
    rounds: { type: 'string' },
    build: { type: 'string', multiple: true },
  },
});

// Each process and folder of the benchmark is ended or removed at the exit.
process.setMaxListeners(100);
// Told to stop, it still ends everything that it has started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/** Where providers of a kept database are found again. */
const KEPT_PROVIDER_PORT = 18_790;

const postgresql = await PostgresqlServer.start(values.kept);
const provider = await startStubProvider(values.kept === undefined ? undefined : KEPT_PROVIDER_PORT);
const wanted = (part: string): boolean => values.part === undefined || values.part.includes(part);

if (wanted('logins')) {
  console.log('\n## Complete logins\n');
  console.log(
    await compareLogins(
      provider,
      postgresql,
      values.quick
        ? { roundMs: 1_500, rounds: 1, warmUp: 100, beside: values.beside }
        : { roundMs: 5_000, rounds: 2, warmUp: 1000, beside: values.beside },
    ),
  );
}
if (wanted('parts')) {
  console.log('\n## Small parts\n');
  console.log(await measureSmallParts(values.quick ? 50 : 300));
  console.log('\n## The audit trail read\n');
  console.log(await measureAuditTrail(postgresql, values.quick ? 20_000 : 100_000));
}
if (wanted('deliveries')) {
  console.log('\n## Events to listeners\n');
  const sizes = values.quick
    ? { waiting: 2_000, rounds: 1, steadySeconds: 5, loginsPerSecond: 5, loginSeconds: 4 }
    : { waiting: 20_000, rounds: 2, steadySeconds: 30, loginsPerSecond: 10, loginSeconds: 12 };
  const only = shares.find((share) => share === values.deliveries);
  const waiting = Number(values.events ?? sizes.waiting);
  console.log(await measureDeliveries(provider, postgresql, { ...sizes, waiting, only }));
}
if (wanted('growth')) {
  console.log('\n## Growth\n');
  const events = Number(values.events ?? (values.quick ? 20_000 : 200_000));
  const logins = values.quick ? 300 : Number(values.logins ?? 1_500);
  console.log(await measureGrowth(provider, postgresql, { events, logins, roundMs: values.quick ? 1_500 : 5_000 }));
}
if (values.part?.includes('memory') === true) {
  console.log('\n## Memory\n');
  const logins = values.quick ? 1_000 : Number(values.logins ?? 100_000);
  console.log(
    await measureMemory(provider, postgresql, { logins, builds: values.build ?? [`Countersign=${SERVICE_DIRECTORY}`] }),
  );
}
if (wanted('sizes')) {
  console.log('\n## What is stored\n');
  const [logins, events] = values.quick ? [300, 0] : [Number(values.logins ?? 3_000), Number(values.events ?? 200_000)];
  console.log(await measureSizes(provider, postgresql, { logins, events }));
}
if (wanted('console')) {
  console.log('\n## The console\n');
  const events = Number(values.events ?? (values.quick ? 20_000 : 200_000));
  const rounds = Number(values.rounds ?? (values.quick ? 3 : 20));
  console.log(await measureConsole(provider, postgresql, { events, rounds, kept: values.kept }));
}
if (wanted('tokens')) {
  console.log('\n## Tokens\n');
  console.log(
    await compareTokens(
      postgresql,
      values.quick
        ? { roundMs: 1_500, rounds: 1, warmUpMs: 500, beside: values.beside }
        : { roundMs: 2_000, rounds: 10, warmUpMs: 6_000, beside: values.beside },
    ),
  );
}
if (wanted('start-up')) {
  console.log('\n## Start-up\n');
  const [providers, starts] = values.quick ? [100, 3] : [1_000, 7];
  console.log(await measureStartUp(provider, postgresql, { providers, starts }));
}
if (wanted('instances')) {
  console.log('\n## Two instances, killed and restarted\n');
  console.log(await measureInstances(provider, postgresql, values.quick ? 2_000 : 5_000));
}
await provider.process.end('SIGTERM');
await postgresql.stop();
process.exit(0);
