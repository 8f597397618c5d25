import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MovableClock } from '../support/clock.js';
import { startTestService, type TestService } from '../support/service.js';

const DAY = 86_400_000;
const AHEAD = 400 * DAY;
/** One for all, in the order of the tests: each start costs as much as the rest of this file. */
let service: TestService;

beforeAll(async () => {
  const clock = new MovableClock();
  clock.advance(AHEAD);
  service = await startTestService({ clock });
});
afterAll(() => service.close());

interface Dated {
  readonly items: readonly {
    readonly name?: string;
    readonly createdAt?: string;
    readonly type?: string;
    readonly time?: string;
  }[];
}

const list = async (path: string): Promise<Dated['items']> => ((await service.operator.get(path)).body as Dated).items;

const isByTheClock = (time: string | undefined): boolean =>
  Math.abs(Date.parse(time ?? '') - Date.now() - AHEAD) < DAY / 2;

describe('what the service makes at its first start', () => {
  test('is one tenant and one key, both dated by the clock of the service', async () => {
    const [tenants, keys] = [await list('/v1/tenants'), await list('/v1/api-keys')];
    expect(tenants.map(({ name }) => name)).toEqual(['default']);
    expect(keys.map(({ name }) => name)).toEqual(['operator (bootstrap)']);
    for (const { createdAt } of [...tenants, ...keys]) expect(isByTheClock(createdAt)).toBe(true);
  });

  /** What the start itself put into the trail; the log signs itself meanwhile. */
  const made = async () => (await list('/v1/audit-events')).filter(({ type }) => type !== 'checkpoint.published');

  test('stands in the trail at the same time', async () => {
    const events = await made();
    expect(events.map(({ type }) => type).toSorted()).toEqual(['api_key.created', 'tenant.created']);
    for (const { time } of events) expect(isByTheClock(time)).toBe(true);
  });

  test('is not made again at the next one', async () => {
    const before = await made();
    await service.restart();
    expect(await made()).toEqual(before);
  });
});

describe("another operator's key", () => {
  const [other, third] = [1, 2].map(() => `csk_${randomBytes(32).toString('base64url')}`) as [string, string];

  const statusWith = async (key: string): Promise<number> => (await service.caller(key).get('/v1/tenants')).status;
  const first = (): string => service.settings.BOOTSTRAP_API_KEY ?? '';

  test('takes the place of the former, and both stand in the trail', async () => {
    await service.restart({ BOOTSTRAP_API_KEY: other });
    expect([await statusWith(first()), await statusWith(other)]).toEqual([401, 200]);
    const events = (await service.caller(other).get('/v1/audit-events')).body as Dated;
    const types = events.items.map(({ type }) => type).filter((type) => type !== 'checkpoint.published');
    expect(types.toSorted()).toEqual(['api_key.created', 'api_key.created', 'api_key.revoked', 'tenant.created']);
  });

  test('is not replaced by an instance that still starts with the former', async () => {
    await service.restart();
    expect([await statusWith(first()), await statusWith(other)]).toEqual([401, 200]);
    expect(service.log.text).toContain("The operator's API key was revoked or replaced");
  });

  test('is needed when the present one was revoked: that stays so after a restart', async () => {
    const operator = service.caller(other);
    const keys = (await operator.get('/v1/api-keys')).body as { items: { id: string; revokedAt: string | null }[] };
    const present = keys.items.find(({ revokedAt }) => revokedAt === null);
    expect((await operator.delete(`/v1/api-keys/${present?.id ?? ''}`)).status).toBe(204);
    await service.restart({ BOOTSTRAP_API_KEY: other });
    expect(await statusWith(other)).toBe(401);
    await service.restart({ BOOTSTRAP_API_KEY: third });
    expect(await statusWith(third)).toBe(200);
  });
});
