import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Balancer, startBalancer } from '../support/cluster/balancer.js';
import { LoginLoad, providerOfLogins } from '../support/cluster/login-load.js';
import { havePatroni, type Member, PatroniCluster } from '../support/cluster/patroni-cluster.js';
import { WriteProbe } from '../support/cluster/write-probe.js';
import { EventReceiver } from '../support/event-receiver.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { ApiClient } from '../support/service/api-client.js';
import { builtCommand } from '../support/service-build.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';

const run = promisify(execFile);

const ROUNDS = Number(process.env['FAILOVER_ROUNDS'] ?? 10);
/** Milliseconds by which logins may fail longer than writes to the cluster do. */
const LONGER = 3_000;

/** What is done to a primary. @returns once the cluster can be whole again */
type Fault = (cluster: PatroniCluster, primary: Member, round: number) => Promise<void>;

const faults: Readonly<Record<string, Fault>> = {
  'kill -9 of the primary': async (cluster, primary, round) => {
    await cluster.kill(primary, round % 2 === 0 ? 'machine' : 'server');
    await untilAnotherLeads(cluster, round % 2 === 0 ? primary : null);
    cluster.revive(primary);
  },
  'switch-over': async (cluster) => {
    await cluster.switchOver();
  },
  'network cut': async (cluster, primary, round) => {
    // Either nobody reaches it any more, or the service does and the rest of the cluster does not.
    await (round % 2 === 0 ? primary.machine.cutOff() : cluster.cutFromRest(primary));
    await untilAnotherLeads(cluster, primary);
    await sleep(2_000);
    await primary.machine.heal();
  },
};

