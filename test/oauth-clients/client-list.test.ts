import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { OAuthTests } from '../support/oauth/oauth-tests.js';
import type { ApiClient } from '../support/service/api-client.js';

let service: SharedService;
let acme: ApiClient;
let oauth: OAuthTests;

beforeAll(async () => {
  service = await sharedTestService();
  acme = await service.newTenant();
  oauth = new OAuthTests(service, acme);
});
afterAll(() => service.close());

test('a list shows each client with the secrets and keys of its own, as reading it does', async () => {
  const plain = await oauth.system();
  const rotated = await oauth.system();
  await acme.post(`/v1/oauth-clients/${rotated.clientId}/secrets`, { overlapSeconds: 60 });
  const signing = { authentication: { method: 'private_key_jwt' }, generateKey: 'EC-P256' };
  const signed = await oauth.system(signing);
  await acme.post(`/v1/oauth-clients/${signed.clientId}/keys`, { generateKey: 'EC-P256' });
  const other = await oauth.system(signing);

  const { items } = (await acme.get('/v1/oauth-clients')).body as {
    items: { clientId: string; secrets: unknown[]; keys: unknown[] }[];
  };
  const counts = items.map(({ clientId, secrets, keys }) => [clientId, [secrets.length, keys.length]]);
  expect(Object.fromEntries(counts)).toEqual({
    [plain.clientId]: [1, 0],
    [rotated.clientId]: [2, 0],
    [signed.clientId]: [0, 2],
    [other.clientId]: [0, 1],
  });
  for (const item of items) expect((await acme.get(`/v1/oauth-clients/${item.clientId}`)).body).toEqual(item);
});

test('a client whose keys were changed since it was read is not replaced by what was read, and the trail names each key', async () => {
  const { clientId } = await oauth.system({
    authentication: { method: 'private_key_jwt' },
    generateKey: 'EC-P256',
  });
  const path = `/v1/oauth-clients/${clientId}`;
  const read = await acme.get(path);
  const added = (await acme.post(`${path}/keys`, { generateKey: 'EC-P256' })).body as { keys: { kid: string }[] };
  const [before, after] = added.keys.map(({ kid }) => kid);
  const etag = (answer: { headers: Headers }) => ({ 'if-match': answer.headers.get('etag') ?? '' });
  expect(await acme.put(path, read.body, etag(read))).toMatchObject({ status: 412 });

  // Whoever has seen it may take it away so, and that is told too.
  expect((await acme.put(path, read.body, etag(await acme.get(path)))).status).toBe(200);
  expect((await acme.get(path)).body).toMatchObject({ keys: [{ kid: before }] });
  const { items } = (await acme.get('/v1/audit-events?type=oauth_client.revised&limit=200')).body as {
    items: { data: Record<string, unknown> }[];
  };
  expect(items.filter(({ data }) => data['clientId'] === clientId).map(({ data }) => data)).toEqual([
    expect.objectContaining({ keysAdded: [], keysRemoved: [after], secretMade: false }),
  ]);
  const wrong = await acme.post('/v1/oauth-clients', twoOfOneName(await acme.get(path)));
  expect(wrong).toMatchObject({ status: 409, body: { errors: [{ path: '$.keys[1]' }] } });
});

/** A key, and another one that is given the thumbprint of the first for its `kid`. */
function twoOfOneName({ body }: { body: unknown }): object {
  const [{ kid, setAt: _setAt, ...key }] = (body as { keys: [Record<string, unknown>] }).keys;
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    name: 'two of one name',
    grants: ['client_credentials'],
    authentication: { method: 'private_key_jwt' },
    keys: [key, { ...publicKey.export({ format: 'jwk' }), kid }],
  };
}
