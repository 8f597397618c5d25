import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MovableClock } from '../support/clock.js';
import { startTestService, type TestService } from '../support/service.js';

const DAY = 86_400_000;
const AHEAD = 400 * DAY;
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

  test('stands in the trail at the same time', async () => {
    const events = await list('/v1/audit-events');
    expect(events.map(({ type }) => type).toSorted()).toEqual(['api_key.created', 'tenant.created']);
    for (const { time } of events) expect(isByTheClock(time)).toBe(true);
  });

  test('is not made again at the next one', async () => {
    const before = await list('/v1/audit-events');
    await service.restart();
    expect(await list('/v1/audit-events')).toEqual(before);
  });
});