/** @param former null: whoever leads, as long as it takes writes */
async function untilAnotherLeads(cluster: PatroniCluster, former: Member | null): Promise<void> {
  for (let turn = 0; turn < 600; turn += 1) {
    await sleep(100);
    for (const member of cluster.members) {
      if (member === former) continue;
      const client = new pg.Client({
        connectionString: cluster.urlOf(member),
        connectionTimeoutMillis: 500,
        query_timeout: 500,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('INSERT INTO probe VALUES (now())');
        return;
      } catch {
        // Not this one, or not yet.
      } finally {
        client.end().catch(() => undefined);
      }
    }
  }
  throw new Error('Nobody leads');
}

(havePatroni ? describe : describe.skip)('PostgreSQL under Patroni', () => {
  let cluster: PatroniCluster;
  let probe: WriteProbe;
  let balancer: Balancer;
  let provider: ScriptableProvider;
  let receiver: EventReceiver;
  let load: LoginLoad;
  let operator: ApiClient;
  let directory: string;
  const instances: ServiceProcess[] = [];
  const checkpoints: string[] = [];
  let environment: Record<string, string>;
  let collecting: NodeJS.Timeout;

  beforeAll(async () => {
    [cluster, balancer, provider, receiver, directory] = await Promise.all([
      PatroniCluster.start(),
      startBalancer(),
      startScriptableProvider(),
      EventReceiver.start(),
      mkdtemp(join(tmpdir(), 'countersign-failover-')),
    ]);
    const keyFile = join(directory, 'checkpoint-key.pem');
    environment = {
      DATABASE_URL: cluster.url(),
      PUBLIC_URL: balancer.url,
      BOOTSTRAP_API_KEY: `csk_${'failover'.repeat(5)}`,
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      CHECKPOINT_KEY_FILE: keyFile,
    };
    const { privateKey } = generateKeyPairSync('ed25519');
    await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    for (const name of ['a', 'b'])
      instances.push(await startServiceProcess({ ...environment, DATA_DIR: join(directory, name) }));
    balancer.use(instances.map(({ url }) => url));
    operator = new ApiClient(balancer.url, environment['BOOTSTRAP_API_KEY'] ?? '');
    const saved = await operator.post('/v1/providers', providerOfLogins(provider));
    expect(saved).toMatchObject({ status: 201 });
    expect(await operator.post('/v1/listeners', { name: 'workflow', url: receiver.url })).toMatchObject({
      status: 201,
    });
    probe = await WriteProbe.start(cluster);
    load = new LoginLoad(operator, 3);
    collecting = setInterval(() => void collectCheckpoints(), 1_000);
  });

  afterAll(async () => {
    clearInterval(collecting);
    await load.stop();
    await probe.stop();
    for (const instance of instances) await instance.stop();
    await Promise.all([provider.close(), receiver.close(), balancer.close()]);
    await cluster.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Whoever holds a checkpoint has been promised everything in it, by whichever instance. */
  async function collectCheckpoints(): Promise<void> {
    for (const { url } of instances) {
      const answer = await fetch(`${url}/v1/audit/checkpoint`).catch(() => null);
      const text = await answer?.text().catch(() => '');
      if (answer?.status === 200 && text !== undefined && text !== '' && checkpoints.at(-1) !== text)
        checkpoints.push(text);
    }
  }

  for (const [name, fault] of Object.entries(faults)) {
    test(`${name}: ${ROUNDS} rounds, and logins fail no longer than writes to the cluster, and ${LONGER / 1000} s`, async () => {
      if (name === 'network cut' && !cluster.haveNetworks) {
        process.stdout.write('left out: cutting networks needs root and network namespaces\n');
        return;
      }
      const took: { own: number; logins: number; usual: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = performance.now();
        await sleep(3_000);
        const from = performance.now();
        await fault(cluster, await cluster.primary(), round);
        await cluster.untilWhole();
        await sleep(2_000);
        const to = performance.now();
        const seconds = (milliseconds: number) => Math.round(milliseconds / 10) / 100;
        const usual = load.gaps.longestWithin(before, from);
        const [own, logins] = [probe.gaps.longest(from, to), load.gaps.longest(from, to)];
        took.push({ own, logins, usual });
        process.stdout.write(
          `${name} ${round}: cluster ${seconds(own)} s, logins ${seconds(logins)} s (before ${seconds(usual)} s), ${load.acknowledged.succeeded.size} logins, ${load.failures} failures\n`,
        );
      }
      // A machine that is busy with other things has pauses between logins anyway.
      expect(took.filter(({ own, logins, usual }) => logins > own + LONGER + usual)).toEqual([]);
      expect(load.staleReads).toEqual([]);
    });
  }

  test('nothing that was acknowledged is lost, nothing is there twice, and the log has neither fork nor gap', async () => {
    await load.stop();
    const { created, succeeded, keys } = load.acknowledged;
    const lost: string[] = [];
    const twice: string[] = [];
    const recorded = new Set<string>();
    for (const [id, envelope] of created) {
      const { body } = await operator.get(`/v1/signer-authentications/${id}`);
      const { status } = body as { status?: string };
      if (status === undefined || (succeeded.has(id) && status !== 'succeeded')) lost.push(`${id}: ${status}`);
      const trail = await operator.get(`/v1/envelopes/${envelope}/audit-trail`);
      const { events } = trail.body as { events: readonly { id: string; type: string }[] };
      for (const event of events) recorded.add(event.id);
      const count = (type: string) => events.filter((event) => event.type === type).length;
      if (count('signer_authentication.created') < 1) lost.push(`${envelope}: created`);
      if (count('signer_authentication.created') > 1) twice.push(`${envelope}: created`);
      if (count('signer_authentication.succeeded') !== (status === 'succeeded' ? 1 : 0))
        twice.push(`${envelope}: succeeded`);
    }
    for (const key of keys) {
      const { status } = await new ApiClient(balancer.url, key).get('/v1/providers');
      if (status !== 200) lost.push(`key: ${status}`);
    }
    // What was told to somebody has happened for good.
    for (const { body } of receiver.events)
      if (created.has(String(body.data['signerAuthenticationId'])) && !recorded.has(body.data.id))
        lost.push(`event ${body.data.id}`);
    const delivered = (): ReadonlySet<unknown> =>
      new Set(
        receiver.events
          .filter(({ body }) => body.type === 'signer_authentication.succeeded')
          .map(({ body }) => body.data['signerAuthenticationId']),
      );
    for (let turn = 0; turn < 600 && [...succeeded].some((id) => !delivered().has(id)); turn += 1) await sleep(200);
    for (const id of succeeded) if (!delivered().has(id)) lost.push(`delivery of ${id}`);
    const ids = receiver.events.map(({ body }) => body.data.id);
    process.stdout.write(
      `${created.size} created, ${succeeded.size} logins acknowledged, ${keys.size} keys, ${load.trailsRead} trails read; ` +
        `${new Set(ids).size} events delivered, ${ids.length - new Set(ids).size} of them again; ${checkpoints.length} checkpoints kept; ` +
        `${load.failures} requests refused or unanswered: ${JSON.stringify([...load.reasons])}\n`,
    );
    expect({ lost, twice }).toEqual({ lost: [], twice: [] });
    await collectCheckpoints();
    const key = await (await fetch(`${balancer.url}/v1/audit/key`)).text();
    const files = await Promise.all(
      checkpoints.map(async (text, index) => {
        const file = join(directory, `checkpoint-${index}`);
        await writeFile(file, text);
        return file;
      }),
    );
    await writeFile(join(directory, 'log.key'), key);
    const kept = files.flatMap((file) => ['--checkpoint', file]);
    const verify = builtCommand('verify');
    const verified = await run(process.execPath, [
      verify,
      '--log',
      `${balancer.url}/v1/audit/tiles`,
      '--key',
      join(directory, 'log.key'),
      ...kept,
    ]);
    process.stdout.write(verified.stdout.split('\n').slice(-4).join('\n'));
    for (const instance of instances.splice(0)) await instance.stop();
    const command = builtCommand('cli');
    const env = { PATH: process.env['PATH'], ...environment, DATA_DIR: join(directory, 'a') };
    const checked = await run(process.execPath, [command, 'audit', 'check'], { env });
    process.stdout.write(checked.stdout);
  });
});
