import { createHash, createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, importPKCS8, SignJWT } from 'jose';
import { ArtifactStore } from '../../src/authorization-server/artifacts/artifact.store.js';
import { ConsentStore } from '../../src/authorization-server/consents/consent.store.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { basic, CALLBACK, JWT_GRANT, type MadeClient, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';

const ACME = ownName('acme');
const OTHER = ownName('other');

/** Attacks of RFC 9700 and of RFC 9449 §11 that go through several steps, or mix what belongs to several. */
let service: SharedService;
let acme: ApiClient;
let oauth: OAuthTests;
let other: OAuthTests;
let ada: string;
let bob: string;
let eve: string;

beforeAll(async () => {
  service = await sharedTestService();
  acme = await service.newTenant(ACME);
  oauth = new OAuthTests(service, acme);
  other = new OAuthTests(service, await service.newTenant(OTHER));
  ada = await makeUser(service, ACME, 'ada@acme.example', ['auditor', 'sender']);
  bob = await makeUser(service, ACME, 'bob@acme.example', ['auditor', 'sender']);
  eve = await makeUser(service, OTHER, 'eve@other.example', ['auditor']);
});
afterAll(() => service.close());

const errorOf = ({ body }: ApiAnswer) => (body as { error?: string }).error;
const consentsOf = async ({ clientId }: MadeClient) => {
  const { body } = await acme.get(`/v1/consents?clientId=${clientId}`);
  return (body as { items: { id: string; userId: string | null; scopes: string[] }[] }).items;
};

const sessionsOf = async (user: string) => {
  const { body } = await acme.get(`/v1/users/${user}/sessions`);
  return (body as { items: { id: string }[] }).items;
};

const jwtClient = (more: Record<string, unknown> = {}, tenant = oauth) =>
  tenant.client({
    grants: [JWT_GRANT],
    scopes: ['impersonation', 'providers:read', 'audit:read'],
    redirectUris: [CALLBACK],
    generateKey: 'EC-P256',
    ...more,
  });

async function assertionOf(
  client: MadeClient,
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { clientId: iss } = client;
  const about = { iss, sub: ada, aud: `${service.url}/oauth`, iat: now, exp: now + 300, jti: randomUUID() };
  return new SignJWT({ ...about, scope: 'impersonation audit:read', ...claims })
    .setProtectedHeader({ alg: 'ES256', ...header })
    .sign(await importPKCS8(client.privateKeyShownOnce, 'ES256'));
}

const impersonate = async (assertion: string, more: Record<string, string> = {}) =>
  oauth.token({ grant_type: JWT_GRANT, assertion, ...more });

