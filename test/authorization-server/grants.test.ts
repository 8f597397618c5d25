import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, importPKCS8, SignJWT } from 'jose';
import * as oauth from 'openid-client';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { basic, CALLBACK, JWT_GRANT, type MadeClient, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import type { ApiClient } from '../support/service/api-client.js';

const ACME = ownName('acme');
const OTHER = ownName('other');
let service: SharedService;
let acme: ApiClient;
let tests: OAuthTests;
let otherTests: OAuthTests;
let ada: string;
let admin: string;
let stranger: string;

beforeAll(async () => {
  service = await sharedTestService();
  acme = await service.newTenant(ACME);
  tests = new OAuthTests(service, acme);
  otherTests = new OAuthTests(service, await service.newTenant(OTHER));
  ada = await makeUser(service, ACME, 'ada@acme.example', ['auditor', 'sender']);
  admin = await makeUser(service, ACME, 'admin@acme.example', ['admin']);
  stranger = await makeUser(service, OTHER, 'eve@other.example', ['auditor']);
});
afterAll(() => service.close());

async function configurationOf(client: MadeClient, authentication?: oauth.ClientAuth): Promise<oauth.Configuration> {
  return oauth.discovery(
    new URL(`${service.url}/oauth`),
    client.clientId,
    undefined,
    authentication ?? oauth.ClientSecretBasic(client.clientSecret),
    // oxlint-disable-next-line typescript/no-deprecated -- the test service speaks plain HTTP on the loopback address
    { execute: [oauth.allowInsecureRequests] },
  );
}

describe('metadata', () => {
  test('are where OpenID Connect and RFC 8414 put them, with our address whatever the request says', async () => {
    const asked = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' };
    const openid = await service.caller(null).get('/oauth/.well-known/openid-configuration', asked);
    const root = await service.caller(null).get('/.well-known/oauth-authorization-server/oauth', asked);
    expect(openid.body).toMatchObject({
      issuer: `${service.url}/oauth`,
      token_endpoint: `${service.url}/oauth/token`,
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
    });
    expect(root.body).toEqual(openid.body);
    expect(JSON.stringify(openid.body)).not.toContain('evil');
    expect(openid.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('client credentials', () => {
  test('give a JWT (RFC 9068) for the API, with the scopes that were asked for', async () => {
    const client = await tests.system();
    const configuration = await configurationOf(client);
    const tokens = await oauth.clientCredentialsGrant(configuration, { scope: 'providers:read' });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'providers:read' });
    const [head = '', body = ''] = tokens.access_token.split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toMatchObject({
      iss: `${service.url}/oauth`,
      aud: `${service.url}/v1`,
      sub: client.clientId,
      client_id: client.clientId,
      tenant: ACME,
    });
    expect(await tests.call(tokens.access_token, '/v1/providers')).toMatchObject({ status: 200 });
    expect(await tests.call(tokens.access_token, '/v1/listeners')).toMatchObject({ status: 403 });
  });

  test('without a scope give a token without a right', async () => {
    const client = await tests.system();
    const { body } = await tests.token({ grant_type: 'client_credentials' }, basic(client));
    expect((body as Tokens).scope).toBeUndefined();
    expect(await tests.call((body as Tokens).access_token, '/v1/providers')).toMatchObject({ status: 403 });
  });

  test('may be opaque, and end with the client', async () => {
    const client = await tests.system({ tokens: { format: 'opaque' } });
    const { body } = await tests.token({ grant_type: 'client_credentials', scope: 'providers:read' }, basic(client));
    const { access_token: opaque } = body as Tokens;
    expect(opaque).not.toContain('.');
    expect(await tests.call(opaque, '/v1/providers')).toMatchObject({ status: 200 });
    const deleted = await acme.delete(`/v1/oauth-clients/${client.clientId}`, { 'if-match': '"1"' });
    expect(deleted.status).toBe(204);
    expect(await tests.call(opaque, '/v1/providers')).toMatchObject({
      status: 401,
      body: { code: 'access.key_invalid' },
    });
  });

  test('take either secret while one takes the place of the other', async () => {
    const client = await tests.system();
    const rotated = await acme.post(`/v1/oauth-clients/${client.clientId}/secrets`, { overlapSeconds: 600 });
    const { clientSecret } = rotated.body as MadeClient;
    const ask = (secret: string) =>
      tests.token({ grant_type: 'client_credentials' }, basic({ ...client, clientSecret: secret }));
    expect((await ask(client.clientSecret)).status).toBe(200);
    expect((await ask(clientSecret)).status).toBe(200);
    await acme.post(`/v1/oauth-clients/${client.clientId}/secrets`, {});
    expect((await ask(client.clientSecret)).status).toBe(401);
    expect((await ask(clientSecret)).status).toBe(401);
  });

  test('with private_key_jwt prove the client by a key that was made here and shown once', async () => {
    const client = await tests.system({ authentication: { method: 'private_key_jwt' }, generateKey: 'EC-P256' });
    const key = await importPKCS8(client.privateKeyShownOnce, 'ES256');
    const configuration = await configurationOf(client, oauth.PrivateKeyJwt({ key, kid: client.keys[0]?.kid ?? '' }));
    const tokens = await oauth.clientCredentialsGrant(configuration, { scope: 'providers:read' });
    expect(await tests.call(tokens.access_token, '/v1/providers')).toMatchObject({ status: 200 });
    const shown = await acme.get(`/v1/oauth-clients/${client.clientId}`);
    expect(JSON.stringify(shown.body)).not.toContain('PRIVATE');
  });

  test('prove the client by the key that took the place of another of its kid, and by that one no more', async () => {
    const [former, next] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
    const keysOf = async ({ publicKey }: typeof former) => [{ ...(await exportJWK(publicKey)), kid: 'ours' }];
    const client = await tests.system({ authentication: { method: 'private_key_jwt' }, keys: await keysOf(former) });
    const address = `/v1/oauth-clients/${client.clientId}`;
    const body = { ...((await acme.get(address)).body as object), keys: await keysOf(next) };
    expect(await acme.put(address, body, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
      body: { keys: body.keys },
    });
    const ask = async ({ privateKey: key }: typeof former) => {
      const configuration = await configurationOf(client, oauth.PrivateKeyJwt({ key, kid: 'ours' }));
      return oauth.clientCredentialsGrant(configuration, { scope: 'providers:read' });
    };
    await expect(ask(former)).rejects.toMatchObject({ error: 'invalid_client' });
    expect(await ask(next)).toMatchObject({ access_token: expect.any(String) });
  });

  test('bind tokens to a DPoP key that each request has to prove', async () => {
    const client = await tests.system({ tokens: { bound: 'dpop' } });
    const configuration = await configurationOf(client);
    const handle = oauth.getDPoPHandle(configuration, await oauth.randomDPoPKeyPair('ES256'));
    const tokens = await oauth.clientCredentialsGrant(configuration, { scope: 'providers:read' }, { DPoP: handle });
    expect(tokens.token_type).toBe('dpop');
    const url = new URL(`${service.url}/v1/providers`);
    const answer = await oauth.fetchProtectedResource(configuration, tokens.access_token, url, 'GET', null, undefined, {
      DPoP: handle,
    });
    expect(answer.status).toBe(200);
    expect(await tests.call(tokens.access_token, '/v1/providers')).toMatchObject({
      status: 401,
      body: { code: 'access.token_unbound' },
    });
  });
});

describe('the authorization code grant', () => {
  test('asks the user once, and acts for them with no more than they may', async () => {
    const client = await tests.perUser();
    const browser = new UserBrowser(service, ada);
    const tokens = await tests.tokens(client, 'providers:read audit:read', browser);
    expect(tokens.expires_in).toBe(8 * 3600);
    expect(await tests.call(tokens.access_token, '/v1/oauth-clients')).toMatchObject({ status: 403 });
    const consents = await acme.get(`/v1/consents?clientId=${client.clientId}`);
    expect(consents.body).toMatchObject({ items: [{ userId: ada, scopes: expect.any(Array) }] });
    const again = await tests.authorize(client, 'providers:read audit:read', browser, { prompt: 'none' });
    expect(again.arrival.url.searchParams.get('code')).toBeTruthy();
  });

  test('rotates refresh tokens, and one that is used twice ends its family', async () => {
    const client = await tests.perUser();
    const first = await tests.tokens(client, 'audit:read', new UserBrowser(service, ada));
    const second = (await tests.refresh(client, first.refresh_token ?? '')).body as Tokens;
    expect(await tests.call(second.access_token, '/v1/audit/events')).toMatchObject({ status: expect.any(Number) });
    expect((await tests.refresh(client, first.refresh_token ?? '')).body).toMatchObject({ error: 'invalid_grant' });
    expect((await tests.refresh(client, second.refresh_token ?? '')).body).toMatchObject({ error: 'invalid_grant' });
    expect(await tests.call(second.access_token, '/v1/providers')).toMatchObject({ status: 401 });
  });

  test('lets one of many redeem a code, and refuses the rest', async () => {
    const client = await tests.perUser();
    const { arrival, verifier } = await tests.authorize(client, 'audit:read', new UserBrowser(service, ada));
    const form = {
      grant_type: 'authorization_code',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      code: arrival.url.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    };
    const answers = await Promise.all(Array.from({ length: 4 }, () => tests.token(form)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('ends with the consent, from the next request on', async () => {
    const client = await tests.perUser();
    const tokens = await tests.tokens(client, 'providers:read', new UserBrowser(service, ada));
    expect(await tests.call(tokens.access_token, '/v1/providers')).not.toMatchObject({ status: 401 });
    const { body } = await acme.get(`/v1/consents?clientId=${client.clientId}`);
    const [consent] = (body as { items: { id: string }[] }).items;
    expect((await acme.delete(`/v1/consents/${consent?.id ?? ''}`)).status).toBe(204);
    expect(await tests.call(tokens.access_token, '/v1/providers')).toMatchObject({ status: 401 });
    expect((await tests.refresh(client, tokens.refresh_token ?? '')).body).toMatchObject({ error: 'invalid_grant' });
  });

  test('tells the client when the user refuses', async () => {
    const client = await tests.perUser();
    const { arrival } = await tests.authorize(client, 'audit:read', new UserBrowser(service, ada, 'refuse'));
    expect(arrival.url.searchParams.get('error')).toBe('access_denied');
    expect(arrival.url.searchParams.get('iss')).toBe(`${service.url}/oauth`);
  });

  test('gives extended tokens for thirty days, opaque or for this API alone', async () => {
    const client = await tests.perUser();
    const tokens = await tests.tokens(client, 'audit:read extended', new UserBrowser(service, ada));
    expect(tokens.expires_in).toBe(30 * 24 * 3600);
  });
});

describe('the JWT Grant', () => {
  const jwtClient = (more: Record<string, unknown> = {}) =>
    tests.client({
      integration: 'system',
      grants: [JWT_GRANT],
      scopes: ['impersonation', 'providers:read', 'audit:read'],
      redirectUris: [CALLBACK],
      generateKey: 'EC-P256',
      ...more,
    });

  async function assertion(client: MadeClient, claims: Record<string, unknown> = {}, alg: 'ES256' | 'RS256' = 'ES256') {
    const key = await importPKCS8(client.privateKeyShownOnce, alg);
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: client.clientId,
      sub: ada,
      aud: `${service.url}/oauth`,
      iat: now,
      exp: now + 600,
      jti: randomUUID(),
      scope: 'impersonation audit:read',
      ...claims,
    })
      .setProtectedHeader({ alg })
      .sign(key);
  }

  const ask = (value: string, more: Record<string, string> = {}) =>
    tests.token({ grant_type: JWT_GRANT, assertion: value, ...more });

  test('needs a consent, of the user or of an administrator who may do no less', async () => {
    const client = await jwtClient({ generateKey: 'RSA-2048' });
    expect((await ask(await assertion(client, {}, 'RS256'))).body).toMatchObject({ error: 'consent_required' });
    await tests.authorize(client, 'impersonation audit:read', new UserBrowser(service, ada));
    const answer = await ask(await assertion(client, {}, 'RS256'));
    expect(answer).toMatchObject({ status: 200, body: { expires_in: 3600, scope: 'audit:read' } });
    expect(answer.body).not.toHaveProperty('refresh_token');
    const { access_token: accessToken } = answer.body as Tokens;
    const read = await tests.call(accessToken, '/v1/consents');
    expect(read.status).toBe(403);
  });

  test('is let by an administrator for those who may do no more than they', async () => {
    const client = await jwtClient();
    const { body: limited } = await acme.post('/v1/api-keys', {
      name: 'consents',
      scopes: ['consents:write', 'providers:read', 'audit:read'],
    });
    const caller = service.caller((limited as { key: string }).key);
    const given = await caller.post('/v1/consents', {
      clientId: client.clientId,
      scopes: ['impersonation', 'audit:read'],
    });
    expect(given.status).toBe(201);
    expect((await ask(await assertion(client, { sub: admin }))).body).toMatchObject({ error: 'consent_required' });
    await acme.post('/v1/consents', { clientId: client.clientId, scopes: ['impersonation', 'audit:read'] });
    const answer = await ask(await assertion(client));
    expect(answer.status).toBe(200);
    const { access_token: accessToken } = answer.body as Tokens;
    expect(await tests.call(accessToken, '/v1/providers')).toMatchObject({ status: 403 });
    // It acts for the user and is not them: their own account, and with it their login, is out of its reach.
    expect(await tests.call(accessToken, '/v1/me')).toMatchObject({ status: 403, body: { code: 'login.user_needed' } });
    const { body } = await acme.get(`/v1/consents?clientId=${client.clientId}`);
    const [consent] = (body as { items: { id: string }[] }).items;
    await acme.delete(`/v1/consents/${consent?.id ?? ''}`);
    expect(await tests.call(accessToken, '/v1/providers')).toMatchObject({ status: 401 });
  });

  let consented: MadeClient | undefined;
  async function jwtClientWithConsent(): Promise<MadeClient> {
    const client = await jwtClient();
    await acme.post('/v1/consents', { clientId: client.clientId, scopes: ['impersonation', 'audit:read'] });
    return client;
  }
  test.each<[string, (client: MadeClient) => Promise<string>, string]>([
    [
      'an audience of somebody else',
      (client) => assertion(client, { aud: 'https://elsewhere.example' }),
      'invalid_grant',
    ],
    [
      'two audiences',
      (client) => assertion(client, { aud: [`${service.url}/oauth`, 'https://b.example'] }),
      'invalid_grant',
    ],
    [
      'a life of more than an hour',
      (client) => assertion(client, { exp: Math.floor(Date.now() / 1000) + 7200 }),
      'invalid_grant',
    ],
    ['one that has expired', (client) => assertion(client, { iat: 1, exp: 2 }), 'invalid_grant'],
    ['one of tomorrow', (client) => assertion(client, { iat: Math.floor(Date.now() / 1000) + 3000 }), 'invalid_grant'],
    [
      'one that does not count yet',
      (client) => assertion(client, { nbf: Math.floor(Date.now() / 1000) + 300 }),
      'invalid_grant',
    ],
    ['no jti', (client) => assertion(client, { jti: undefined }), 'invalid_grant'],
    ['no impersonation', (client) => assertion(client, { scope: 'audit:read' }), 'invalid_scope'],
    [
      'a scope that the client lacks',
      (client) => assertion(client, { scope: 'impersonation tenants:write' }),
      'invalid_scope',
    ],
    ['a user of another tenant', (client) => assertion(client, { sub: stranger }), 'invalid_grant'],
    ['nobody', (client) => assertion(client, { sub: 'root' }), 'invalid_grant'],
    [
      'alg none',
      async (client) =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await assertion(client)).split('.')[1] ?? ''}.`,
      'invalid_grant',
    ],
    ['a changed signature', async (client) => `${(await assertion(client)).slice(0, -8)}AAAAAAAA`, 'invalid_grant'],
  ])('refuses %s', async (_what, make, error) => {
    // A refusal leaves nothing that the next could meet.
    consented ??= await jwtClientWithConsent();
    expect((await ask(await make(consented))).body).toMatchObject({ error });
  });

  test('says which claim is not as it has to be', async () => {
    const client = await jwtClient();
    for (const [claims, words] of [
      [{ scope: ['impersonation'] }, 'scope must be text'],
      [{ aud: [] }, 'aud must be one value'],
      [{ aud: undefined }, 'aud is missing'],
      [{ exp: '3600' }, 'exp must be a number of seconds'],
      [{ nbf: 'soon' }, 'nbf must be a number of seconds'],
      [{ jti: '' }, 'jti must be 1 to 512 characters'],
    ] as const)
      expect((await ask(await assertion(client, claims))).body).toMatchObject({
        error: 'invalid_grant',
        error_description: expect.stringContaining(words),
      });
  });

  test('is for one audience and by one client, each named once', async () => {
    const client = await jwtClient();
    await acme.post('/v1/consents', { clientId: client.clientId, scopes: ['impersonation', 'audit:read'] });
    const asking = async (...more: [string, string][]) =>
      tests.token(new URLSearchParams([['grant_type', JWT_GRANT], ['assertion', await assertion(client)], ...more]));
    const ours = `${service.url}/v1`;
    expect((await asking(['resource', ours], ['resource', 'https://b.example'])).body).toMatchObject({
      error: 'invalid_target',
    });
    expect((await asking(['client_id', client.clientId], ['client_id', randomUUID()])).body).toMatchObject({
      error: 'invalid_request',
    });
    // What has no value was not sent (RFC 6749 §3.2).
    expect((await asking(['resource', ours], ['resource', ours], ['client_id', ''])).status).toBe(200);
  });

  test('takes an assertion once, and none of another client’s key', async () => {
    const client = await jwtClient();
    const second = await jwtClient();
    await acme.post('/v1/consents', { clientId: client.clientId, scopes: ['impersonation', 'audit:read'] });
    const once = await assertion(client);
    expect((await ask(once)).status).toBe(200);
    expect((await ask(once)).body).toEqual({
      error: 'invalid_grant',
      error_description: 'the assertion was used before',
    });
    const foreign = await assertion({ ...client, privateKeyShownOnce: second.privateKeyShownOnce });
    expect((await ask(foreign)).body).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('introspection and revocation', () => {
  const inspect = async (client: MadeClient, value: string, endpoint = 'introspection') => {
    const answer = await fetch(`${service.url}/oauth/token/${endpoint}`, {
      method: 'POST',
      headers: basic(client),
      body: new URLSearchParams({ token: value }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>) };
  };

  test.each(['jwt', 'opaque'])('work for a %s, from the next request on', async (format) => {
    const client = await tests.system({ tokens: { format } });
    const { body } = await tests.token({ grant_type: 'client_credentials', scope: 'providers:read' }, basic(client));
    const { access_token: value } = body as Tokens;
    expect((await inspect(client, value)).body).toMatchObject({
      active: true,
      scope: 'providers:read',
      tenant: ACME,
    });
    const stranger2 = await otherTests.system({ scopes: [] });
    expect((await inspect(stranger2, value)).body).toEqual({ active: false });
    await inspect(stranger2, value, 'revocation');
    expect(await tests.call(value, '/v1/providers')).toMatchObject({ status: 200 });
    expect((await inspect(client, value, 'revocation')).status).toBe(200);
    expect(await tests.call(value, '/v1/providers')).toMatchObject({ status: 401 });
    expect((await inspect(client, value)).body).toEqual({ active: false });
  });

  test('tell what is left of a token: of its scopes, and at an API that demands another one by now', async () => {
    const identifier = `https://orders.${ACME}.example`;
    const resource = { identifier, scopes: ['orders:read', 'orders:write', 'orders:list'], tokenFormat: 'opaque' };
    const { id } = (await acme.post('/v1/oauth-resources', resource)).body as { id: string };
    const api = await tests.system({ scopes: [] });
    const client = await tests.system({ scopes: resource.scopes });
    const asked = { grant_type: 'client_credentials', scope: resource.scopes.join(' '), resource: identifier };
    const { access_token: value } = (await tests.token(asked, basic(client))).body as Tokens;
    expect((await inspect(api, value)).body).toMatchObject({ active: true, scope: asked.scope });
    const path = `/v1/oauth-clients/${client.clientId}`;
    const { body: shown } = await acme.get(path);
    await acme.put(path, { ...(shown as object), scopes: ['orders:read', 'orders:list'] }, { 'if-match': '"1"' });
    expect((await inspect(api, value)).body).toMatchObject({ active: true, scope: 'orders:read orders:list' });
    const change = (changes: object, revision: number) =>
      acme.put(`/v1/oauth-resources/${id}`, { ...resource, ...changes }, { 'if-match': `"${revision}"` });
    await change({ scopes: ['orders:read'] }, 1);
    for (const who of [api, client])
      expect((await inspect(who, value)).body).toMatchObject({ active: true, scope: 'orders:read' });
    await change({ scopes: [] }, 2);
    expect((await inspect(api, value)).body).not.toHaveProperty('scope');
    await change({ mutualTlsRequired: true }, 3);
    for (const who of [api, client]) expect((await inspect(who, value)).body).toEqual({ active: false });
  });

  test('tell of a user’s token what the user may do now', async () => {
    const clerk = await makeUser(service, ACME, 'clerk@acme.example', ['auditor']);
    const client = await tests.perUser({ authentication: { method: 'client_secret_basic' } });
    const { arrival, verifier } = await tests.authorize(client, 'audit:read', new UserBrowser(service, clerk));
    const redeemed = await tests.token(
      {
        grant_type: 'authorization_code',
        code: arrival.url.searchParams.get('code') ?? '',
        redirect_uri: CALLBACK,
        code_verifier: verifier,
      },
      basic(client),
    );
    const { access_token: value } = redeemed.body as Tokens;
    expect((await inspect(client, value)).body).toMatchObject({ active: true, scope: 'audit:read' });
    const user = { displayName: 'Clerk', language: 'en', roles: ['sender'] };
    expect((await acme.put(`/v1/users/${clerk}`, user, { 'if-match': '"1"' })).status).toBe(200);
    expect((await inspect(client, value)).body).not.toHaveProperty('scope');
  });

  test('say nothing of a token that is no token of ours', async () => {
    const client = await tests.system();
    for (const value of ['x.y.z', 'nonsense', 'eyJhbGciOiJub25lIn0.e30.'])
      expect((await inspect(client, value)).body).toEqual({ active: false });
  });
});
