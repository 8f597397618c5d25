import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LoadedDeployment } from '../support/cluster/loaded-deployment.js';
import { LocalServer } from '../support/cluster/local-server.js';
import { LoginLoad } from '../support/cluster/login-load.js';
import { havePostgresql } from '../support/cluster/unprivileged.js';
import { Opened } from '../support/opened.js';

/** Milliseconds for which instances are watched after the take-over: three times what they leave each other to tell. */
const WATCHED = 45_000;

const sizeOf = (checkpoint: string): number => Number(checkpoint.split('\n')[1]);
const originOf = (checkpoint: string): string => checkpoint.split('\n')[0] ?? '';

/** As docs/operations.md says under "Several instances" and "Backup and restore". */
(havePostgresql ? describe : describe.skip)('an asynchronous standby that was behind takes over', () => {
  const opened = new Opened();
  let primary: LocalServer;
  let standby: LocalServer;
  let deployment: LoadedDeployment;
  /** What was promised last before the primary was lost. */
  let promised: number;
  /** Leaves that the standby has. */
  let left: number;

  const treeSize = async (server: LocalServer): Promise<number> =>
    Number((await server.query<{ size: string }>('SELECT size FROM audit_tree'))[0]?.size);

  const served = (): Promise<readonly (string | number)[]> =>
    Promise.all(
      deployment.instances.map(async ({ url }) => {
        const answer = await fetch(`${url}/v1/audit/checkpoint`);
        return answer.status === 200 ? answer.text() : answer.status;
      }),
    );

  beforeAll(async () => {
    primary = await opened.add(LocalServer.start());
    standby = await opened.add(LocalServer.standbyOf(primary));
    const hosts = [primary, standby].map(({ port }) => `127.0.0.1:${port}`).join(',');
    deployment = await opened.add(
      LoadedDeployment.start({
        DATABASE_URL: `postgresql://postgres@${hosts}/postgres?target_session_attrs=read-write`,
      }),
    );
    await sleep(5_000);
    // Cut off, while logins go on at the primary and checkpoints promise them.
    await standby.stop();
    const behind = await treeSize(primary);
    while ((await treeSize(primary)) < behind + 50) await sleep(200);
    await sleep(3_000);
    await deployment.load.stop();
    await sleep(3_000);
    promised = Math.max(...deployment.checkpoints.map(sizeOf));
    await primary.stop('SIGKILL');
    await standby.run();
    await standby.query('SELECT pg_promote()');
    left = await treeSize(standby);
  });
  afterAll(() => opened.close());

  test('no instance signs what contradicts a checkpoint that any of them has served, and the tree does not grow', async () => {
    expect(promised).toBeGreaterThan(left);
    const known = new Set(deployment.checkpoints);
    const load = new LoginLoad(deployment.operator, 2, 'after');
    const contradicting: string[] = [];
    const deadline = performance.now() + WATCHED;
    while (performance.now() < deadline) {
      for (const answer of await served())
        if (typeof answer === 'string' && !known.has(answer) && sizeOf(answer) > left) contradicting.push(answer);
      await sleep(250);
    }
    await load.stop();
    const { size } = load.acknowledged.succeeded;
    process.stdout.write(`promised ${promised} events, the standby has ${left}; ${size} logins since, tree ${left}\n`);
    expect(contradicting).toEqual([]);
    expect(await treeSize(standby)).toBe(left);
    // Logins go on; what they leave waits for its place.
    expect(size).toBeGreaterThan(0);
    for (const instance of deployment.instances) {
      expect(instance.output()).toMatch(
        /promises \d+ events and the database has \d+|A checkpoint of \d+ events, kept in/,
      );
      expect(instance.output()).toContain('"level":"error"');
    }
  });

  test('a new origin records every broken promise, and the log goes on without a gap', async () => {
    await deployment.command('audit', 'new-origin', '--reason', 'a standby that was behind took over');
    const kept = await standby.query<{ size: string }>('SELECT size FROM audit_promise');
    expect(Math.max(...kept.map(({ size }) => Number(size)))).toBe(promised);
    const former = originOf(deployment.checkpoints[0] ?? '');
    // Its first checkpoint is of what is there; then what has waited gets its places.
    const goesOn = (answer: string | number): boolean =>
      typeof answer === 'string' && originOf(answer) !== former && sizeOf(answer) > left;
    let answers = await served();
    for (let turn = 0; turn < 300 && !answers.every(goesOn); turn += 1) {
      await sleep(200);
      answers = await served();
    }
    expect(answers.filter((answer) => !goesOn(answer))).toEqual([]);
    const checked = await deployment.command('audit', 'check');
    process.stdout.write(checked);
    expect(checked).toContain('In order');
  });
});
