import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, importPKCS8, SignJWT } from 'jose';
import { SessionsOfUsers } from '../../src/access/sessions-of-users.js';
import { Connections } from '../../src/connections/connections.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { issueCertificate } from '../support/issued-certificate.js';
import { basic, CALLBACK, JWT_GRANT, type MadeClient, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
let acme: ApiClient;
let limited: ApiClient;
let oauth: OAuthTests;
let other: OAuthTests;
let ada: string;
let eve: string;
/** Clients that many rows share. */
let secret: MadeClient;
let signing: MadeClient;
let user: MadeClient;
let second: MadeClient;

beforeAll(async () => {
  service = await startTestService();
  acme = await service.newTenant('acme');
  oauth = new OAuthTests(service, acme);
  other = new OAuthTests(service, await service.newTenant('other'));
  ada = await makeUser(service, 'acme', 'ada@acme.example', ['auditor', 'sender']);
  eve = await makeUser(service, 'other', 'eve@other.example', ['auditor']);
  const key = await acme.post('/v1/api-keys', { name: 'few', scopes: ['oauth-clients:write', 'consents:write'] });
  limited = service.caller((key.body as { key: string }).key);
  [secret, signing, user, second] = await Promise.all([
    oauth.system(),
    oauth.system({ authentication: { method: 'private_key_jwt' }, generateKey: 'EC-P256' }),
    oauth.perUser(),
    oauth.perUser(),
  ]);
});
afterAll(() => service.close());

const faultPaths = ({ body }: ApiAnswer) =>
  ((body as { errors?: { path: string }[] }).errors ?? []).map(({ path }) => path);
const errorOf = ({ body }: ApiAnswer) => (body as { error?: string }).error;

const publicKey = (namedCurve = 'P-256') =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });
const [ecKey, otherEcKey] = [publicKey(), publicKey()];
const withKeys = (...keys: object[]) => ({ authentication: { method: 'private_key_jwt' }, keys });

