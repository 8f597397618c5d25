import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { CountUsageJob } from '../../src/overview/count-usage.job.js';
import { splitRange } from '../../src/overview/counted-hours.js';
import { LoginWorld } from '../signer-authentications/world.js';
import { SignerBrowser } from '../support/signer-browser.js';

const HOUR = 3_600_000;

describe('the usage of a tenant', () => {
  let world: LoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.start();
  });

  afterAll(async () => {
    await world.close();
  });

  it('is the same whether its hours are counted already or not, whatever time is asked for', async () => {
    const { id } = (
      (await world.service.operator.get('/v1/tenants')).body as { items: { id: string; name: string }[] }
    ).items.find(({ name }) => name === 'acme') as { id: string };
    const { signInUrl } = await world.create({ envelope: { id: 'env-usage' } });
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    const began = Date.now();
    const at = (offset: number): string => new Date(began + offset).toISOString();
    const ranges = [
      [at(-48 * HOUR), at(24 * HOUR)],
      [at(-60_000), at(60_000)],
      [at(-HOUR), at(HOUR)],
      [at(HOUR), at(2 * HOUR)],
    ];
    const ask = async (): Promise<readonly object[]> => {
      const answers = [];
      for (const [from = '', to = ''] of ranges) {
        const { body } = await world.service.operator.get(`/v1/tenants/${id}/usage?from=${from}&to=${to}`);
        answers.push((body as { during: object }).during);
      }
      return answers;
    };
    const before = await ask();
    expect(before[0]).toMatchObject({ signerAuthentications: 1, logins: 1, succeeded: 1 });
    world.service.clock.advance(30 * HOUR);
    const job = world.service.app.get(CountUsageJob);
    await Promise.all([job.work(), job.work()]);
    const counted = await world.service.app
      .get(DataSource)
      .query<{ events: number }[]>('SELECT events FROM usage_hour WHERE tenant_id = $1', [id]);
    expect(counted.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(5);
    expect(await ask()).toEqual(before);
    // A second run finds nothing to count.
    await job.work();
    expect(await ask()).toEqual(before);
  });

  it('that cannot be counted keeps no other tenant waiting, however far it is behind', async () => {
    const database = world.service.app.get(DataSource);
    const job = world.service.app.get(CountUsageJob);
    const untilOf = async (comparison: string): Promise<readonly number[]> => {
      const rows = await database.query<{ until: Date }[]>(
        `SELECT until FROM usage_counted JOIN tenant t ON t.id = tenant_id WHERE t.name ${comparison} 'acme'`,
      );
      return rows.map(({ until }) => until.getTime());
    };
    // Its hours are counted already, and each is counted once.
    await database.query(
      `UPDATE usage_counted SET until = until - interval '3 days' WHERE tenant_id = (SELECT id FROM tenant WHERE name = 'acme')`,
    );
    const [behind] = await untilOf('=');
    const before = await untilOf('<>');
    expect(before.length).toBeGreaterThan(0);
    world.service.clock.advance(3 * HOUR);
    await expect(job.work()).rejects.toMatchObject({ errors: [expect.anything()] });
    expect(await untilOf('=')).toEqual([behind]);
    expect(await untilOf('<>')).toEqual(before.map((time) => time + 3 * HOUR));
  });
});

describe('a time', () => {
  const at = (time: string): Date => new Date(`2026-01-01T${time}Z`);
  const shown = ({ from, to }: { readonly from: Date; readonly to: Date }): string =>
    `${from.toISOString().slice(11, 16)}-${to.toISOString().slice(11, 16)}`;

  it.each([
    ['01:30:00', '05:30:00', null, null, ['01:30-05:30']],
    ['01:30:00', '05:30:00', '04:00:00', '02:00-04:00', ['01:30-02:00', '04:00-05:30']],
    ['01:30:00', '05:30:00', '09:00:00', '02:00-05:00', ['01:30-02:00', '05:00-05:30']],
    ['01:00:00', '05:00:00', '09:00:00', '01:00-05:00', []],
    ['01:10:00', '01:20:00', '09:00:00', null, ['01:10-01:20']],
    ['04:30:00', '05:30:00', '05:00:00', null, ['04:30-05:30']],
    ['06:00:00', '07:00:00', '05:00:00', null, ['06:00-07:00']],
  ])('from %s to %s, counted until %s, is %s and %j', (from, to, until, counted, uncounted) => {
    const split = splitRange(at(from), at(to), until === null ? null : at(until));
    expect(split.counted === null ? null : shown(split.counted)).toBe(counted);
    expect(split.uncounted.map(shown)).toEqual(uncounted);
  });
});
