import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OAuthTests } from '../support/oauth/oauth-tests.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
let acme: ApiClient;
let oauth: OAuthTests;

beforeAll(async () => {
  service = await startTestService();
  acme = await service.newTenant('acme');
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
