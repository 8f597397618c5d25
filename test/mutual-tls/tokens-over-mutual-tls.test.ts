// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { decodeJwt, exportJWK } from 'jose';
import { LoginInteractions } from '../../src/access/login-interactions.js';
import { Connections } from '../../src/connections/connections.js';
import { type IssuedCertificate, issueCertificate } from '../support/issued-certificate.js';
import { basic, type MadeClient, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import type { ApiClient } from '../support/service/api-client.js';
import { freePort } from '../support/service/free-port.js';
import { startTestService, type TestService } from '../support/service.js';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const MTLS_URL = 'https://mtls.sign.example';

let directory: string;
let service: TestService;
let port: number;
let serverRoot: IssuedCertificate;
let root: IssuedCertificate;
let partner: IssuedCertificate;
let acme: ApiClient;
let tests: OAuthTests;
let others: OAuthTests;

async function over(
  path: string,
  shown: IssuedCertificate | null,
  sent: { readonly form?: Record<string, string>; readonly token?: string } = {},
): Promise<Answer> {
  const agent = new Agent({
    ca: serverRoot.pem,
    ...(shown === null ? {} : { cert: shown.pem, key: shown.privateKey }),
  });
  const asked = request(`https://localhost:${port}${path}`, {
    agent,
    method: sent.form === undefined ? 'GET' : 'POST',
    headers: {
      ...(sent.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(sent.token === undefined ? {} : { authorization: `Bearer ${sent.token}` }),
    },
  });
  asked.end(sent.form === undefined ? undefined : new URLSearchParams(sent.form).toString());
  try {
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown };
  } finally {
    agent.destroy();
  }
}

const ask = ({ clientId }: MadeClient, shown: IssuedCertificate | null, more: Record<string, string> = {}) =>
  over('/oauth/token', shown, {
    form: { grant_type: 'client_credentials', client_id: clientId, scope: 'providers:read', ...more },
  });

const byName = (form: string, value: string) => ({
  authentication: { method: 'tls_client_auth', [form]: value },
  tokens: { bound: 'certificate' },
});

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'countersign-mtls-'));
  serverRoot = await issueCertificate({ name: [{ CN: ['Server root'] }], authority: true });
  const server = await issueCertificate({
    name: [{ CN: ['localhost'] }],
    issuer: serverRoot,
    purposes: [x509.ExtendedKeyUsage.serverAuth],
    alternativeNames: [{ type: 'dns', value: 'localhost' }],
  });
  root = await issueCertificate({ name: [{ C: ['AT'] }, { CN: ['Partner CA'] }], authority: true });
  partner = await issueCertificate({
    name: [{ C: ['AT'] }, { O: ['Partner'] }, { CN: ['clm'] }],
    issuer: root,
    alternativeNames: [
      { type: 'dns', value: 'clm.partner.example' },
      { type: 'url', value: 'spiffe://partner.example/clm' },
      { type: 'ip', value: '192.0.2.7' },
      { type: 'email', value: 'clm@partner.example' },
    ],
  });
  await writeFile(join(directory, 'server.pem'), server.pem);
  await writeFile(join(directory, 'server.key'), server.privateKey);
  port = await freePort();
  service = await startTestService({
    environment: {
      MTLS_PORT: String(port),
      TLS_CERT_FILE: join(directory, 'server.pem'),
      TLS_KEY_FILE: join(directory, 'server.key'),
      MTLS_PUBLIC_URL: MTLS_URL,
    },
  });
  acme = await service.newTenant('acme');
  tests = new OAuthTests(service, acme);
  others = new OAuthTests(service, await service.newTenant('other'));
  const authorities = { clientCertificateAuthorities: [root.pem] };
  const put = await acme.put('/v1/settings/mutual-tls', authorities, { 'if-match': '"0"' });
  expect(put.status).toBe(200);
});

afterAll(async () => {
  await service.close();
  await rm(directory, { recursive: true, force: true });
});

