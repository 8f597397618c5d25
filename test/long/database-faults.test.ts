import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { LoadedDeployment } from '../support/cluster/loaded-deployment.js';
import { LocalServer } from '../support/cluster/local-server.js';
import { havePostgresql } from '../support/cluster/unprivileged.js';
import { type Forwarder, startForwarder } from '../support/forwarder.js';
import { Opened } from '../support/opened.js';
import { freePort } from '../support/service/free-port.js';

const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 10);
/** Milliseconds after the end of a fault for which the next login is waited for. */
const BACK_WITHIN = 60_000;

/** What is done, until it is over. */
type Fault = (parts: Parts, round: number) => Promise<void>;
interface Parts {
  readonly server: LocalServer;
  readonly forwarder: Forwarder;
  readonly deployment: LoadedDeployment;
}

const faults: Readonly<Record<string, Fault>> = {
  'the database falls silent': async ({ forwarder }) => {
    forwarder.silence();
    await sleep(6_000);
    await forwarder.restore();
  },
  'the database refuses connections': async ({ forwarder }) => {
    await forwarder.cut();
    await sleep(3_000);
    await forwarder.restore();
  },
  'a proxy without a server behind it': async ({ forwarder, server }) => {
    forwarder.divert(await freePort());
    await sleep(3_000);
    forwarder.divert(server.port);
  },
  'the database takes no writes': async ({ server, forwarder }) => {
    await server.query('ALTER DATABASE postgres SET default_transaction_read_only = on');
    await forwarder.cut();
    await forwarder.restore();
    await sleep(3_000);
    await asWriter(server, 'ALTER DATABASE postgres RESET default_transaction_read_only');
    await forwarder.cut();
    await forwarder.restore();
  },
  'every connection waits for a lock': async ({ server }) => {
    const lock = new pg.Client({ connectionString: server.url() });
    await lock.connect();
    await lock.query('BEGIN; LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE');
    await sleep(6_000);
    await lock.end();
  },
  'kill -9 of PostgreSQL': async ({ server }) => {
    await server.stop('SIGKILL');
    // Its children have to see that it is gone before another may use their memory.
    await sleep(1_500);
    await server.run();
  },
  'kill -9 of an instance': async ({ deployment }, round) => {
    const instance = deployment.instances[round % 2];
    await instance?.kill();
    await instance?.start();
  },
  'SIGTERM of an instance': async ({ deployment }, round) => {
    const instance = deployment.instances[round % 2];
    await instance?.stop();
    await instance?.start();
  },
};

async function asWriter(server: LocalServer, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  await client.query('SET default_transaction_read_only = off');
  await client.query(statement);
  await client.end();
}

(havePostgresql ? describe : describe.skip)('faults under logins', () => {
  const opened = new Opened();
  let server: LocalServer;
  let forwarder: Forwarder;
  let deployment: LoadedDeployment;

  beforeAll(async () => {
    server = await opened.add(LocalServer.start());
    forwarder = await opened.add(startForwarder({ host: '127.0.0.1', port: server.port }), (one) => one.cut());
    const url = new URL(server.url());
    url.port = String(forwarder.port);
    // Whoever drains is asked nothing more once the balancer has looked.
    deployment = await opened.add(LoadedDeployment.start({ DATABASE_URL: url.href, DRAIN_SECONDS: '1' }));
  });

  afterAll(() => opened.close());

  test.each(Object.entries(faults))(`%s: ${ROUNDS} rounds, and logins go on`, async (name, fault) => {
    const { load } = deployment;
    const before = load.failures;
    const back: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await fault({ server, forwarder, deployment }, round);
      const over = performance.now();
      await load.gaps.next(BACK_WITHIN);
      back.push(Math.round(performance.now() - over));
      await sleep(500);
    }
    const { size } = load.acknowledged.succeeded;
    process.stdout.write(
      `${name}: a login ended ${Math.min(...back)} to ${Math.max(...back)} ms after it; ${size} logins so far, ${load.failures - before} requests failed\n`,
    );
    expect(load.staleReads).toEqual([]);
    // A balancer turns away from whoever drains before it refuses anybody.
    if (name === 'SIGTERM of an instance') expect(load.failed.slice(before)).toEqual([]);
  });

  test('nothing that was acknowledged is lost, nothing is there twice, and the log has neither fork nor gap', async () => {
    const { lost, twice, summary } = await deployment.judge();
    process.stdout.write(`${summary}\n`);
    expect({ lost, twice }).toEqual({ lost: [], twice: [] });
    process.stdout.write(await deployment.verifyLog());
  });
});