describe('a consent is worth nothing', () => {
  test('to another client, for another user, at another audience, or in another tenant', async () => {
    const [one, two] = [await jwtClient(), await jwtClient()];
    await oauth.authorize(one, 'impersonation audit:read', new UserBrowser(service, ada));
    expect((await impersonate(await assertionOf(one))).status).toBe(200);
    expect(errorOf(await impersonate(await assertionOf(two)))).toBe('consent_required');
    expect(errorOf(await impersonate(await assertionOf(one, { sub: bob })))).toBe('consent_required');
    await acme.post('/v1/oauth-resources', { identifier: `https://reports.${ACME}.example`, scopes: ['audit:read'] });
    const elsewhere = await impersonate(await assertionOf(one), { resource: `https://reports.${ACME}.example` });
    expect(errorOf(elsewhere)).toBe('consent_required');
    expect(errorOf(await impersonate(await assertionOf(one, { sub: eve })))).toBe('invalid_grant');
    const foreign = await jwtClient({}, other);
    expect(errorOf(await impersonate(await assertionOf(foreign)))).toBe('invalid_grant');
    const swapped = await assertionOf({ ...two, clientId: one.clientId });
    expect(errorOf(await impersonate(swapped))).toBe('invalid_grant');
  });

  test('for more than it says, nor once it is revoked and given for less', async () => {
    const client = await jwtClient();
    await oauth.authorize(client, 'impersonation audit:read', new UserBrowser(service, ada));
    const more = await impersonate(await assertionOf(client, { scope: 'impersonation audit:read providers:read' }));
    expect(more.body).toMatchObject({ scope: 'audit:read' });
    const [consent] = await consentsOf(client);
    await acme.delete(`/v1/consents/${consent?.id ?? ''}`);
    await oauth.authorize(client, 'impersonation providers:read', new UserBrowser(service, ada));
    expect(errorOf(await impersonate(await assertionOf(client)))).toBe('consent_required');
    expect((await oauth.call((more.body as Tokens).access_token, '/v1/audit-events')).status).toBe(401);
  });

  test('of a user who is deleted since: it is revoked, as the trail says', async () => {
    const gone = await makeUser(service, ACME, 'gone@acme.example', ['auditor']);
    const client = await jwtClient();
    await oauth.authorize(client, 'impersonation audit:read', new UserBrowser(service, gone));
    const [consent] = await consentsOf(client);
    expect(consent).toMatchObject({ userId: gone });
    const { headers } = await acme.get(`/v1/users/${gone}`);
    const deleted = await acme.delete(`/v1/users/${gone}`, { 'if-match': headers.get('etag') ?? '' });
    expect(deleted.status).toBe(204);
    expect(await consentsOf(client)).toEqual([]);
    const { body } = await acme.get(`/v1/audit-events?type=consent.revoked&sort=-time&limit=1`);
    expect(body).toMatchObject({ items: [{ data: { consentId: consent?.id, clientId: client.clientId } }] });
  });

  test('an administrator’s to a client whose users can be asked: each is', async () => {
    const client = await oauth.perUser();
    const given = await acme.post('/v1/consents', { clientId: client.clientId, scopes: ['audit:read'] });
    expect(given).toMatchObject({ status: 422, body: { errors: [{ path: '$.clientId' }] } });
    // As an earlier version let them, or as it stands for a client of the JWT Grant: no code comes without a question.
    const jwt = await jwtClient();
    const scopes = ['impersonation', 'audit:read'];
    expect((await acme.post('/v1/consents', { clientId: jwt.clientId, scopes })).status).toBe(201);
    const silent = await oauth.authorize(jwt, scopes.join(' '), new UserBrowser(service, ada), { prompt: 'none' });
    expect(silent.arrival.url.searchParams.get('error')).toBe('login_required');
    const waiting = new UserBrowser(service, ada, 'wait');
    const { arrival } = await oauth.authorize(jwt, scopes.join(' '), waiting);
    expect(arrival.url.pathname).toMatch(/^\/consent\//);
    const again = await oauth.authorize(jwt, scopes.join(' '), waiting, { prompt: 'none' });
    expect(again.arrival.url.searchParams.get('error')).toBe('consent_required');
    expect((await consentsOf(jwt)).map(({ userId }) => userId)).toEqual([null]);
  });

  test('once it is revoked while it is being used', async () => {
    const client = await oauth.perUser();
    const browser = new UserBrowser(service, ada);
    await oauth.tokens(client, 'audit:read', browser);
    const [consent] = await consentsOf(client);
    const store = service.app.get(ConsentStore);
    const live = store.live.bind(store);
    jest.spyOn(store, 'live').mockImplementationOnce(async (...asked) => {
      const found = await live(...asked);
      expect((await acme.delete(`/v1/consents/${consent?.id ?? ''}`)).status).toBe(204);
      return found;
    });
    const silent = await oauth.authorize(client, 'audit:read', browser, { prompt: 'none' });
    expect(silent.arrival.url.searchParams.get('error')).toBe('consent_required');
  });

  test('in one tab for the client of the other', async () => {
    const [one, two] = [await oauth.perUser(), await oauth.perUser()];
    const browser = new UserBrowser(service, ada, 'wait');
    const first = await oauth.authorize(one, 'audit:read', browser);
    const second = await oauth.authorize(two, 'providers:read', browser);
    const codeOf = async (page: URL) => {
      const answer = await browser.post(page, { answer: 'allow' });
      expect(answer.status).toBe(303);
      return (await browser.open(new URL(answer.headers.get('location') ?? '', service.url))).url;
    };
    // The one that was opened first is answered last.
    const [ofTwo, ofOne] = [await codeOf(second.arrival.url), await codeOf(first.arrival.url)];
    expect((await consentsOf(one)).map(({ scopes }) => scopes)).toEqual([['audit:read']]);
    expect((await consentsOf(two)).map(({ scopes }) => scopes)).toEqual([['providers:read']]);
    const redeem = (client: MadeClient, code: URL, verifier: string) =>
      oauth.token({
        grant_type: 'authorization_code',
        client_id: client.clientId,
        client_secret: client.clientSecret,
        code: code.searchParams.get('code') ?? '',
        redirect_uri: CALLBACK,
        code_verifier: verifier,
      });
    expect(errorOf(await redeem(one, ofTwo, second.verifier))).toBe('invalid_grant');
    expect((await redeem(one, ofOne, first.verifier)).body).toMatchObject({ scope: 'audit:read' });
    // The same page once more has nothing to answer.
    expect((await browser.post(first.arrival.url, { answer: 'allow' })).status).toBe(404);
  });

  test('of a page that stayed open when somebody else logged in, or its user out', async () => {
    const client = await oauth.perUser();
    const browser = new UserBrowser(service, ada, 'wait');
    const named = await acme.put('/v1/settings', { displayName: 'Acme & Sons' }, { 'if-match': '"0"' });
    expect(named.status).toBe(200);
    const { arrival } = await oauth.authorize(client, 'audit:read', browser);
    const html = await (await browser.get(arrival.url)).text();
    expect(html).toContain('ada@acme.example');
    expect(html).toContain('<bdi>Acme &amp; Sons</bdi>');
    expect(html).not.toContain('<bdi>acme</bdi>');
    browser.userId = bob;
    const theirs = await oauth.authorize(client, 'audit:read', browser, { prompt: 'login' });
    expect(theirs.arrival.html).toContain('bob@acme.example');
    for (const answer of ['allow', 'refuse']) {
      const late = await browser.post(arrival.url, { answer });
      expect([303, 404]).toContain(late.status);
      const location = late.headers.get('location');
      const end = location === null ? null : await browser.open(new URL(location, service.url));
      expect(end?.url.searchParams.get('code') ?? null).toBeNull();
    }
    expect(await consentsOf(client)).toEqual([]);
    const session = await acme.get(`/v1/users/${bob}/sessions`);
    for (const { id } of (session.body as { items: { id: string }[] }).items)
      await acme.delete(`/v1/users/${bob}/sessions/${id}`);
    expect((await browser.post(theirs.arrival.url, { answer: 'allow' })).status).toBe(404);
    expect(await consentsOf(client)).toEqual([]);
  });
});

describe('an assertion of the JWT Grant is refused', () => {
  const seconds = () => Math.floor(Date.now() / 1000);
  test.each<[string, (client: MadeClient) => Promise<string> | string, string]>([
    ['about nobody', (client) => assertionOf(client, { sub: randomUUID() }), 'invalid_grant'],
    ['about the client itself', (client) => assertionOf(client, { sub: client.clientId }), 'invalid_grant'],
    ['about an e-mail address', (client) => assertionOf(client, { sub: 'ada@acme.example' }), 'invalid_grant'],
    ['for the API', (client) => assertionOf(client, { aud: `${service.url}/v1` }), 'invalid_grant'],
    [
      'for introspection',
      (client) => assertionOf(client, { aud: `${service.url}/oauth/token/introspection` }),
      'invalid_grant',
    ],
    ['without an end', (client) => assertionOf(client, { exp: undefined }), 'invalid_grant'],
    ['without a beginning', (client) => assertionOf(client, { iat: undefined }), 'invalid_grant'],
    [
      'that ends an hour and more from now',
      (client) => assertionOf(client, { iat: seconds() + 14, exp: seconds() + 3700 }),
      'invalid_grant',
    ],
    ['of nobody', (client) => assertionOf(client, { iss: 'nobody' }), 'invalid_client'],
    [
      'signed with a key that it brings along',
      async (client) => {
        const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
        const now = seconds();
        return new SignJWT({ iss: client.clientId, sub: ada, scope: 'impersonation audit:read', jti: randomUUID() })
          .setProtectedHeader({ alg: 'ES256', jwk: await exportJWK(publicKey) })
          .setAudience(`${service.url}/oauth`)
          .setIssuedAt(now)
          .setExpirationTime(now + 60)
          .sign(privateKey);
      },
      'invalid_grant',
    ],
    [
      'signed by HMAC with the public key',
      async (client) => {
        const [, body = ''] = (await assertionOf(client)).split('.');
        const head = Buffer.from('{"alg":"HS256"}').toString('base64url');
        const mac = createHmac('sha256', JSON.stringify(client.keys[0])).update(`${head}.${body}`).digest('base64url');
        return `${head}.${body}.${mac}`;
      },
      'invalid_grant',
    ],
  ])('%s', async (_what, make, error) => {
    const client = await jwtClient();
    await acme.post('/v1/consents', { clientId: client.clientId, scopes: ['impersonation', 'audit:read'] });
    expect(errorOf(await impersonate(await make(client)))).toBe(error);
  });

  test('as client authentication, and an assertion of client authentication as one', async () => {
    const client = await jwtClient();
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const own = await assertionOf(client, { sub: client.clientId });
    const asGrant = await impersonate(own);
    expect(errorOf(asGrant)).toBe('invalid_grant');
    const asClient = await impersonate(await assertionOf(client), {
      client_assertion_type: type,
      client_assertion: await assertionOf(client),
    });
    expect(errorOf(asClient)).toBe('invalid_client');
  });
});

describe('a DPoP proof', () => {
  let key: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };
  beforeAll(async () => {
    key = await generateKeyPair('ES256', { extractable: true });
  });

  async function proofAt(claims: Record<string, unknown>, header: Record<string, unknown> = {}, by = key) {
    const jwk = await exportJWK(by.publicKey);
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ htm: 'POST', htu: `${service.url}/oauth/token`, iat: now, jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
      .sign(by.privateKey);
  }
  const ask = async (client: MadeClient, dpop: string) =>
    oauth.token({ grant_type: 'client_credentials', scope: 'providers:read' }, { ...basic(client), dpop });

  test.each<[string, () => Promise<string>]>([
    ['of another type', () => proofAt({}, { typ: 'jwt' })],
    ['for another endpoint', () => proofAt({ htu: `${service.url}/oauth/token/introspection` })],
    ['for another host', () => proofAt({ htu: 'https://evil.example/oauth/token' })],
    ['for another method', () => proofAt({ htm: 'GET' })],
    ['without jti', () => proofAt({ jti: undefined })],
    ['without iat', () => proofAt({ iat: undefined })],
    ['with its private key', async () => proofAt({}, { jwk: await exportJWK(key.privateKey) })],
    ['without a key', () => proofAt({}, { jwk: undefined })],
    [
      'whose key did not sign it',
      async () =>
        proofAt({}, { jwk: await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey) }),
    ],
    [
      'signed by a secret that it brings along',
      () => {
        const head = { alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct', k: 'c2VjcmV0' } };
        const body = { htm: 'POST', htu: `${service.url}/oauth/token`, iat: Math.floor(Date.now() / 1000), jti: 'x' };
        const text = [head, body].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
        return Promise.resolve(`${text}.${createHmac('sha256', 'secret').update(text).digest('base64url')}`);
      },
    ],
    ['that is none', () => Promise.resolve('e30.e30.')],
  ])('%s gets no token', async (_what, make) => {
    const client = await oauth.system({ tokens: { bound: 'dpop' } });
    const answer = await ask(client, await make());
    expect(answer.status).toBe(400);
    expect(['invalid_dpop_proof', 'invalid_grant', 'invalid_request']).toContain(errorOf(answer));
  });

  test('is taken once at the token endpoint, and not again at the API or for the JWT Grant', async () => {
    const client = await oauth.system({ tokens: { bound: 'dpop' } });
    const proof = await proofAt({});
    const token = ((await ask(client, proof)).body as Tokens).access_token;
    expect((await ask(client, proof)).status).toBe(400);
    const call = (headers: Record<string, string>) => service.caller(null).get('/v1/providers', headers);
    expect((await call({ authorization: `DPoP ${token}`, dpop: proof })).status).toBe(401);
    const jwt = await jwtClient({ tokens: { bound: 'dpop' } });
    await acme.post('/v1/consents', { clientId: jwt.clientId, scopes: ['impersonation', 'audit:read'] });
    const grant = async (dpop: string) =>
      oauth.token({ grant_type: JWT_GRANT, assertion: await assertionOf(jwt) }, dpop === '' ? {} : { dpop });
    expect(errorOf(await grant(''))).toBe('invalid_grant');
    const fresh = await proofAt({});
    expect((await grant(fresh)).status).toBe(200);
    expect(errorOf(await grant(fresh))).toBe('invalid_grant');
    const ath = createHash('sha256').update(token).digest('base64url');
    const there = await proofAt({ htm: 'GET', htu: `${service.url}/v1/providers`, ath });
    expect((await call({ authorization: `Bearer ${token}`, dpop: there })).status).toBe(401);
    expect((await call({ authorization: `DPoP ${token}`, dpop: `${there}, ${there}` })).status).toBe(401);
    expect((await call({ authorization: `DPoP ${token}`, dpop: there })).status).toBe(200);
  });

  test('dated ahead is remembered for as long as it would be taken', async () => {
    const client = await oauth.system({ tokens: { bound: 'dpop' } });
    const iat = Math.floor(Date.now() / 1000) + 250;
    const jti = randomUUID();
    expect((await ask(client, await proofAt({ iat, jti }))).status).toBe(200);
    const hash = createHash('sha256')
      .update(JSON.stringify([client.clientId, jti]))
      .digest();
    const [seen]: { expires_at: Date }[] = await service.app
      .get(UnitOfWork)
      .reading.query('SELECT expires_at FROM oauth_seen_jti WHERE jti_hash = $1', [hash]);
    expect(seen?.expires_at.getTime()).toBeGreaterThanOrEqual((iat + 300) * 1000);
  });

  test('is asked for by every refusal of a token that is presented with one (RFC 9449 §7.1)', async () => {
    const client = await oauth.system({ tokens: { bound: 'dpop' } });
    const token = ((await ask(client, await proofAt({}))).body as Tokens).access_token;
    const challenged = async (path: string, presented: string) => {
      const ath = createHash('sha256').update(presented).digest('base64url');
      const dpop = await proofAt({ htm: 'GET', htu: `${service.url}${path}`, ath });
      const answer = await service.caller(null).get(path, { authorization: `DPoP ${presented}`, dpop });
      return [answer.status, answer.headers.get('www-authenticate')];
    };
    const algs = 'algs="ES256 ES384 EdDSA Ed25519 RS256 PS256"';
    expect(await challenged('/v1/api-keys', token)).toEqual([
      403,
      `DPoP realm="countersign", error="insufficient_scope", scope="keys:write", ${algs}`,
    ]);
    expect(await challenged('/v1/providers', `${token}x`)).toEqual([
      401,
      `DPoP realm="countersign", error="invalid_token", ${algs}`,
    ]);
  });

  test('of another key refreshes nothing of a public client, and binds no bearer token', async () => {
    const client = await oauth.perUser({ authentication: { method: 'none' }, tokens: { bound: 'dpop' } });
    const { client_secret: _none, ...form } = await oauth.code(client, 'providers:read', new UserBrowser(service, ada));
    const tokens = (await oauth.token(form, { dpop: await proofAt({}) })).body as Tokens;
    const refresh = async (by = key) =>
      oauth.token(
        { grant_type: 'refresh_token', client_id: client.clientId, refresh_token: tokens.refresh_token ?? '' },
        { dpop: await proofAt({}, {}, by) },
      );
    expect(errorOf(await refresh(await generateKeyPair('ES256', { extractable: true })))).toBe('invalid_grant');
    expect((await refresh()).status).toBe(200);
    const plain = await oauth.system();
    const { access_token: token } = (await ask(plain, '')).body as Tokens;
    const ath = createHash('sha256').update(token).digest('base64url');
    const dpop = await proofAt({ htm: 'GET', htu: `${service.url}/v1/providers`, ath });
    const answer = await service.caller(null).get('/v1/providers', { authorization: `DPoP ${token}`, dpop });
    expect(answer).toMatchObject({ status: 401, body: { code: 'access.token_unbound' } });
  });
});

