import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leastOidc } from '../providers/bodies.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import type { ApiClient } from '../support/service/api-client.js';

const id = '00000000-0000-4000-8000-000000000000';

/** Keys as a cursor could hold them, had somebody put it together by hand. */
const keys: readonly (readonly [string, unknown])[] = [
  ['a year that no database knows', ['0000-01-01T00:00:00.000Z', id]],
  ['a time finer than a clock', ['9999-12-31T23:59:59.9999999999999Z', id]],
  ['a time alone', ['2027-01-01T00:00:00.000Z']],
  ['NUL', ['\0']],
  ['half a character', ['\ud800']],
  ['a number beyond 32 bits', [99_999_999_999]],
  ['a number beyond 64 bits', [1e30]],
  ['a negative number', [-1]],
  ['nothing', []],
  ['null', null],
  ['an object', { __proto__: null, 0: 1 }],
];

describe('a cursor', () => {
  let service: SharedService;
  let tenant: ApiClient;

  beforeAll(async () => {
    service = await sharedTestService();
    tenant = await service.newTenant();
    await tenant.post('/v1/providers', { ...leastOidc, name: 'one' });
  });

  afterAll(async () => {
    await service.close();
  });

  const lists = [
    '/v1/signer-authentications',
    '/v1/providers',
    '/v1/providers/one/revisions',
    '/v1/provider-templates',
    '/v1/api-keys',
    '/v1/audit-events',
    '/v1/tenants',
    '/v1/listeners',
    '/v1/deliveries',
    '/v1/external-authentications',
    '/v1/client-certificates',
    '/v1/oauth-clients',
    '/v1/oauth-resources',
    '/v1/token-policies',
    '/v1/connections',
    '/v1/consents',
    '/v1/users',
    '/v1/erasure-requests',
  ];

  const nameOf = (list: string) => (list.endsWith('/revisions') ? 'provider-revisions' : list.replace('/v1/', ''));

  it.each(lists)('put together by hand is a page or a fault that names it, never more: %s', async (list) => {
    const caller = list === '/v1/tenants' ? service.operator : tenant;
    for (const [what, key] of keys) {
      const named: unknown = Array.isArray(key) ? [nameOf(list), ...(key as unknown[])] : key;
      const cursor = Buffer.from(JSON.stringify(named)).toString('base64url');
      const { status, body } = await caller.get(`${list}?cursor=${cursor}`);
      const expected = status === 200 ? { items: expect.anything() } : { errors: [{ path: 'query.cursor' }] };
      expect({ what, status, body }).toMatchObject({ what, status: status === 200 ? 200 : 400, body: expected });
    }
  });

  const resource = (path: string) => `https://api.partner.example/${path.padEnd(460, 'x')}`;

  it('goes on after an item with a long name', async () => {
    for (const path of ['a', 'b'])
      expect((await tenant.post('/v1/oauth-resources', { identifier: resource(path) })).status).toBe(201);
    const first = (await tenant.get('/v1/oauth-resources?limit=1')).body as { next: string };
    expect(await tenant.get(`/v1/oauth-resources?limit=1&cursor=${first.next}`)).toMatchObject({
      status: 200,
      body: { items: [{ identifier: resource('b') }], next: null },
    });
  });

  it('of one list is none of another, nor of the same in another order', async () => {
    await tenant.post('/v1/providers', { ...leastOidc, name: 'two' });
    const nextOf = async (list: string) => ((await tenant.get(list)).body as { next: string }).next;
    const ofProviders = await nextOf('/v1/providers?limit=1');
    const ofEvents = await nextOf('/v1/audit-events?limit=1');
    for (const [list, cursor] of [
      ['/v1/listeners?', ofProviders],
      ['/v1/oauth-resources?', ofProviders],
      ['/v1/api-keys?', ofEvents],
      ['/v1/audit-events?sort=-time&', ofEvents],
    ] as const)
      expect([list, await tenant.get(`${list}cursor=${cursor}`)]).toMatchObject([
        list,
        { status: 400, body: { errors: [{ path: 'query.cursor' }] } },
      ]);
  });

  it.each(['/v1/signer-authentications', '/v1/audit-events', '/v1/deliveries'])(
    'is of no help where a list is asked for that ends before it begins: %s',
    async (list) => {
      expect(await tenant.get(`${list}?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z`)).toMatchObject({
        status: 400,
        body: {
          errors: [
            { path: 'query.from', message: 'must not be later than `to`' },
            { path: 'query.to', message: 'must not be earlier than `from`' },
          ],
        },
      });
      expect((await tenant.get(`${list}?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z`)).status).toBe(200);
    },
  );
});