describe('a client is not registered', () => {
  const code = { grants: ['authorization_code'], scopes: ['audit:read'] };
  const machine = { grants: ['client_credentials'], scopes: ['audit:read'] };
  const withRedirect = (uri: string) => ({ ...code, redirectUris: [uri] });

  test.each<[string, Record<string, unknown>, string]>([
    ['with a redirect URI over http', withRedirect('http://clm.example/cb'), '$.redirectUris[0]'],
    ['with a fragment', withRedirect(`${CALLBACK}#x`), '$.redirectUris[0]'],
    ['with a wildcard', withRedirect('https://*.example/cb'), '$.redirectUris[0]'],
    ['with a password in an address', withRedirect('https://a:b@clm.example/cb'), '$.redirectUris[0]'],
    ['with a relative address', withRedirect('/cb'), '$.redirectUris[0]'],
    ['with a script as address', withRedirect('javascript:alert(1)'), '$.redirectUris[0]'],
    [
      'with https on a loopback address beside http on one',
      { ...code, redirectUris: ['http://127.0.0.1/cb', 'https://localhost/cb'] },
      '$.redirectUris[1]',
    ],
    ['with dots in a path', withRedirect('https://clm.example/a/../cb'), '$.redirectUris[0]'],
    ['for users without a redirect URI', code, '$.redirectUris'],
    ['for itself with a redirect URI', { ...machine, redirectUris: [CALLBACK] }, '$.redirectUris'],
    ['for itself without proof', { ...machine, authentication: { method: 'none' } }, '$.authentication.method'],
    [
      'with a certificate of no name',
      { ...machine, authentication: { method: 'tls_client_auth' } },
      '$.authentication',
    ],
    [
      'with a certificate of two names',
      {
        ...machine,
        authentication: {
          method: 'tls_client_auth',
          tls_client_auth_san_dns: 'a.example',
          tls_client_auth_san_ip: '::1',
        },
      },
      '$.authentication',
    ],
    [
      'with a name for no certificate',
      { ...machine, authentication: { method: 'client_secret_basic', tls_client_auth_san_dns: 'a.example' } },
      '$.authentication.tls_client_auth_san_dns',
    ],
    [
      'with a wildcard for a certificate',
      { ...machine, authentication: { method: 'tls_client_auth', tls_client_auth_san_dns: '*.example' } },
      '$.authentication.tls_client_auth_san_dns',
    ],
    ['that signs without a key', { ...machine, authentication: { method: 'private_key_jwt' } }, '$.keys'],
    [
      'for the JWT Grant without impersonation',
      { grants: [JWT_GRANT], scopes: [], generateKey: 'EC-P256' },
      '$.scopes',
    ],
    ['that impersonates without the JWT Grant', { ...machine, scopes: ['impersonation'] }, '$.scopes[0]'],
    ['with a scope that nobody knows', { ...machine, scopes: ['root'] }, '$.scopes[0]'],
    ['that manages tenants from another tenant', { ...machine, scopes: ['tenants:read'] }, '$.scopes[0]'],
    ['with tokens of two days', { ...machine, tokens: { accessSeconds: 172_800 } }, '$.tokens.accessSeconds'],
    ['with a secret of its own choice', { ...machine, clientSecret: 'letmein' }, '$.clientSecret'],
    ['as a system with users', { ...withRedirect(CALLBACK), integration: 'system' }, '$.grants'],
    ['per user for itself', { ...machine, integration: 'per-user' }, '$.grants'],
    ['with the password grant', { ...machine, grants: ['password'] }, '$.grants[0]'],
    ['with a symmetric key', { ...machine, keys: [{ kty: 'oct', k: 'AAAA' }] }, '$.keys[0]'],
    ['with a key for another algorithm', { ...machine, ...withKeys({ ...ecKey, alg: 'RS256' }) }, '$.keys[0]'],
    ['with a key for no algorithm that we know', { ...machine, ...withKeys({ ...ecKey, alg: 'ES999' }) }, '$.keys[0]'],
    ['with a key on another curve', { ...machine, ...withKeys(publicKey('secp256k1')) }, '$.keys[0]'],
    [
      'with a key that verifies nothing',
      { ...machine, ...withKeys({ ...ecKey, key_ops: ['deriveKey'] }) },
      '$.keys[0]',
    ],
    [
      'with a key by which whatever was written is signed',
      { ...machine, ...withKeys({ kty: 'RSA', n: Buffer.alloc(256, 0xff).toString('base64url'), e: 'AQ' }) },
      '$.keys[0]',
    ],
    [
      'with a pair made for a certificate that nobody makes',
      { ...machine, authentication: { method: 'self_signed_tls_client_auth' }, generateKey: 'EC-P256' },
      '$.generateKey',
    ],
    ['with words for a certificate', { ...machine, ...withKeys({ ...ecKey, x5c: ['words'] }) }, '$.keys[0]'],
    ['with one key twice', { ...machine, ...withKeys(ecKey, ecKey) }, '$.keys[1]'],
    [
      'with one kid twice',
      { ...machine, ...withKeys({ ...ecKey, kid: 'k' }, { ...otherEcKey, kid: 'k' }) },
      '$.keys[1]',
    ],
    [
      'with eleven keys',
      {
        ...machine,
        ...withKeys(...Array.from({ length: 10 }, (_, index) => ({ ...ecKey, kid: `k${index}` }))),
        generateKey: 'EC-P256',
      },
      '$.keys',
    ],
    ['whose owner is of another tenant', { ...machine, owner: randomUUID() }, '$.owner'],
  ])('%s', async (_what, body, path) => {
    const answer = await oauth.register(body);
    expect([400, 422]).toContain(answer.status);
    expect(faultPaths(answer)).toContain(path);
  });

  test('with the certificate of another key', async () => {
    const { certificate } = await issueCertificate();
    const x5c = [certificate.raw.toString('base64')];
    const self = { ...machine, authentication: { method: 'self_signed_tls_client_auth' } };
    const own = { ...certificate.publicKey.export({ format: 'jwk' }), x5c };
    expect((await oauth.register({ ...self, keys: [own] })).status).toBe(201);
    expect(faultPaths(await oauth.register({ ...self, keys: [{ ...ecKey, x5c }] }))).toEqual(['$.keys[0]']);
  });

  test('with a private key, which it must not have shown', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const body = { ...machine, authentication: { method: 'private_key_jwt' }, keys: [await exportJWK(privateKey)] };
    const answer = await oauth.register(body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain((await exportJWK(privateKey)).d ?? 'd');
  });

  test.each<[string, () => Promise<ApiAnswer>, number, string]>([
    ['with a right that its maker lacks', () => oauth.register(machine, limited), 403, 'audit:read'],
    ['under a name that is taken', () => acme.post('/v1/oauth-clients', { ...machine, name: 'client 1' }), 409, ''],
    [
      'to be changed without If-Match',
      () => acme.put(`/v1/oauth-clients/${secret.clientId}`, { ...machine, name: 'x' }),
      428,
      '',
    ],
    [
      'to be changed from a stale revision',
      () => acme.put(`/v1/oauth-clients/${secret.clientId}`, { ...machine, name: 'x' }, { 'if-match': '"7"' }),
      412,
      '',
    ],
    ['to be read from another tenant', () => other.caller.get(`/v1/oauth-clients/${secret.clientId}`), 404, ''],
    [
      'to be given a secret by whoever lacks its rights',
      () => limited.post(`/v1/oauth-clients/${secret.clientId}/secrets`, {}),
      403,
      'providers:read',
    ],
    [
      'to be given a key by whoever lacks its rights',
      () => limited.post(`/v1/oauth-clients/${signing.clientId}/keys`, { generateKey: 'EC-P256' }),
      403,
      'providers:read',
    ],
    [
      'to be given a key where nothing is verified with one: it could not be sent back afterwards',
      () => acme.post(`/v1/oauth-clients/${secret.clientId}/keys`, { generateKey: 'EC-P256' }),
      422,
      '',
    ],
    [
      'to be consented to by whoever lacks the right',
      () => limited.post('/v1/consents', { clientId: user.clientId, scopes: ['audit:read'] }),
      403,
      'audit:read',
    ],
    [
      'to be consented to from another tenant',
      () => other.caller.post('/v1/consents', { clientId: user.clientId, scopes: ['audit:read'] }),
      422,
      '',
    ],
    [
      'to be consented to for an API that the tenant does not have',
      () =>
        acme.post('/v1/consents', {
          clientId: user.clientId,
          scopes: ['audit:read'],
          resource: 'https://nowhere.example',
        }),
      422,
      '',
    ],
    [
      'to be consented to where it acts for no user',
      () => acme.post('/v1/consents', { clientId: secret.clientId, scopes: ['providers:read'] }),
      422,
      '',
    ],
  ])('%s', async (_what, ask, status, named) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    if (named !== '') expect((answer.body as { detail: string }).detail).toContain(named);
  });
});

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

