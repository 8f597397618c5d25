import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Balancer, startBalancer } from '../support/cluster/balancer.js';
import { LocalServer } from '../support/cluster/local-server.js';
import { LoginLoad, providerOfLogins } from '../support/cluster/login-load.js';
import {
  keepsPreparedStatements,
  Pgbouncer,
  type PgbouncerOptions,
  pgbouncerVersion,
} from '../support/cluster/pgbouncer.js';
import { havePostgresql, runPostgresql } from '../support/cluster/unprivileged.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { ApiClient } from '../support/service/api-client.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';

const run = promisify(execFile);
const checkpointKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const KEY = `csk_${'pgbouncer'.repeat(5)}`;

(havePostgresql && pgbouncerVersion !== null ? describe : describe.skip)('through PgBouncer', () => {
  let server: LocalServer;
  let provider: ScriptableProvider;
  let balancer: Balancer;
  let directory: string;
  let pooler: Pgbouncer | undefined;
  let load: LoginLoad | undefined;
  const instances: ServiceProcess[] = [];

  beforeAll(async () => {
    [server, provider, balancer, directory] = await Promise.all([
      LocalServer.start(),
      startScriptableProvider(),
      startBalancer(),
      mkdtemp(join(tmpdir(), 'countersign-pooled-')),
    ]);
    const env = { PATH: process.env['PATH'], DATABASE_OWNER_PASSWORD: 'owner', DATABASE_PASSWORD: 'service' };
    await run('psql', ['--no-psqlrc', '-d', server.url(), '-f', 'docker/database-roles.sql'], { env });
  });
  afterEach(async () => {
    await load?.stop();
    load = undefined;
    for (const instance of instances.splice(0)) await instance.stop();
    await pooler?.close();
  });
  afterAll(async () => {
    await Promise.all([provider.close(), balancer.close(), server.close()]);
    await rm(directory, { recursive: true, force: true });
  });

  const environment = (changes: Record<string, string> = {}): Record<string, string> => ({
    DATABASE_URL: pooler?.url('countersign') ?? '',
    MIGRATION_DATABASE_URL: pooler?.url('countersign_owner') ?? '',
    PUBLIC_URL: balancer.url,
    BOOTSTRAP_API_KEY: KEY,
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    CHECKPOINT_KEY: checkpointKey,
    ...changes,
  });

  async function begin(options: PgbouncerOptions): Promise<LoginLoad> {
    pooler = await Pgbouncer.start(server.port, options);
    const names = ['a', 'b'];
    // At once: one migrates through the pooler, the other waits.
    const started = names.map((name) => startServiceProcess(environment({ DATA_DIR: join(directory, name) })));
    instances.push(...(await Promise.all(started)));
    balancer.use(instances.map(({ url }) => url));
    const operator = new ApiClient(balancer.url, KEY);
    const saved = await operator.post('/v1/providers', providerOfLogins(provider));
    expect([201, 409]).toContain(saved.status);
    load = new LoginLoad(operator, 4);
    return load;
  }

  async function until({ acknowledged }: LoginLoad, count: number): Promise<void> {
    for (let turn = 0; turn < 600 && acknowledged.succeeded.size < count; turn += 1) await sleep(200);
    expect(acknowledged.succeeded.size).toBeGreaterThanOrEqual(count);
  }

  const told = (name: string, { acknowledged, failures, reasons }: LoginLoad): void => {
    process.stdout.write(
      `PgBouncer ${String(pgbouncerVersion?.join('.'))}, ${name}: ${acknowledged.succeeded.size} logins, ${failures} failed ${JSON.stringify([...reasons])}\n`,
    );
    // Why, where the service answered that it is its own fault.
    for (const instance of instances)
      for (const line of instance.output().split('\n'))
        if (line.includes('"service.failed"')) process.stdout.write(`${line}\n`);
  };

  test.each([
    ['transaction mode, prepared statements kept', { mode: 'transaction', preparedStatements: 500 }],
    ['transaction mode, prepared statements lost', { mode: 'transaction', preparedStatements: 0 }],
    ['session mode', { mode: 'session', poolSize: 40 }],
  ] as const)('%s: logins succeed', async (name, options) => {
    if (name.includes('kept') && !keepsPreparedStatements) {
      process.stdout.write('left out: PgBouncer keeps prepared statements from 1.21 on\n');
      return;
    }
    const logins = await begin(options);
    await until(logins, 40);
    await logins.stop();
    told(name, logins);
    expect([...logins.reasons]).toEqual([]);
    const [settings] = await server.query<{ left: number }>(
      `SELECT count(*)::int AS left FROM pg_locks WHERE locktype = 'advisory'`,
    );
    expect(settings).toEqual({ left: 0 });
  });

  test('a user who may rewrite the trail is refused in transaction mode, with what to do', async () => {
    pooler = await Pgbouncer.start(server.port, { mode: 'transaction' });
    const starting = startServiceProcess(
      environment({ DATABASE_URL: pooler.url('countersign_owner'), DATA_DIR: join(directory, 'mighty') }),
    );
    await expect(starting).rejects.toThrow(/connection pooler in transaction mode.*MIGRATION_DATABASE_URL/);
  });

  test('a primary that dies is followed when the pooler turns to the next, and nothing acknowledged is lost', async () => {
    const standby = await LocalServer.standbyOf(server);
    try {
      await server.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
      await server.query('SELECT pg_reload_conf()');
      const logins = await begin({ mode: 'transaction', preparedStatements: keepsPreparedStatements ? 500 : 0 });
      await until(logins, 10);
      const before = logins.acknowledged.succeeded.size;
      await server.stop('SIGKILL');
      await runPostgresql('pg_ctl', ['-D', standby.data, 'promote']);
      await pooler?.turnTo(standby.port);
      await until(logins, before + 20);
      await logins.stop();
      told('a primary that dies', logins);
      const operator = new ApiClient(balancer.url, KEY);
      const lost: string[] = [];
      for (const id of logins.acknowledged.succeeded) {
        const { body } = await operator.get(`/v1/signer-authentications/${id}`);
        if ((body as { status?: string }).status !== 'succeeded') lost.push(id);
      }
      expect(lost).toEqual([]);
    } finally {
      await standby.close();
    }
  });
});