describe('the authorization endpoint', () => {
  test.each<[string, Record<string, string>, string]>([
    ['an ID token in the address', { response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
    ['code and token', { response_type: 'code token' }, 'unsupported_response_type'],
    ['no answer at all, as the console', { response_type: 'none' }, 'unauthorized_client'],
    ['a message to a window', { response_mode: 'web_message' }, 'unsupported_response_mode'],
    ['a request that lies elsewhere', { request_uri: 'https://evil.example/request' }, 'request_uri_not_supported'],
    ['two audiences', { resource: 'https://a.example' }, 'invalid_target'],
  ])('gives nobody %s', async (_what, more, error) => {
    const client = await oauth.perUser();
    const { arrival } = await oauth.authorize(client, 'audit:read', new UserBrowser(service, ada), more);
    const said = new URLSearchParams(arrival.url.search || arrival.url.hash.slice(1)).get('error');
    expect([error, 'invalid_request', null]).toContain(said);
    expect(arrival.url.searchParams.get('code')).toBeNull();
    if (said === null) expect(arrival.status).toBe(400);
  });

  test('says who answers, goes on by 303, tells no address to whoever comes next, and renews the session at a login', async () => {
    const client = await oauth.perUser();
    const browser = new UserBrowser(service, ada, 'wait');
    const { arrival } = await oauth.authorize(client, 'audit:read', browser);
    const page = await browser.get(arrival.url);
    expect(page.headers.get('referrer-policy')).toMatch(/no-referrer|same-origin/);
    expect(page.headers.get('cache-control')).toContain('no-store');
    const answered = await browser.post(arrival.url, { answer: 'allow' });
    expect(answered.status).toBe(303);
    const { url } = await browser.open(new URL(answered.headers.get('location') ?? '', service.url));
    expect(url.searchParams.get('iss')).toBe(`${service.url}/oauth`);
    expect(url.searchParams.get('state')).toBe('here');
    const sessionOf = async () =>
      (await browser.jar.getCookies(service.url)).find(({ key }) => /session/.test(key))?.value;
    const before = await sessionOf();
    expect(before).toBeTruthy();
    browser.userId = bob;
    await oauth.authorize(client, 'audit:read', browser, { prompt: 'login' });
    expect(await sessionOf()).not.toBe(before);
  });

  test('shows no page to whoever frames it, and runs no script there but the one that posts the answer', async () => {
    const browser = new UserBrowser(service, ada);
    const { arrival } = await oauth.authorize(await oauth.perUser(), 'audit:read', browser, {
      response_mode: 'form_post',
    });
    expect(arrival.html).toContain(`action="${CALLBACK}"`);
    const [script = ''] = /(?<=<script>)[^]*(?=<\/script>)/.exec(arrival.html) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(arrival.headers.get('content-security-policy')).toBe(
      `default-src 'none';script-src 'sha256-${hash}';base-uri 'none';frame-ancestors 'none'`,
    );
    expect(arrival.headers.get('x-frame-options')).toBe('DENY');
  });

  test('says to whoever logs out and is logged in nowhere that they are, on a page of ours', async () => {
    const answer = await new UserBrowser(service, ada).get(new URL(`${service.url}/oauth/session/end`));
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).not.toContain('<form');
    expect(html).not.toContain('<script');
    expect(html).toContain('<h1>You are logged out</h1>');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test.each<[string, () => Promise<unknown>]>([
    ['an administrator has logged out everywhere', () => acme.delete(`/v1/users/${bob}/sessions`)],
    [
      'was locked, and is not any more',
      async () => {
        await acme.post(`/v1/users/${bob}/lock`);
        await acme.post(`/v1/users/${bob}/unlock`);
      },
    ],
  ])('lets nobody in by a login from before who %s meanwhile', async (_what, end) => {
    const client = await oauth.perUser();
    const browser = new UserBrowser(service, bob, 'wait');
    const waiting = async () => {
      const address = new URL(`${service.url}/oauth/auth`);
      address.search = new URLSearchParams({
        client_id: client.clientId,
        response_type: 'code',
        redirect_uri: CALLBACK,
        scope: 'audit:read',
        code_challenge: createHash('sha256').update(randomUUID()).digest('base64url'),
        code_challenge_method: 'S256',
      }).toString();
      const login = new URL((await browser.get(address)).headers.get('location') ?? '', service.url);
      expect(login.pathname).toMatch(new RegExp(`^/login/${ACME}/`));
      return new URL((await browser.logIn(login)).headers.get('location') ?? '', service.url);
    };
    const held = await waiting();
    await end();
    const late = await browser.get(held);
    expect(late.headers.get('location')).toContain(`/login/${ACME}/`);
    const after = await browser.get(await waiting());
    expect(after.headers.get('location')).toContain('/consent/');
  });

  test.each<[string, () => Promise<unknown>]>([
    ['everything of the user', () => acme.delete(`/v1/users/${bob}/sessions`)],
    [
      'this session alone',
      async () => {
        for (const { id } of await sessionsOf(bob)) await acme.delete(`/v1/users/${bob}/sessions/${id}`);
      },
    ],
  ])('lets nobody stay by a request that was under way when %s was ended', async (_what, end) => {
    const client = await oauth.perUser();
    const browser = new UserBrowser(service, bob);
    await oauth.tokens(client, 'audit:read', browser);
    const store = service.app.get(ConsentStore);
    const live = store.live.bind(store);
    jest.spyOn(store, 'live').mockImplementationOnce(async (...asked) => {
      const found = await live(...asked);
      await end();
      return found;
    });
    const late = await oauth.authorize(client, 'audit:read', browser, { prompt: 'none' });
    expect(late.arrival.url.searchParams.get('code')).toBeNull();
    expect(await sessionsOf(bob)).toEqual([]);
    const after = await oauth.authorize(client, 'audit:read', browser, { prompt: 'none' });
    expect(after.arrival.url.searchParams.get('error')).toBe('login_required');
  });

  test('leaves a session where it is, whoever’s client is named at a logout that its user then declines', async () => {
    const client = await oauth.perUser();
    const browser = new UserBrowser(service, bob);
    await oauth.tokens(client, 'audit:read', browser);
    const [session] = await sessionsOf(bob);
    const foreign = await other.perUser();
    const page = await browser.get(new URL(`${service.url}/oauth/session/end?client_id=${foreign.clientId}`));
    expect((await sessionsOf(bob)).map(({ id }) => id)).toEqual([session?.id]);
    const [, xsrf = ''] = /name="xsrf" value="([^"]*)"/.exec(await page.text()) ?? [];
    const declined = await browser.post(new URL(`${service.url}/oauth/session/end/confirm`), { xsrf, logout: '' });
    expect(declined.status).toBe(303);
    expect((await sessionsOf(bob)).map(({ id }) => id)).toEqual([session?.id]);
    const again = await oauth.authorize(client, 'audit:read', browser, { prompt: 'none' });
    expect(again.arrival.url.searchParams.get('code')).toBeTruthy();
    const { body } = await acme.get('/v1/audit-events?type=user.session_ended&sort=-time&limit=200');
    const ended = (body as { items: { data: { session?: string } }[] }).items.map(({ data }) => data.session);
    expect(ended).not.toContain(session?.id);
  });

  test('keeps a session open whose id two tabs change at once, until it is ended', async () => {
    const browser = new UserBrowser(service, bob);
    await oauth.tokens(await oauth.perUser(), 'audit:read', browser);
    const id = (await browser.jar.getCookies(service.url)).find(({ key }) => /session/.test(key))?.value ?? '';
    const artifacts = service.app.get(ArtifactStore);
    const found = await artifacts.find('Session', id);
    const sessionUid = found?.payload.uid;
    if (found === null || sessionUid === undefined) throw new Error('There is no session');
    const { payload, tenantId, expiresAt } = found;
    const subject = { tenantId, clientId: null, userId: bob, grantId: null, sessionUid, withSession: false };
    const keep = (next: string) =>
      artifacts.keepSession(id, { kind: 'Session', id: next, subject, payload, expiresAt, startedAt: new Date() });
    expect([await keep('of-one-tab'), await keep('of-the-other')]).toEqual([true, true]);
    expect(await artifacts.find('Session', id)).toBeNull();
    for (const next of ['of-one-tab', 'of-the-other']) expect(await artifacts.find('Session', next)).not.toBeNull();
    await acme.delete(`/v1/users/${bob}/sessions/${sessionUid}`);
    expect(await keep('late')).toBe(false);
    for (const next of ['of-one-tab', 'of-the-other', 'late']) expect(await artifacts.find('Session', next)).toBeNull();
  });

  test('sends nobody on after a logout to where no client has said', async () => {
    const browser = new UserBrowser(service, ada);
    const client = await oauth.perUser();
    const tokens = await oauth.tokens(client, 'openid audit:read', browser);
    const end = new URL(`${service.url}/oauth/session/end`);
    end.search = new URLSearchParams({
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'https://evil.example/',
    }).toString();
    const answer = await browser.get(end);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });
});

test('a token for one audience is none at another, and one of a client none of another', async () => {
  await acme.post('/v1/oauth-resources', { identifier: `https://orders.${ACME}.example`, scopes: ['orders:read'] });
  const client = await oauth.system({ scopes: ['providers:read', 'orders:read'] });
  const form = { grant_type: 'client_credentials' };
  const orders = { ...form, scope: 'orders:read', resource: `https://orders.${ACME}.example` };
  const { access_token: forOrders } = (await oauth.token(orders, basic(client))).body as Tokens;
  expect((await oauth.call(forOrders, '/v1/providers')).status).toBe(401);
  const mixed = await oauth.token({ ...orders, scope: 'providers:read' }, basic(client));
  expect(errorOf(mixed)).toBe('invalid_scope');
  const assumed = await oauth.token({ ...form, client_id: randomUUID() }, basic(client));
  expect(assumed.status).toBe(400);
  const second = await oauth.system();
  const { access_token: own } = (await oauth.token({ ...form, scope: 'providers:read' }, basic(client))).body as Tokens;
  for (const endpoint of ['revocation', 'introspection'])
    await fetch(`${service.url}/oauth/token/${endpoint}`, {
      method: 'POST',
      headers: basic(second),
      body: new URLSearchParams({ token: own }),
    });
  expect((await oauth.call(own, '/v1/providers')).status).toBe(200);
});