async function clientAssertion(
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
  by?: CryptoKey,
): Promise<string> {
  const key = by ?? (await importPKCS8(signing.privateKeyShownOnce, 'ES256'));
  const now = Math.floor(Date.now() / 1000);
  const { clientId } = signing;
  const about = {
    iss: clientId,
    sub: clientId,
    aud: `${service.url}/oauth`,
    iat: now,
    exp: now + 60,
    jti: randomUUID(),
  };
  return new SignJWT({ ...about, ...claims }).setProtectedHeader({ alg: 'ES256', ...header }).sign(key);
}

const withAssertion = async (assertion: string): Promise<ApiAnswer> =>
  oauth.token({
    grant_type: 'client_credentials',
    client_assertion_type: assertionType,
    client_assertion: assertion,
  });

describe('the token endpoint refuses', () => {
  const cc = { grant_type: 'client_credentials' };
  test.each<[string, () => Promise<ApiAnswer>, string]>([
    [
      'a client that nobody knows',
      () => oauth.token({ ...cc, client_id: 'nobody', client_secret: 'x' }),
      'invalid_client',
    ],
    ['a wrong secret', () => oauth.token(cc, basic({ ...secret, clientSecret: 'x' })), 'invalid_client'],
    [
      'the hash of a secret',
      () =>
        oauth.token(
          cc,
          basic({ ...secret, clientSecret: createHash('sha256').update(secret.clientSecret).digest('base64') }),
        ),
      'invalid_client',
    ],
    [
      'the secret of another client',
      () => oauth.token(cc, basic({ ...secret, clientSecret: second.clientSecret })),
      'invalid_client',
    ],
    ['no client at all', () => oauth.token(cc), 'invalid_request'],
    [
      'a client and an audience that no database could hold',
      () => oauth.token({ ...cc, client_id: 'a\0', client_secret: 'x', resource: 'https://a.example/\0' }),
      'invalid_client',
    ],
    [
      'an audience that no database could hold',
      () => oauth.token({ ...cc, resource: 'https://a.example/\0' }, basic(secret)),
      'invalid_target',
    ],
    ['a client without its secret', () => oauth.token({ ...cc, client_id: secret.clientId }), 'invalid_client'],
    [
      'two ways of authentication',
      () => oauth.token({ ...cc, client_secret: secret.clientSecret }, basic(secret)),
      'invalid_request',
    ],
    [
      'the password grant',
      () => oauth.token({ grant_type: 'password', username: 'a', password: 'b' }, basic(secret)),
      'unsupported_grant_type',
    ],
    [
      'a grant that the client lacks',
      () => oauth.token({ ...cc, client_id: user.clientId, client_secret: user.clientSecret }),
      'unauthorized_client',
    ],
    [
      'a scope that the client lacks',
      () => oauth.token({ ...cc, scope: 'audit:read' }, basic(secret)),
      'invalid_scope',
    ],
    ['a scope that nobody knows', () => oauth.token({ ...cc, scope: 'root' }, basic(secret)), 'invalid_scope'],
    ['impersonation by itself', () => oauth.token({ ...cc, scope: 'impersonation' }, basic(secret)), 'invalid_scope'],
    [
      'an audience that nobody knows',
      () => oauth.token({ ...cc, resource: 'https://api.example' }, basic(secret)),
      'invalid_target',
    ],
    [
      'an audience of another tenant',
      async () => {
        await other.caller.post('/v1/oauth-resources', { identifier: 'https://of-other.example', scopes: ['a'] });
        return oauth.token({ ...cc, resource: 'https://of-other.example' }, basic(secret));
      },
      'invalid_target',
    ],
    [
      'an audience with a fragment',
      () => oauth.token({ ...cc, resource: `${service.url}/v1#x` }, basic(secret)),
      'invalid_target',
    ],
    [
      'two audiences',
      () =>
        oauth.token(
          new URLSearchParams([
            ['grant_type', 'client_credentials'],
            ['resource', `${service.url}/v1`],
            ['resource', 'https://b.example'],
          ]),
          basic(secret),
        ),
      'invalid_target',
    ],
    [
      'a parameter twice',
      () =>
        oauth.token(
          new URLSearchParams([
            ['grant_type', 'client_credentials'],
            ['grant_type', 'client_credentials'],
          ]),
          basic(secret),
        ),
      'invalid_request',
    ],
    [
      'an assertion for somebody else',
      async () => withAssertion(await clientAssertion({ aud: 'https://elsewhere.example' })),
      'invalid_client',
    ],
    [
      'an assertion for us and somebody else',
      async () => withAssertion(await clientAssertion({ aud: [`${service.url}/oauth`, 'https://elsewhere.example'] })),
      'invalid_client',
    ],
    [
      'an assertion for the API',
      async () => withAssertion(await clientAssertion({ aud: `${service.url}/v1` })),
      'invalid_client',
    ],
    [
      'an assertion that has expired',
      async () => withAssertion(await clientAssertion({ iat: 1, exp: 2 })),
      'invalid_client',
    ],
    [
      'an assertion for a day',
      async () => withAssertion(await clientAssertion({ exp: Math.floor(Date.now() / 1000) + 86_400 })),
      'invalid_client',
    ],
    [
      'an assertion of tomorrow',
      async () => withAssertion(await clientAssertion({ iat: Math.floor(Date.now() / 1000) + 3000 })),
      'invalid_client',
    ],
    [
      'an assertion about another client',
      async () => withAssertion(await clientAssertion({ sub: secret.clientId })),
      'invalid_client',
    ],
    [
      'an assertion without jti',
      async () => withAssertion(await clientAssertion({ jti: undefined })),
      'invalid_client',
    ],
    [
      'an assertion by another key',
      async () => withAssertion(await clientAssertion({}, {}, (await generateKeyPair('ES256')).privateKey)),
      'invalid_client',
    ],
    [
      'an assertion with alg none',
      async () =>
        withAssertion(
          `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await clientAssertion({})).split('.')[1] ?? ''}.`,
        ),
      'invalid_client',
    ],
    ['a refresh token that never was', () => oauth.refresh(user, 'x'.repeat(43)), 'invalid_grant'],
    [
      'a code that never was',
      () =>
        oauth.token({
          grant_type: 'authorization_code',
          client_id: user.clientId,
          client_secret: user.clientSecret,
          code: 'x'.repeat(43),
          redirect_uri: CALLBACK,
          code_verifier: 'x'.repeat(43),
        }),
      'invalid_grant',
    ],
  ])('%s', async (_what, ask, error) => {
    const answer = await ask();
    expect(errorOf(answer)).toBe(error);
    expect(answer.status).toBe(error === 'invalid_client' ? 401 : 400);
  });

  test('an assertion that was used before, in whatever instance', async () => {
    const once = await clientAssertion({});
    expect((await withAssertion(once)).status).toBe(200);
    expect(errorOf(await withAssertion(once))).toBe('invalid_client');
    const foreign = await withAssertion(await clientAssertion({ aud: [`${service.url}/oauth`, 'https://b.example'] }));
    expect((foreign.body as { error_description: string }).error_description).toContain('aud must be');
    const crowd = await clientAssertion({});
    const answers = await Promise.all(Array.from({ length: 5 }, () => withAssertion(crowd)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('a grant that the client lacks, which the log and its connection say', async () => {
    const client = await oauth.perUser();
    await oauth.token({ ...cc, client_id: client.clientId, client_secret: client.clientSecret });
    expect(service.log.lines.find((line) => line['client'] === client.clientId)).toMatchObject({
      msg: 'A client asked for a grant that it is not registered for',
      code: 'unauthorized_client',
      detail: 'client_credentials',
    });
    await service.app.get(Connections).settled();
    const { items } = (await acme.get('/v1/connections?state=failing')).body as { items: { id: string }[] };
    expect(items.find(({ id }) => id === client.clientId)).toMatchObject({
      lastFailure: { code: 'unauthorized_client' },
    });
  });
});

describe('the authorization endpoint refuses', () => {
  const ask = async (more: Record<string, string | undefined>, client = user) =>
    (await oauth.authorize(client, 'audit:read', new UserBrowser(service, ada), more)).arrival;

  test.each<[string, Record<string, string | undefined>, string]>([
    ['a request without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['tokens in the address', { response_type: 'token' }, 'unsupported_response_type'],
    ['a scope that the client lacks', { scope: 'tenants:write' }, 'invalid_scope'],
    ['a scope that nobody knows', { scope: 'root' }, 'invalid_scope'],
    ['an audience that nobody knows', { resource: 'https://api.example' }, 'invalid_target'],
    ['to log in in silence whoever is not', { prompt: 'none' }, 'login_required'],
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
  ])('%s, and tells the client', async (_what, more, error) => {
    const { url } = await ask(more);
    expect(url.origin).toBe(new URL(CALLBACK).origin);
    expect(new URLSearchParams(url.search || url.hash.slice(1)).get('error')).toBe(error);
  });

  test.each<[string, Record<string, string>]>([
    ['a redirect URI with a path more', { redirect_uri: `${CALLBACK}/more` }],
    ['one with a query more', { redirect_uri: `${CALLBACK}?more` }],
    ['one in another case', { redirect_uri: CALLBACK.replace('callback', 'Callback') }],
    ['one with a port', { redirect_uri: CALLBACK.replace('.example/', '.example:443/') }],
    ['one of another host', { redirect_uri: 'https://evil.example/callback' }],
    ['one that begins like it', { redirect_uri: CALLBACK.replace('.example/', '.example.evil.example/') }],
    ['a client that nobody knows', { client_id: 'nobody' }],
    ['a client that no database could hold', { client_id: 'a\0' }],
  ])('%s, and sends the browser nowhere', async (_what, more) => {
    const arrival = await ask(more);
    expect(arrival).toMatchObject({ status: 400 });
    expect(arrival.html).toContain('<h1>');
    expect(arrival.html).not.toContain('evil.example');
  });

  test('to know a user of another tenant: a session there is none here', async () => {
    const browser = new UserBrowser(service, eve);
    const theirs = await other.perUser();
    expect((await other.authorize(theirs, 'audit:read', browser)).arrival.url.searchParams.get('code')).toBeTruthy();
    const silent = await oauth.authorize(user, 'audit:read', browser, { prompt: 'none' });
    expect(silent.arrival.url.searchParams.get('error')).toBe('login_required');
    const asked = await oauth.authorize(user, 'audit:read', browser).catch((error: unknown) => error);
    expect(asked).toBeInstanceOf(Error);
  });

  test('a consent that another site posts, or another browser', async () => {
    const browser = new UserBrowser(service, ada);
    const client = await oauth.perUser();
    const stopped = new UserBrowser(service, ada);
    Object.assign(stopped, { post: () => Promise.resolve(new Response('stopped', { status: 418 })) });
    const { arrival } = await oauth.authorize(client, 'audit:read', stopped).catch(() => ({ arrival: null }));
    expect(arrival?.url.pathname).toMatch(/^\/consent\//);
    const page = arrival?.url ?? new URL(service.url);
    expect((await browser.post(page, { answer: 'allow' })).status).toBe(404);
    Object.assign(stopped, { post: UserBrowser.prototype.post });
    expect(
      (
        await stopped.post(
          page,
          { answer: 'allow' },
          { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        )
      ).status,
    ).toBe(403);
    const shown = await stopped.get(page);
    expect(shown.headers.get('x-frame-options')).toBe('DENY');
    expect(shown.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const html = await shown.text();
    for (const said of ['acme', 'clm.partner.example', 'ada@acme.example', 'audit trail']) expect(html).toContain(said);
  });
});

describe('a code or refresh token is worth nothing', () => {
  test('twice, and what came of it ends', async () => {
    const form = await oauth.code(user, 'providers:read', new UserBrowser(service, ada));
    const { access_token: accessToken } = (await oauth.token(form)).body as Tokens;
    expect(errorOf(await oauth.token(form))).toBe('invalid_grant');
    expect((await oauth.call(accessToken, '/v1/providers')).status).toBe(401);
  });

  test.each<[string, Record<string, string>]>([
    ['with another verifier', { code_verifier: randomBytes(32).toString('base64url') }],
    ['without a verifier', { code_verifier: '' }],
    ['at another redirect URI', { redirect_uri: `${CALLBACK}/` }],
    ['from another client', {}],
  ])('%s', async (what, more) => {
    const form = await oauth.code(user, 'audit:read', new UserBrowser(service, ada));
    const foreign = { client_id: second.clientId, client_secret: second.clientSecret };
    const answer = await oauth.token({ ...form, ...more, ...(what === 'from another client' ? foreign : {}) });
    expect(['invalid_grant', 'invalid_request']).toContain(errorOf(answer));
  });

  test('for more than was given, or for another client', async () => {
    const tokens = await oauth.tokens(user, 'audit:read', new UserBrowser(service, ada));
    const refreshToken = tokens.refresh_token ?? '';
    expect(errorOf(await oauth.refresh(user, refreshToken, { scope: 'audit:read providers:read' }))).toBe(
      'invalid_scope',
    );
    expect(errorOf(await oauth.refresh(second, refreshToken))).toBe('invalid_grant');
    expect((await oauth.refresh(user, refreshToken)).status).toBe(200);
  });

  test('once its user has been logged out everywhere', async () => {
    const tokens = await oauth.tokens(user, 'providers:read', new UserBrowser(service, ada));
    const sessions = service.app.get(SessionsOfUsers, { strict: false });
    const work = service.app.get(UnitOfWork);
    const tenantId = await tenantOf(ada);
    const open = await sessions.list(work.reading, { tenantId, userId: ada }, new Date());
    expect(open.length).toBeGreaterThan(0);
    const ending = { reason: 'locked', actor: { type: 'system', id: 'test' }, now: new Date() } as const;
    await work.run((transaction) => sessions.endAll(transaction, { tenantId, userId: ada }, ending));
    expect(await sessions.list(work.reading, { tenantId, userId: ada }, new Date())).toEqual([]);
    expect((await oauth.call(tokens.access_token, '/v1/providers')).status).toBe(401);
    expect(errorOf(await oauth.refresh(user, tokens.refresh_token ?? ''))).toBe('invalid_grant');
  });
});

async function tenantOf(userId: string): Promise<string> {
  const rows: { tenant_id: string }[] = await service.app
    .get(UnitOfWork)
    .reading.query('SELECT tenant_id FROM user_account WHERE id = $1', [userId]);
  return rows[0]?.tenant_id ?? '';
}

describe('the API refuses', () => {
  let dpop: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };
  let bound = '';
  let plain: string;

  async function proof(claims: Record<string, unknown> = {}, by = dpop): Promise<string> {
    const jwk = await exportJWK(by.publicKey);
    const ath = createHash('sha256').update(bound).digest('base64url');
    const about = {
      htm: 'GET',
      htu: `${service.url}/v1/providers`,
      iat: Math.floor(Date.now() / 1000),
      jti: randomUUID(),
      ath,
    };
    return new SignJWT({ ...about, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .sign(by.privateKey);
  }

  beforeAll(async () => {
    dpop = await generateKeyPair('ES256', { extractable: true });
    const client = await oauth.system({ tokens: { bound: 'dpop' } });
    const form = { grant_type: 'client_credentials', scope: 'providers:read' };
    const header = {
      ...basic(client),
      dpop: await proof({ htm: 'POST', htu: `${service.url}/oauth/token`, ath: undefined }),
    };
    bound = ((await oauth.token(form, header)).body as Tokens).access_token;
    plain = ((await oauth.token(form, basic(secret))).body as Tokens).access_token;
  });

  const withProof = async (made: string | null) =>
    service
      .caller(null)
      .get('/v1/providers', { authorization: `DPoP ${bound}`, ...(made === null ? {} : { dpop: made }) });

  test.each<[string, () => Promise<string | null>]>([
    ['a bound token without a proof', () => Promise.resolve(null)],
    ['a proof for another method', () => proof({ htm: 'POST' })],
    ['a proof for another address', () => proof({ htu: `${service.url}/v1/listeners` })],
    ['a proof for another token', () => proof({ ath: 'x' })],
    ['a proof without a token', () => proof({ ath: undefined })],
    ['a proof of yesterday', () => proof({ iat: Math.floor(Date.now() / 1000) - 86_400 })],
    ['a proof of tomorrow', () => proof({ iat: Math.floor(Date.now() / 1000) + 86_400 })],
    ['a proof by another key', async () => proof({}, await generateKeyPair('ES256', { extractable: true }))],
    ['no proof but nonsense', () => Promise.resolve('nonsense')],
  ])('%s', async (_what, make) => {
    const answer = await withProof(await make());
    expect(answer).toMatchObject({ status: 401, body: { code: 'access.token_unbound' } });
    expect(answer.headers.get('www-authenticate')).toContain('DPoP');
  });

  test('a proof twice, but not once', async () => {
    const once = await proof();
    expect((await withProof(once)).status).toBe(200);
    expect((await withProof(once)).status).toBe(401);
  });

  test.each<[string, () => Promise<string> | string]>([
    ['a changed token', () => `${plain.slice(0, -10)}AAAAAAAAAA`],
    [
      'a token that says alg none',
      () => `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${plain.split('.')[1] ?? ''}.`,
    ],
    [
      'a token that somebody else has signed',
      async () =>
        new SignJWT({ client_id: secret.clientId, tenant: 'acme', scope: 'providers:read' })
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
          .setIssuer(`${service.url}/oauth`)
          .setAudience(`${service.url}/v1`)
          .setSubject(secret.clientId)
          .setJti('x')
          .setIssuedAt()
          .setExpirationTime('1h')
          .sign(dpop.privateKey),
    ],
    [
      'an ID token',
      async () => (await oauth.tokens(user, 'openid audit:read', new UserBrowser(service, ada))).id_token ?? '',
    ],
    [
      'a refresh token',
      async () => (await oauth.tokens(user, 'audit:read', new UserBrowser(service, ada))).refresh_token ?? '',
    ],
    ['the secret of a client', () => secret.clientSecret],
  ])('%s', async (_what, make) => {
    expect((await oauth.call(await make(), '/v1/providers')).status).toBe(401);
  });

  test('a token of one tenant at what another has', async () => {
    const theirs = await other.system();
    const admin = await oauth.system({ scopes: ['oauth-clients:read'] });
    const form = { grant_type: 'client_credentials', scope: 'oauth-clients:read' };
    const { access_token: token } = (await oauth.token(form, basic(admin))).body as Tokens;
    expect((await oauth.call(token, `/v1/oauth-clients/${secret.clientId}`)).status).toBe(200);
    expect((await oauth.call(token, `/v1/oauth-clients/${theirs.clientId}`)).status).toBe(404);
    expect(JSON.stringify((await oauth.call(token, '/v1/oauth-clients?limit=200')).body)).not.toContain(
      theirs.clientId,
    );
  });

  test('a token in an address', async () => {
    expect((await service.caller(null).get(`/v1/providers?access_token=${plain}`)).status).not.toBe(200);
  });
});

test('a copy of the database holds no code, token, secret, session or private key that works', async () => {
  const browser = new UserBrowser(service, ada);
  const form = await oauth.code(user, 'audit:read', browser);
  const tokens = await oauth.tokens(second, 'audit:read', browser);
  const opaque = await oauth.system({ tokens: { format: 'opaque' } });
  const issued = (await oauth.token({ grant_type: 'client_credentials' }, basic(opaque))).body as Tokens;
  const cookies = (await browser.jar.getCookies(service.url))
    .map(({ value }) => value)
    .filter((value) => value.length > 20);
  const work = service.app.get(UnitOfWork);
  const tables: { name: string }[] = await work.reading.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
  );
  let dump = '';
  for (const { name } of tables) {
    const rows: { row: string }[] = await work.reading.query(`SELECT to_jsonb(t)::text AS row FROM "${name}" t`);
    dump += rows.map(({ row }) => row).join('\n');
  }
  const logged = service.log.text;
  const secrets = [
    form['code'] ?? '',
    tokens.access_token,
    tokens.refresh_token ?? '',
    issued.access_token,
    secret.clientSecret,
    ...cookies,
    ...signing.privateKeyShownOnce.split('\n').filter((line) => line.length > 40),
  ];
  expect(cookies.length).toBeGreaterThan(0);
  for (const value of secrets) {
    const hexadecimal = Buffer.from(value).toString('hex');
    expect(value.length).toBeGreaterThan(20);
    for (const text of [value, hexadecimal]) {
      expect(dump).not.toContain(text);
      expect(logged).not.toContain(text);
    }
  }
  expect(dump).not.toContain('PRIVATE KEY');
  expect(dump).not.toMatch(/"d": ?"[A-Za-z0-9_-]{40}/);
});
