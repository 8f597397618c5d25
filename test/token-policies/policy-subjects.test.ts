import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { basic, OAuthTests } from '../support/oauth/oauth-tests.js';
import type { ApiClient } from '../support/service/api-client.js';

const ACME = ownName('acme');
const OTHER = ownName('other');
const TRIALS = ownName('trials');
let service: SharedService;
let acme: ApiClient;
let client: string;
let foreign: string;

beforeAll(async () => {
  service = await sharedTestService();
  acme = await service.newTenant(ACME);
  client = (await new OAuthTests(service, acme).system()).clientId;
  foreign = (await new OAuthTests(service, await service.newTenant(OTHER)).system()).clientId;
  await acme.post('/v1/oauth-resources', { identifier: `https://orders.${ACME}.example`, scopes: ['orders:read'] });
});
afterAll(() => service.close());

const about = (level: string, subject: string) => ({ level, subject, effect: 'deny', reason: 'not at all' });

test('a policy is about a client, the console or a scope that there is', async () => {
  for (const sent of [
    about('client', client),
    about('client', `console.${ACME}`),
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
    about('client', `console.${OTHER}`),
    about('client', 'nobody'),
    about('scope', 'orders:write'),
  ]) {
    const refusal = { status: 422, body: { errors: [{ path: '$.subject' }] } };
    expect(await acme.post('/v1/token-policies', sent)).toMatchObject(refusal);
    expect(await acme.put(`/v1/token-policies/${id}`, sent, { 'if-match': '"1"' })).toMatchObject(refusal);
  }
  expect(await acme.get(`/v1/token-policies/${id}`)).toMatchObject({ body: { subject: client, revision: 1 } });
});

describe('a trial', () => {
  const audience = `https://orders.${TRIALS}.example`;
  const signing = { authentication: { method: 'private_key_jwt' }, generateKey: 'EC-P256' };
  let tenant: ApiClient;
  let clients: OAuthTests;

  beforeAll(async () => {
    tenant = await service.newTenant(TRIALS);
    clients = new OAuthTests(service, tenant);
    await tenant.post('/v1/oauth-resources', { identifier: audience, scopes: ['orders:read'] });
  });

  const attempt = async (body: Readonly<Record<string, unknown>>) => tenant.post('/v1/token-policies:try', body);

  test('is about a client of the tenant, or its console', async () => {
    for (const clientId of [foreign, 'nobody', `console.${ACME}`])
      expect(await attempt({ clientId })).toMatchObject({ status: 422, body: { errors: [{ path: '$.clientId' }] } });
    const asConsole = { clientId: `console.${TRIALS}`, grant: 'authorization_code', scopes: ['users:write'] };
    expect((await attempt(asConsole)).body).toMatchObject({ issue: true });
    const wrong = await attempt({ clientId: `console.${TRIALS}`, authentication: 'client_secret_jwt' });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: '$.authentication' }] } });
  });

  test.each<[string, { grant?: string; scopes?: string[]; audience?: string }, string]>([
    ['a grant that it is not registered for', { grant: 'authorization_code' }, 'unauthorized_client'],
    ['an audience that the tenant does not have', { audience: 'https://nobody.example' }, 'invalid_target'],
    ['a scope that it lacks', { scopes: ['keys:write'] }, 'invalid_scope'],
    ['a scope that nobody has', { scopes: ['root'] }, 'invalid_scope'],
    ['a scope of another audience', { audience, scopes: ['audit:read'] }, 'invalid_scope'],
    ['who it is for, where it acts for nobody', { scopes: ['openid'] }, 'invalid_scope'],
  ])('says that a client gets no token for %s, as the token endpoint does', async (_what, asked, description) => {
    const machine = await clients.system({ scopes: ['audit:read', 'orders:read'] });
    const { body } = await attempt({ clientId: machine.clientId, ...asked });
    expect(body).toMatchObject({ issue: false, seconds: null, refusedBy: { policyId: null, description } });
    const { grant, scopes, audience: resource } = asked;
    const form = new URLSearchParams({ grant_type: grant ?? 'client_credentials' });
    if (scopes !== undefined) form.set('scope', scopes.join(' '));
    if (resource !== undefined) form.set('resource', resource);
    const answer = await clients.token(form, basic(machine));
    expect(answer.body).toMatchObject({ error: description });
  });

  test('takes the client to be as it is registered, unless it says otherwise', async () => {
    const scopes = ['orders:read'];
    const bound = await clients.system({ scopes, tokens: { bound: 'dpop' }, ...signing });
    const policy = { level: 'client', effect: 'require', reason: 'bound, by key', subject: bound.clientId };
    const require = { binding: 'dpop', authentication: ['private_key_jwt'] };
    expect((await tenant.post('/v1/token-policies', { ...policy, require })).status).toBe(201);
    const asked = { clientId: bound.clientId, scopes, audience };
    expect((await attempt(asked)).body).toMatchObject({ issue: true });
    expect((await attempt({ ...asked, binding: 'none' })).body).toMatchObject({ issue: false });
    const other = { ...asked, authentication: 'client_secret_basic' };
    expect((await attempt(other)).body).toMatchObject({ issue: false });
  });
});
