import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leastOidc } from '../providers/bodies.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

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

describe('a cursor that was put together by hand', () => {
  let service: TestService;
  let tenant: ApiClient;

  beforeAll(async () => {
    service = await startTestService();
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

  it.each(lists)('is a page or a fault that names the cursor, never more: %s', async (list) => {
    const caller = list === '/v1/tenants' ? service.operator : tenant;
    for (const [what, key] of keys) {
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
      const { status, body } = await caller.get(`${list}?cursor=${cursor}`);
      const expected = status === 200 ? { items: expect.anything() } : { errors: [{ path: 'query.cursor' }] };
      expect({ what, status, body }).toMatchObject({ what, status: status === 200 ? 200 : 400, body: expected });
    }
  });
});
