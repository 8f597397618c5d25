import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestService, type TestService } from '../support/service.js';

const LIMIT = 5;
let service: TestService;

beforeAll(async () => {
  service = await startTestService({
    environment: {
      RATE_LIMIT_PER_MINUTE: String(LIMIT),
      SIGNER_RATE_LIMIT_PER_MINUTE: String(LIMIT),
      TRUSTED_PROXIES: '127.0.0.1',
    },
  });
});
afterAll(() => service.close());

const statuses = async (count: number, call: () => Promise<{ status: number }>): Promise<number[]> => {
  const seen: number[] = [];
  while (seen.length < count) seen.push((await call()).status);
  return seen;
};
const from = (address: string) => ({ 'x-forwarded-for': address });

describe('requests in one minute', () => {
  test('are limited per API key; the answer says when to come back', async () => {
    const other = await service.newTenant();
    const client = from('203.0.113.6');
    const seen = await statuses(LIMIT, () => other.get('/v1/api-keys', client));
    expect(seen).toEqual(Array(LIMIT).fill(200));
    const refused = await other.get('/v1/api-keys', client);
    expect(refused).toMatchObject({ status: 429, body: { code: 'request.too_many' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await service.operator.get('/v1/tenants', client)).status).toBe(200);
  });

  test('are limited per address on the pages of signers, whatever the link', async () => {
    let link = 0;
    const seen = await statuses(LIMIT + 1, () =>
      service.caller(null).get(`/sign-in/token-${(link += 1)}`, from('203.0.113.7')),
    );
    expect(seen.slice(0, LIMIT)).not.toContain(429);
    expect(seen.at(-1)).toBe(429);
    const refused = await service.caller(null).get('/sign-in/token', from('203.0.113.7'));
    expect(refused.headers.get('content-type')).toContain('text/html');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await service.caller(null).get('/sign-in/token', from('203.0.113.8'))).status).not.toBe(429);
  });

  test('count for the address that a trusted proxy names, and nothing that stands before it', async () => {
    let forged = 0;
    const seen = await statuses(LIMIT + 1, () =>
      service.caller(null).get('/sign-in/token', from(`198.51.100.${(forged += 1)}, 203.0.113.9`)),
    );
    expect(seen.at(-1)).toBe(429);
  });

  test('count for one client, from whichever port the proxy saw it', async () => {
    let port = 50_000;
    const seen = await statuses(LIMIT + 4, () =>
      service.caller(null).get('/sign-in/token', from(`203.0.113.14:${(port += 1)}`)),
    );
    expect(seen.filter((status) => status === 429)).toHaveLength(4);
  });

  test('with keys that are refused are limited per address, so that guessing is slow', async () => {
    let guess = 0;
    const seen = await statuses(62, () =>
      service.caller(`csk_guess-${(guess += 1)}-${'x'.repeat(32)}`).get('/v1/api-keys', from('203.0.113.10')),
    );
    expect(seen[0]).toBe(401);
    expect(seen.at(-1)).toBe(429);
    expect((await service.operator.get('/v1/tenants', from('203.0.113.11'))).status).toBe(200);
  });

  test('are not limited for probes and scrapes', async () => {
    const client = from('203.0.113.12');
    expect(await statuses(3 * LIMIT, () => service.caller(null).get('/health/live', client))).toEqual(
      Array(3 * LIMIT).fill(200),
    );
    expect(await statuses(3 * LIMIT, () => service.caller(null).get('/metrics', client))).not.toContain(429);
  });

  test('are not limited from this machine itself', async () => {
    expect(await statuses(3 * LIMIT, () => service.operator.get('/v1/tenants'))).toEqual(Array(3 * LIMIT).fill(200));
    expect(await statuses(3 * LIMIT, () => service.caller(null).get('/sign-in/token'))).not.toContain(429);
  });

  test('that claim to come from this machine are limited all the same', async () => {
    const forged = from('127.0.0.1, 203.0.113.13');
    expect((await statuses(LIMIT + 1, () => service.caller(null).get('/sign-in/token', forged))).at(-1)).toBe(429);
  });
});
