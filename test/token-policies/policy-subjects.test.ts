import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OAuthTests } from '../support/oauth/oauth-tests.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
let acme: ApiClient;
let client: string;
let foreign: string;

beforeAll(async () => {
  service = await startTestService();
  acme = await service.newTenant('acme');
  client = (await new OAuthTests(service, acme).system()).clientId;
  foreign = (await new OAuthTests(service, await service.newTenant('other')).system()).clientId;
  await acme.post('/v1/oauth-resources', { identifier: 'https://orders.acme.example', scopes: ['orders:read'] });
});
afterAll(() => service.close());

const about = (level: string, subject: string) => ({ level, subject, effect: 'deny', reason: 'not at all' });

test('a policy is about a client, the console or a scope that there is', async () => {
  for (const sent of [
    about('client', client),
    about('client', 'console.acme'),
    about('scope', 'audit:read'),
    about('scope', 'openid'),
    about('scope', 'extended'),
    about('scope', 'orders:read'),
  ])
    expect(await acme.post('/v1/token-policies', sent)).toMatchObject({ status: 201, body: sent });
});

test('and is refused about any other, whether it is made or changed', async () => {
  const made = await acme.post('/v1/token-policies', about('client', client));
  const { id } = made.body as { id: string };
  for (const sent of [
    about('client', foreign),
    about('client', 'console.other'),
    about('client', 'nobody'),
    about('scope', 'orders:write'),
  ]) {
    const refusal = { status: 422, body: { errors: [{ path: '$.subject' }] } };
    expect(await acme.post('/v1/token-policies', sent)).toMatchObject(refusal);
    expect(await acme.put(`/v1/token-policies/${id}`, sent, { 'if-match': '"1"' })).toMatchObject(refusal);
  }
  expect(await acme.get(`/v1/token-policies/${id}`)).toMatchObject({ body: { subject: client, revision: 1 } });
});
