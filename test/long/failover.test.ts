import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { LoadedDeployment } from '../support/cluster/loaded-deployment.js';
import type { LoginLoad } from '../support/cluster/login-load.js';
import { havePatroni, type Member, PatroniCluster } from '../support/cluster/patroni-cluster.js';
import { WriteProbe } from '../support/cluster/write-probe.js';
import { Opened } from '../support/opened.js';

const ROUNDS = Number(process.env['FAILOVER_ROUNDS'] ?? 10);
/** Milliseconds by which logins may fail longer than writes to the cluster do. */
const LONGER = 3_000;
/** Logins that are looked at before a fault, to know how long one takes. */
const BEFORE = 10;

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

/** What logins met between the first write to the cluster and the first login after it. */
function afterTheCluster(load: LoginLoad, probe: WriteProbe, from: number, to: number): string {
  const [, writesAgain] = probe.gaps.widest(from, to);
  const [, loginsAgain] = load.gaps.widest(from, to);
  const met = load.failed.filter(({ at }) => at > writesAgain && at <= loginsAgain);
  const said = met.map(
    ({ at, took, reason }) => `${Math.round(at - writesAgain)} ms: ${reason} after ${Math.round(took)} ms`,
  );
  const took = load.took[load.gaps.countBefore(loginsAgain)]?.steps ?? '';
  const pauses = probe.gaps.longerThan(300, writesAgain, loginsAgain).map(Math.round);
  return (
    `the next login ended ${Math.round(loginsAgain - writesAgain)} ms after the next write (${took}; pauses of writes in between: ` +
    `[${pauses.join()}] ms); failures in between: ${said.join('; ') || 'none'}`
  );
}

(havePatroni ? describe : describe.skip)('PostgreSQL under Patroni', () => {
  const opened = new Opened();
  let cluster: PatroniCluster;
  let probe: WriteProbe;
  let deployment: LoadedDeployment;

  beforeAll(async () => {
    cluster = await opened.add(PatroniCluster.start());
    deployment = await opened.add(LoadedDeployment.start({ DATABASE_URL: cluster.url() }));
    probe = await opened.add(WriteProbe.start(cluster), (one) => one.stop());
  });

  afterAll(() => opened.close());

  for (const [name, fault] of Object.entries(faults)) {
    test(`${name}: ${ROUNDS} rounds, and logins fail no longer than writes to the cluster, and ${LONGER / 1000} s`, async () => {
      if (name === 'network cut' && !cluster.haveNetworks) {
        process.stdout.write('left out: cutting networks needs root and network namespaces\n');
        return;
      }
      const { load } = deployment;
      const took: { own: number; logins: number; usual: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = load.took.length;
        while (load.took.length < before + BEFORE) await sleep(100);
        const from = performance.now();
        await fault(cluster, await cluster.primary(), round);
        await cluster.untilWhole();
        await sleep(2_000);
        const to = performance.now();
        const seconds = (milliseconds: number) => Math.round(milliseconds / 10) / 100;
        const usual = Math.max(...load.took.slice(before).map(({ total }) => total));
        const [own, logins] = [probe.gaps.longest(from, to), load.gaps.longest(from, to)];
        took.push({ own, logins, usual });
        process.stdout.write(
          `${name} ${round}: cluster ${seconds(own)} s, logins ${seconds(logins)} s (each before up to ${seconds(usual)} s), ${load.acknowledged.succeeded.size} logins, ${load.failures} failures; ${afterTheCluster(load, probe, from, to)}\n`,
        );
      }
      // The first login after a fault takes as long as a login does, on a machine that is busy with other things too.
      expect(took.filter(({ own, logins, usual }) => logins > own + LONGER + usual)).toEqual([]);
      expect(load.staleReads).toEqual([]);
    });
  }

  test('nothing that was acknowledged is lost, nothing is there twice, and the log has neither fork nor gap', async () => {
    const { lost, twice, summary } = await deployment.judge();
    process.stdout.write(`${summary}\n`);
    expect({ lost, twice }).toEqual({ lost: [], twice: [] });
    process.stdout.write(await deployment.verifyLog());
  });
});