describe('a client that is known by its certificate', () => {
  test('finds where to call in the metadata', async () => {
    const { body } = await service.caller(null).get('/oauth/.well-known/openid-configuration');
    expect(body).toMatchObject({
      mtls_endpoint_aliases: {
        token_endpoint: `${MTLS_URL}/oauth/token`,
        introspection_endpoint: `${MTLS_URL}/oauth/token/introspection`,
        revocation_endpoint: `${MTLS_URL}/oauth/token/revocation`,
      },
      tls_client_certificate_bound_access_tokens: true,
    });
  });

  test.each([
    ['tls_client_auth_subject_dn', 'CN=CLM, O=partner, C=at', 'C=AT,O=Partner,CN=clm'],
    ['tls_client_auth_san_dns', 'clm.partner.example', 'partner.example'],
    ['tls_client_auth_san_uri', 'spiffe://partner.example/clm', 'spiffe://partner.example/CLM'],
    ['tls_client_auth_san_ip', '192.0.2.7', '192.0.2.8'],
    ['tls_client_auth_san_email', 'clm@partner.example', 'CLM@partner.example'],
  ])('by %s gets a bound token, and by another value none', async (form, value, another) => {
    const answer = await ask(await tests.system(byName(form, value)), partner);
    expect(answer).toMatchObject({ status: 200 });
    const { access_token: token } = answer.body as Tokens;
    expect(decodeJwt(token)['cnf']).toEqual({ 'x5t#S256': partner.thumbprint });
    expect(await over('/v1/providers', partner, { token })).toMatchObject({ status: 200 });
    expect(await over('/v1/providers', null, { token })).toMatchObject({
      status: 401,
      body: { code: 'access.token_unbound' },
    });
    expect(await tests.call(token, '/v1/providers')).toMatchObject({ status: 401 });
    const stranger = await tests.system(byName(form, another));
    expect(await ask(stranger, partner)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test('gets none without a certificate, by one of itself, of another tenant’s authority, or over the other port', async () => {
    const client = await tests.system(byName('tls_client_auth_san_dns', 'clm.partner.example'));
    const refused = { status: 401, body: { error: 'invalid_client' } };
    const names = { alternativeNames: [{ type: 'dns', value: 'clm.partner.example' }] as x509.JsonGeneralNames };
    expect(await ask(client, null)).toMatchObject(refused);
    expect(await ask(client, await issueCertificate(names))).toMatchObject(refused);
    const form = { grant_type: 'client_credentials', client_id: client.clientId };
    expect(await tests.token(form)).toMatchObject(refused);
    const ofOther = await others.system(byName('tls_client_auth_san_dns', 'clm.partner.example'));
    expect(await ask(ofOther, partner)).toMatchObject(refused);
    // The client is told nothing more; the log says why.
    const told = service.log.lines.filter(({ msg }) => msg === 'A client could not authenticate');
    expect(told.filter((line) => line['client'] === client.clientId).map(({ detail }) => detail)).toEqual([
      'client certificate was not provided',
      expect.stringContaining('no path to an authority'),
      'client certificate was not provided',
    ]);
    expect(told.at(-1)).toMatchObject({ level: 'warn', code: 'invalid_client', client: ofOther.clientId });
  });

  test('by a certificate that it has signed itself is the one of its keys', async () => {
    const own = await issueCertificate();
    const jwk = await exportJWK(own.certificate.publicKey);
    const client = await tests.system({
      authentication: { method: 'self_signed_tls_client_auth' },
      keys: [{ ...jwk, kid: 'own', x5c: [own.certificate.raw.toString('base64')] }],
      tokens: { bound: 'certificate' },
    });
    expect(await ask(client, own)).toMatchObject({ status: 200 });
    const withItsKey = await issueCertificate({ keys: own.keys });
    expect(await ask(client, withItsKey)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});

describe('what is demanded of tokens', () => {
  test('an API of the tenant that demands mutual TLS gets bound tokens only, and no other tenant gets any', async () => {
    const identifier = 'https://orders.partner.example';
    const made = await acme.post('/v1/oauth-resources', {
      identifier,
      scopes: ['orders:read'],
      tokenFormat: 'jwt',
      accessSeconds: 300,
      mutualTlsRequired: true,
    });
    expect(made).toMatchObject({ status: 201, body: { identifier, revision: 1 } });
    const wanted = { scopes: ['orders:read'] };
    const asked = { resource: identifier, scope: 'orders:read' };
    const bound = await tests.system({ ...wanted, ...byName('tls_client_auth_san_dns', 'clm.partner.example') });
    const answer = await ask(bound, partner, asked);
    expect(answer).toMatchObject({ status: 200, body: { scope: 'orders:read', expires_in: 300 } });
    expect(decodeJwt((answer.body as Tokens).access_token)).toMatchObject({ aud: identifier, tenant: 'acme' });
    const plain = await tests.system(wanted);
    const form = {
      grant_type: 'client_credentials',
      ...asked,
      client_id: plain.clientId,
      client_secret: plain.clientSecret,
    };
    const basicAuth = {
      authorization: `Basic ${Buffer.from(`${plain.clientId}:${plain.clientSecret}`).toString('base64')}`,
    };
    const { client_id: _id, client_secret: _secret, ...unnamed } = form;
    expect(await tests.token(unnamed, basicAuth)).toMatchObject({ status: 400, body: { error: 'access_denied' } });
  });

  test.each([
    ['a fragment', 'https://a.example/#x', 400],
    ['no absolute URI', '/orders', 400],
    ['a user', 'https://a@b.example', 400],
    ['our own API', () => `${service.url}/v1`, 422],
    ['below our address', () => `${service.url}/partner`, 422],
    ['our address in capitals', () => service.url.toUpperCase(), 422],
    ['below the address for certificates', `${MTLS_URL}/x`, 422],
  ] as const)('an identifier is refused: %s', async (_name, identifier, status) => {
    const text = typeof identifier === 'string' ? identifier : identifier();
    expect((await acme.post('/v1/oauth-resources', { identifier: text })).status).toBe(status);
  });

  test('an identifier is one tenant’s only, however it is spelt, and another tenant sees nothing of it', async () => {
    const made = await acme.post('/v1/oauth-resources', { identifier: 'https://one.example/api' });
    const { id } = made.body as { id: string };
    for (const identifier of [
      'https://one.example/api',
      'https://ONE.example:443/api',
      'https://one.example/x/../api/',
    ])
      expect((await others.caller.post('/v1/oauth-resources', { identifier })).status).toBe(409);
    expect((await others.caller.get(`/v1/oauth-resources/${id}`)).status).toBe(404);
    expect((await others.caller.delete(`/v1/oauth-resources/${id}`, { 'if-match': '*' })).status).toBe(404);
    expect((await acme.delete(`/v1/oauth-resources/${id}`, { 'if-match': '"7"' })).status).toBe(412);
    expect((await acme.delete(`/v1/oauth-resources/${id}`, { 'if-match': '"1"' })).status).toBe(204);
  });

  test('a policy refuses a token, is named in the trail and not to the client; trying it says the same', async () => {
    const client = await tests.system();
    const policy = await acme.post('/v1/token-policies', {
      level: 'client',
      subject: client.clientId,
      effect: 'deny',
      when: { networks: ['127.0.0.0/8', '::1'] },
      reason: 'the secret project',
    });
    expect(policy.status).toBe(201);
    const { id } = policy.body as { id: string };
    const asked = { grant_type: 'client_credentials', scope: 'providers:read' };
    const basicAuth = {
      authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
    };
    const refused = await tests.token(asked, basicAuth);
    expect(refused).toMatchObject({ status: 400, body: { error: 'access_denied' } });
    expect(JSON.stringify(refused.body)).not.toContain('secret project');
    const trail = JSON.stringify((await acme.get('/v1/audit-events?limit=200')).body);
    expect(trail).toContain('the secret project');
    expect(trail).toContain(id);
    const tried = await acme.post('/v1/token-policies:try', { clientId: client.clientId, address: '127.0.0.1' });
    expect(tried).toMatchObject({
      status: 200,
      body: {
        issue: false,
        refusedBy: { policyId: id, reason: 'the secret project' },
        policies: [{ id, matches: true }],
      },
    });
    const elsewhere = await acme.post('/v1/token-policies:try', { clientId: client.clientId, address: '192.0.2.1' });
    expect(elsewhere).toMatchObject({ body: { issue: true, seconds: 3600, policies: [{ matches: false }] } });
    expect((await others.caller.get(`/v1/token-policies/${id}`)).status).toBe(404);
    expect((await acme.delete(`/v1/token-policies/${id}`, { 'if-match': '"1"' })).status).toBe(204);
    expect(await tests.token(asked, basicAuth)).toMatchObject({ status: 200 });
  });
});

describe('connections', () => {
  test('by a certificate that the client has signed itself end with the last one that ends', async () => {
    const connectionOf = async (id: string) => {
      const { body } = await acme.get('/v1/connections?limit=200');
      return (body as { items: { id: string }[] }).items.find((one) => one.id === id);
    };
    const endingIn = async (days: number, kid: string) => {
      const notAfter = new Date(Date.now() + days * 86_400_000);
      const own = await issueCertificate({ notAfter });
      return { ...(await exportJWK(own.certificate.publicKey)), kid, x5c: [own.certificate.raw.toString('base64')] };
    };
    const authentication = { method: 'self_signed_tls_client_auth' };
    const client = await tests.system({ authentication, keys: [await endingIn(20, 'first')] });
    expect(await connectionOf(client.clientId)).toMatchObject({ state: 'expiring', expiresAt: expect.anything() });
    const { body } = await acme.get('/v1/connections?state=expiring');
    expect(JSON.stringify(body)).toContain(client.clientId);
    await acme.post(`/v1/oauth-clients/${client.clientId}/keys`, { key: await endingIn(300, 'second') });
    expect(await connectionOf(client.clientId)).toMatchObject({ state: 'unused' });
    for (const kid of ['first', 'second'])
      expect((await acme.delete(`/v1/oauth-clients/${client.clientId}/keys/${kid}`)).status).toBe(204);
    // Without any certificate nothing ends, and nobody else's end is hidden by that.
    expect(await connectionOf(client.clientId)).toMatchObject({ state: 'unused', expiresAt: null });
    expect((await acme.get('/v1/expirations')).body).toMatchObject({ failed: [] });
  });

  test('fail after what anybody could have caused three times, once, and recover', async () => {
    const client = await tests.system();
    const asked = { grant_type: 'client_credentials', scope: 'providers:read' };
    const as = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`${client.clientId}:${secret}`).toString('base64')}`,
    });
    const connections = service.app.get(Connections);
    const state = async () => {
      await connections.settled();
      const { body } = await acme.get('/v1/connections?limit=200');
      return (body as { items: { id: string }[] }).items.find(({ id }) => id === client.clientId);
    };
    const eventsOf = async (type: string) =>
      JSON.stringify((await acme.get(`/v1/audit-events?type=${type}&limit=200`)).body).split(client.clientId).length -
      1;
    expect(await state()).toMatchObject({ kind: 'oauth_client', state: 'unused', lastFailure: null });
    await tests.token(asked, as(client.clientSecret));
    expect(await state()).toMatchObject({ state: 'working' });
    for (let turn = 0; turn < 2; turn += 1) await tests.token(asked, as('wrong'));
    expect(await state()).toMatchObject({ state: 'working' });
    for (let turn = 0; turn < 3; turn += 1) await tests.token(asked, as('wrong'));
    expect(await state()).toMatchObject({ state: 'failing', lastFailure: { code: 'invalid_client' } });
    expect(await eventsOf('connection.failed')).toBe(1);
    const failing = await acme.get('/v1/connections?state=failing');
    expect(JSON.stringify(failing.body)).toContain(client.clientId);
    expect(JSON.stringify((await others.caller.get('/v1/connections')).body)).not.toContain(client.clientId);
    await tests.token(asked, as(client.clientSecret));
    expect(await state()).toMatchObject({ state: 'working' });
    expect(await eventsOf('connection.recovered')).toBe(1);
  });
});

test('MUTUAL_TLS_REQUIRED: of every client of every tenant, of tokens that were issued before too; not of keys, nor of the console', async () => {
  const asked = { grant_type: 'client_credentials', scope: 'providers:read' };
  const plain = await others.system();
  const before = ((await others.token(asked, basic(plain))).body as Tokens).access_token;
  expect(await others.call(before, '/v1/providers')).toMatchObject({ status: 200 });
  const user = await makeUser(service, 'acme', 'ada@acme.example', ['admin']);
  const ofUser = await tests.tokens(await tests.perUser(), 'providers:read', new UserBrowser(service, user));
  expect(await tests.call(ofUser.access_token, '/v1/providers')).toMatchObject({ status: 200 });
  await service.restart({ MUTUAL_TLS_REQUIRED: true });
  expect(await others.token(asked, basic(plain))).toMatchObject({
    status: 400,
    body: { error: 'access_denied', error_description: expect.stringContaining('mutual TLS') },
  });
  for (const issued of [before, ofUser.access_token])
    expect(await others.call(issued, '/v1/providers')).toMatchObject({
      status: 401,
      body: { code: 'client_certificate.required' },
    });
  const bound = await tests.system(byName('tls_client_auth_san_dns', 'clm.partner.example'));
  const { access_token: token } = (await ask(bound, partner)).body as Tokens;
  expect(await over('/v1/providers', partner, { token })).toMatchObject({ status: 200 });
  expect(await over('/v1/providers', null, { token })).toMatchObject({ status: 401 });
  expect(await acme.get('/v1/settings/mutual-tls')).toMatchObject({
    status: 200,
    body: { requiredByDeployment: true },
  });
  const interactions = service.app.get(LoginInteractions, { strict: false });
  const { items } = (await service.operator.get('/v1/tenants')).body as { items: { id: string; name: string }[] };
  const address = await interactions.ownRequest(
    { id: items.find(({ name }) => name === 'acme')?.id ?? '', name: 'acme' },
    null,
  );
  expect((await new UserBrowser(service, user).open(address)).url.pathname).toBe('/console/');
});
