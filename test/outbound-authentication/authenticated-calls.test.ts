import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { TenantStore } from '../../src/access/tenant.store.js';
import type { OutboundCall } from '../../src/outbound/outbound-call.js';
import { AuthenticatedOutbound } from '../../src/outbound-authentication/calls/authenticated-outbound.js';
import { type AuthorizationServer, startAuthorizationServer } from '../support/authorization-server.js';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  createSelfSignedClient,
  type TestCertificate,
} from '../support/certificates.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { everyNth } from '../support/range.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { audience, clientSecret, knownClients, scope } from './support/known-clients.js';
import { type PartnerListener, startPartnerListener } from './support/partner-listener.js';

let service: SharedService;
let admin: ApiClient;
let tenantId: string;
let outbound: AuthenticatedOutbound;
let authority: CertificateAuthority;
let client: TestCertificate;
let stranger: TestCertificate;
let asTls: TestCertificate;
let listenerTls: TestCertificate;
let as: AuthorizationServer;
let listener: PartnerListener;
let demanding: PartnerListener;
let odd: { readonly origin: string; readonly server: Server; readonly seen: SeenRequest[] };

/** What came in at the odd server. */
interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: URLSearchParams;
}
let assertionKey: string;
let paths = 0;

const path = '/v1/external-authentications';
const config = '$.oAuthConfiguration.clientCredentialsConfig';

/** A token endpoint that answers what its path says. */
async function startOddServer(tls: TestCertificate): Promise<typeof odd> {
  const { privateKey } = await generateKeyPair('ES256');
  const elsewhere = await new SignJWT({ cnf: { 'x5t#S256': 'A'.repeat(43) } })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey);
  const token = (access_token: string, more: object = {}) =>
    [
      200,
      { 'content-type': 'application/json' },
      JSON.stringify({ access_token, token_type: 'Bearer', expires_in: 60, ...more }),
    ] as const;
  const json = (status: number, error: string) =>
    [
      status,
      { 'content-type': 'application/json' },
      JSON.stringify({ error, error_description: 'known-client-secret echoed' }),
    ] as const;
  const answers: Readonly<Record<string, readonly [number, Readonly<Record<string, string>>, string]>> = {
    '/503': [503, {}, 'busy'],
    '/html': [200, { 'content-type': 'text/html' }, '<html>'],
    '/redirect': [302, { location: 'https://127.0.0.1/' }, ''],
    '/mac': token('abc', { token_type: 'mac' }),
    '/dpop': token('abc', { token_type: 'DPoP' }),
    '/bearer': token('opaque-token'),
    '/accepts': [200, { 'content-type': 'application/json' }, '{}'],
    // As Keycloak answers where `openid` is asked for, and servers that know no lifetime, or say scopes as a list.
    '/generous': token('with-more', {
      ...{ expires_in: null, scope: ['a'], refresh_token: null },
      id_token: 'of.somebody.else',
    }),
    '/long': token('x'.repeat(20_000)),
    '/200-refusing': json(200, 'invalid_client'),
    '/plain-refusing': [400, { 'content-type': 'text/plain' }, '{"error":"invalid_scope"}'],
    '/challenging': [
      401,
      { 'content-type': 'application/json', 'www-authenticate': 'Basic realm="x"' },
      '{"error":"unauthorized_client"}',
    ],
    '/no-such-path': json(404, 'Not Found'),
    '/elsewhere': token(elsewhere),
    '/line-break': token('a\r\nb'),
    '/invalid-request': json(400, 'invalid_request'),
    '/unsupported': json(400, 'unsupported_grant_type'),
    '/unauthorized': json(400, 'unauthorized_client'),
    '/scope': json(400, 'invalid_scope'),
  };
  const seen: SeenRequest[] = [];
  const server = createServer({ cert: tls.certificate, key: tls.privateKey }, (request, response) => {
    const [status, headers, body] = answers[request.url ?? ''] ?? [404, {}, ''];
    let sent = '';
    request.on('data', (part: Buffer) => (sent += part.toString()));
    request.on('end', () => {
      const { authorization } = request.headers;
      seen.push({ path: request.url ?? '', authorization, body: new URLSearchParams(sent) });
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, server, seen };
}

beforeAll(async () => {
  authority = await createCertificateAuthority();
  [client, stranger, asTls, listenerTls] = await Promise.all([
    authority.issueClient({ commonName: 'countersign' }),
    createSelfSignedClient({ commonName: 'stranger' }),
    authority.issueServer(),
    authority.issueServer(),
  ]);
  const keys = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(keys.privateKey);
  assertionKey = JSON.stringify(jwk);
  const publicJwk = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: jwk.x!, y: jwk.y! }, format: 'jwk' }).export({
    format: 'jwk',
  });
  as = await startAuthorizationServer({
    tls: { ...asTls, clientCertificateAuthorities: [authority.certificate] },
    audience,
    scope,
    clients: knownClients({
      certificate: client,
      assertionKey: { ...publicJwk, kid: await calculateJwkThumbprint(publicJwk) },
    }),
  });
  const common = { tls: listenerTls, authorities: [authority.certificate], issuer: as.issuer, issuerKey: as.publicJwk };
  listener = await startPartnerListener(common);
  demanding = await startPartnerListener({ ...common, demanding: true });
  odd = await startOddServer(asTls);
  service = await sharedTestService();
  const partnered = ownName('partnered');
  admin = await service.newTenant(partnered);
  outbound = service.app.get(AuthenticatedOutbound, { strict: false });
  tenantId = (await service.app.get(TenantStore).findByName(partnered))!.id;
  for (const [name, { certificate, privateKey }] of [
    ['ours', client],
    ['another', stranger],
  ] as const)
    expect(await admin.post('/v1/client-certificates', { name, import: { certificate, privateKey } })).toMatchObject({
      status: 201,
    });
  expect(
    await admin.post('/v1/client-certificates', { name: 'waiting', generate: { subject: 'CN=waiting' } }),
  ).toMatchObject({ status: 201 });
});
afterAll(async () => {
  await service.close();
  odd.server.closeAllConnections();
  odd.server.close();
  await Promise.all([as.close(), listener.close(), demanding.close()]);
});

const pinned = (tls: TestCertificate) => ({ isPublicCA: false, pem: tls.certificate });
const presented = { clientCertificate: 'ours' };

const grant = () => ({
  url: as.tokenUrl,
  clientId: 'bound',
  clientSecret,
  scope: 'events:write',
  resource: audience,
  mutualTls: presented,
  serverCertificate: pinned(asTls),
  certificateBoundTokens: true,
});
const whole = (what = 'bound', changes: object = {}, ofGrant: object | null = {}) => ({
  url: `${listener.origin}/${what}/${(paths += 1)}`,
  mutualTls: presented,
  serverCertificate: pinned(listenerTls),
  oAuthConfiguration: ofGrant === null ? null : { clientCredentialsConfig: { ...grant(), ...ofGrant } },
  ...changes,
});
const unbound = { clientId: 'unbound', certificateBoundTokens: false };

async function saved(body: object): Promise<{ readonly id: string; readonly url: string }> {
  const answer = await admin.post(path, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body as { id: string; url: string };
}

const callTo = (url: string, more: Partial<OutboundCall> = {}): OutboundCall => ({
  tenantId,
  target: { kind: 'test', id: 'test' },
  maxBytes: 10_000,
  url,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"event":1}',
  ...more,
});

const reportOf = ({ body }: ApiAnswer) =>
  body as {
    verdict: string;
    checks: { id: string; verdict: string; path: string; code: string | null; seen: string; remedy: string | null }[];
  };

describe('as DocuSign draws it: certificate before the grant, token bound to it, both verified by the listener', () => {
  test('a call is made with both, and says what authenticated it', async () => {
    const { id, url } = await saved(whole());
    const sent = await outbound.send(callTo(url));
    expect(sent).toMatchObject({
      answer: { status: 200 },
      refusal: null,
      authenticatedBy: {
        externalAuthenticationId: id,
        revision: 1,
        certificateThumbprint: client.thumbprint,
        token: 'client_credentials',
      },
    });
    expect(listener.accepted.at(-1)).toMatchObject({ thumbprint: client.thumbprint, scheme: 'Bearer' });
    expect(reportOf(await admin.post(`${path}/${id}/test`))).toMatchObject({ verdict: 'ok' });
  });

  test('a call to another URL, or of another tenant, is made as it is', async () => {
    const { url } = await saved(whole('certificate', {}, null));
    expect(await outbound.send(callTo(url))).toMatchObject({ answer: { status: 200 } });
    await expect(outbound.send(callTo(`${url}x`))).rejects.toMatchObject({ reason: 'tls_untrusted' });
    await expect(outbound.send(callTo(url, { tenantId: crypto.randomUUID() }))).rejects.toMatchObject({
      reason: 'tls_untrusted',
    });
  });

  test('one token serves calls at the same time and later ones, until a tenth of its lifetime is left', async () => {
    const { url } = await saved(whole());
    const before = as.count();
    await Promise.all(Array.from({ length: 10 }, () => outbound.send(callTo(url))));
    expect(as.count() - before).toBe(1);
    service.clock.advance(530_000);
    await outbound.send(callTo(url));
    expect(as.count() - before).toBe(1);
    service.clock.advance(20_000);
    await outbound.send(callTo(url));
    expect(as.count() - before).toBe(2);
    service.clock.advance(-550_000);
  });

  test('a token that the listener refuses is renewed once, and a second refusal is handed on with the setting', async () => {
    const { url } = await saved(whole());
    await outbound.send(callTo(url));
    const before = as.count();
    listener.revoked.add(listener.tokens.at(-1)!);
    expect(await outbound.send(callTo(url))).toMatchObject({ answer: { status: 200 }, refusal: null });
    expect(as.count() - before).toBe(1);
  });

  test('a change of the configuration counts at once: another revision has another token', async () => {
    const body = whole();
    const { id, url } = await saved(body);
    await outbound.send(callTo(url));
    const before = as.count();
    const changed = { ...body, oAuthConfiguration: { clientCredentialsConfig: { ...grant(), clientSecret: 'wrong' } } };
    expect(await admin.put(`${path}/${id}`, changed, { 'if-match': '"1"' })).toMatchObject({ status: 200 });
    await expect(outbound.send(callTo(url))).rejects.toMatchObject({
      code: 'external_authentication.token_request_refused',
      faults: [{ path: `${config}.clientSecret` }],
    });
    expect(as.count() - before).toBe(1);
  });

  test('a rotated certificate gets a token of its own', async () => {
    const { url } = await saved(await rotating());
    await outbound.send(callTo(url));
    const next = await authority.issueClient({ commonName: 'next' });
    const { certificate, privateKey } = next;
    await admin.post('/v1/client-certificates/rotating/rotate', { import: { certificate, privateKey } });
    expect(await outbound.send(callTo(url))).toMatchObject({
      answer: { status: 200 },
      authenticatedBy: { certificateThumbprint: next.thumbprint },
    });
  });
});

async function rotating(): Promise<object> {
  const { certificate, privateKey } = await authority.issueClient({ commonName: 'before' });
  await admin.post('/v1/client-certificates', { name: 'rotating', import: { certificate, privateKey } });
  const mutualTls = { clientCertificate: 'rotating' };
  return whole('bound', { mutualTls }, { mutualTls });
}

describe('authenticates at the token endpoint', () => {
  const rows: readonly [string, () => object][] = [
    ['by Basic, form-encoded', () => ({ clientId: 'a:b c', clientSecret: 'p:q r%', certificateBoundTokens: false })],
    ['in the body', () => ({ clientId: 'posting', useBasicAuthentication: false, certificateBoundTokens: false })],
    [
      'by private_key_jwt',
      () => ({
        clientId: 'asserting',
        clientAuthenticationMethod: 'private_key_jwt',
        clientSecret: undefined,
        privateKey: assertionKey,
        assertionAudience: as.issuer,
        certificateBoundTokens: false,
      }),
    ],
    [
      'by self_signed_tls_client_auth',
      () => ({
        clientId: 'known-by-certificate',
        clientAuthenticationMethod: 'self_signed_tls_client_auth',
        clientSecret: undefined,
      }),
    ],
    [
      'by tls_client_auth',
      () => ({ clientId: 'known-by-name', clientAuthenticationMethod: 'tls_client_auth', clientSecret: undefined }),
    ],
    ['with a DPoP key', () => ({ ...unbound, dpop: true })],
  ];
  test.each(rows)('%s', async (_how, change) => {
    const { url } = await saved(whole('token', {}, change()));
    expect(await outbound.send(callTo(url))).toMatchObject({ answer: { status: 200 } });
  });
});

describe('at a token endpoint of another kind', () => {
  const atOdd = (oAuthConfiguration: object) =>
    saved({ url: `${odd.origin}/accepts`, serverCertificate: pinned(asTls), oAuthConfiguration });
  const odds = () => ({ url: `${odd.origin}/bearer`, serverCertificate: pinned(asTls) });
  const asked = (at: string) => odd.seen.filter(({ path: seen }) => seen === at).at(-1);

  test('sends Basic as id and secret are written, where a server wants it so', async () => {
    const raw = { ...odds(), clientId: 'a b', clientSecret: 'p+q r%', basicEncoding: 'raw' };
    const { id, url } = await atOdd({ clientCredentialsConfig: raw });
    expect(await outbound.send(callTo(url))).toMatchObject({ answer: { status: 200 } });
    expect(asked('/bearer')?.authorization).toBe(`Basic ${Buffer.from('a b:p+q r%').toString('base64')}`);
    expect(asked('/accepts')?.authorization).toBe('Bearer opaque-token');
    await admin.delete(`${path}/${id}`, { 'if-match': '*' });
  });

  test('takes a token whatever comes beside it, and for an audience of any scheme (RFC 8707)', async () => {
    const resource = 'urn:partner:events';
    const generous = { ...odds(), url: `${odd.origin}/generous`, clientId: 'a', clientSecret: 'b', resource };
    const { id, url } = await atOdd({ clientCredentialsConfig: generous });
    expect(await outbound.send(callTo(url))).toMatchObject({ answer: { status: 200 } });
    expect(asked('/accepts')?.authorization).toBe('Bearer with-more');
    expect(asked('/generous')?.body.get('resource')).toBe(resource);
    await admin.delete(`${path}/${id}`, { 'if-match': '*' });
  });

  test('asks by an assertion of its own (RFC 7523), with the claims that are configured, and says so', async () => {
    const grant = { ...odds(), issuer: 'countersign', subject: 'events@partner.example', claims: { region: 'eu' } };
    const jwtBearerConfig = { ...grant, privateKey: assertionKey, scope: 'events:write', lifetimeSeconds: 90 };
    const { id, url } = await atOdd({ jwtBearerConfig });
    expect(await outbound.send(callTo(url))).toMatchObject({
      answer: { status: 200 },
      authenticatedBy: { externalAuthenticationId: id, token: 'jwt_bearer' },
    });
    const sent = asked('/bearer');
    expect(sent?.authorization).toBeUndefined();
    expect(Object.fromEntries(sent?.body ?? [])).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      scope: 'events:write',
    });
    const verified = await jwtVerify(
      sent?.body.get('assertion') ?? '',
      createPublicKey({ key: JSON.parse(assertionKey) as JsonWebKey, format: 'jwk' }),
      {
        issuer: 'countersign',
        subject: 'events@partner.example',
        audience: odds().url,
        currentDate: service.clock.now(),
      },
    );
    expect(verified.payload).toMatchObject({ region: 'eu', exp: (verified.payload.iat ?? 0) + 90 });
    expect(verified.protectedHeader).toMatchObject({ alg: 'ES256' });
    await admin.delete(`${path}/${id}`, { 'if-match': '*' });
  });

  test('proves a client beside the assertion where one is named', async () => {
    const client = { clientId: 'client', clientSecret, clientAuthenticationMethod: 'client_secret_basic' };
    const grant = { ...odds(), issuer: 'countersign', subject: 'somebody', ...client };
    const { id, url } = await atOdd({ jwtBearerConfig: { ...grant, privateKey: assertionKey } });
    expect(await outbound.send(callTo(url))).toMatchObject({ answer: { status: 200 } });
    expect(asked('/bearer')?.authorization).toBe(`Basic ${Buffer.from(`client:${clientSecret}`).toString('base64')}`);
    await admin.delete(`${path}/${id}`, { 'if-match': '*' });
  });
});

describe('the diagnosis of a provider whose resource has an external authentication', () => {
  const resourceOf = async (url: string) => {
    const report = await admin.post('/v1/provider-diagnoses', {
      name: 'diagnosed',
      kind: 'oauth2',
      discovery: false,
      authorizationUri: `${as.issuer}/auth`,
      tokenUri: as.tokenUrl,
      clientId: 'client',
      clientAuthentication: { method: 'client_secret_post', clientSecret },
      subject: { source: 'resource:person', path: 'id' },
      resources: [{ name: 'person', uri: url }],
    });
    expect(report.status).toBe(200);
    return reportOf(report).checks.filter(({ id }) => id === 'resources');
  };
  const guarded = (changes: object) => ({
    url: `${demanding.origin}/token/diagnosed-${(paths += 1)}`,
    mutualTls: presented,
    serverCertificate: pinned(listenerTls),
    ...changes,
  });

  test('calls it as a login would, with certificate and trust', async () => {
    const { url } = await saved(guarded({}));
    expect(await resourceOf(url)).toMatchObject([{ verdict: 'ok', seen: expect.stringContaining('status 401') }]);
  });

  test('names the setting of the external authentication that keeps the call from being made, with its remedy', async () => {
    const { url } = await saved(guarded({ serverCertificate: pinned(asTls) }));
    const [check] = await resourceOf(url);
    expect(check).toMatchObject({
      verdict: 'fault',
      path: '$.resources[0].uri',
      seen: expect.stringContaining('external_authentication.tls_server_certificate_differs'),
      remedy: expect.stringContaining('$.serverCertificate.pem'),
    });
  });
});

describe('a wrong setting is named with its code and path', () => {
  const other = (tls: () => TestCertificate) => ({ isPublicCA: false, pem: tls().certificate });
  const oddly = (where: string, more: object = {}) =>
    whole('token', {}, { ...unbound, url: `${odd.origin}${where}`, ...more });
  const rows: readonly [string, () => object, string, string][] = [
    [
      'a wrong client secret',
      () => whole('bound', {}, { clientSecret: 'wrong' }),
      'token_request_refused',
      `${config}.clientSecret`,
    ],
    [
      'an unknown client',
      () => whole('bound', {}, { clientId: 'nobody' }),
      'token_request_refused',
      `${config}.clientSecret`,
    ],
    [
      'a resource that is not known',
      () => whole('bound', {}, { resource: 'https://other.example/' }),
      'target_refused',
      `${config}.resource`,
    ],
    ['no scope where one is needed', () => whole('bound', {}, { scope: null }), 'call_refused', `${config}.scope`],
    ['a scope that is refused', () => oddly('/scope'), 'scope_refused', `${config}.scope`],
    [
      'the wrong leaf of the endpoint',
      () => whole('bound', { serverCertificate: other(() => asTls) }),
      'tls_server_certificate_differs',
      '$.serverCertificate.pem',
    ],
    [
      'the wrong leaf of the token endpoint',
      () => whole('bound', {}, { serverCertificate: other(() => listenerTls) }),
      'tls_server_certificate_differs',
      `${config}.serverCertificate.pem`,
    ],
    [
      'no leaf of an endpoint with a private CA',
      () => whole('bound', { serverCertificate: null }),
      'tls_untrusted',
      '$.serverCertificate.isPublicCA',
    ],
    [
      'no leaf of a token endpoint with a private CA',
      () => whole('bound', {}, { serverCertificate: null }),
      'tls_untrusted',
      `${config}.serverCertificate.isPublicCA`,
    ],
    [
      'a private CA called a public one',
      () => whole('bound', { serverCertificate: { isPublicCA: true, pem: listenerTls.certificate } }),
      'tls_untrusted',
      '$.serverCertificate.isPublicCA',
    ],
    [
      'no certificate where tokens are bound',
      () => whole('bound', {}, { mutualTls: null, certificateBoundTokens: false }),
      'grant_refused',
      `${config}.mutualTls`,
    ],
    [
      'no certificate at an endpoint that demands one',
      () => whole('token', { url: `${demanding.origin}/token/none`, mutualTls: null }, unbound),
      '(client_certificate_required|connection_reset)',
      '$.mutualTls',
    ],
    [
      'a certificate that the endpoint does not know',
      () =>
        whole(
          'token',
          { url: `${demanding.origin}/token/other`, mutualTls: { clientCertificate: 'another' } },
          unbound,
        ),
      'connection_reset',
      '$.mutualTls.clientCertificate',
    ],
    [
      'an unbound token where a bound one is asked for',
      () => whole('bound', {}, { clientId: 'unbound' }),
      'token_not_bound',
      `${config}.certificateBoundTokens`,
    ],
    [
      'an opaque token where a bound one is asked for',
      () => oddly('/bearer', { certificateBoundTokens: true }),
      'token_not_bound',
      `${config}.certificateBoundTokens`,
    ],
    [
      'a token that is bound to another certificate',
      () => oddly('/elsewhere', { certificateBoundTokens: true }),
      'token_bound_elsewhere',
      `${config}.mutualTls.clientCertificate`,
    ],
    [
      'an unbound token at a listener that wants it bound',
      () => whole('bound', {}, unbound),
      'call_refused',
      `${config}.certificateBoundTokens`,
    ],
    [
      'a certificate that the token endpoint does not know',
      () =>
        whole(
          'bound',
          {},
          {
            clientId: 'known-by-certificate',
            clientAuthenticationMethod: 'self_signed_tls_client_auth',
            clientSecret: undefined,
            mutualTls: { clientCertificate: 'another' },
            certificateBoundTokens: false,
          },
        ),
      'token_request_refused',
      `${config}.mutualTls.clientCertificate`,
    ],
    [
      'a key that is not registered',
      () =>
        whole(
          'token',
          {},
          {
            clientId: 'asserting',
            clientAuthenticationMethod: 'private_key_jwt',
            clientSecret: undefined,
            certificateBoundTokens: false,
          },
        ),
      'token_request_refused',
      `${config}.privateKey`,
    ],
    [
      'a certificate that waits for being issued',
      () => whole('certificate', { mutualTls: { clientCertificate: 'waiting' } }, null),
      'client_certificate_unusable',
      '$.mutualTls.clientCertificate',
    ],
    ['no token endpoint at the path', () => oddly('/nothing'), 'token_endpoint_absent', `${config}.url`],
    ['a token endpoint that redirects', () => oddly('/redirect'), 'token_endpoint_absent', `${config}.url`],
    ['a token endpoint that is busy', () => oddly('/503'), 'token_endpoint_failed', `${config}.url`],
    ['a web page as token endpoint', () => oddly('/html'), 'token_response_invalid', `${config}.url`],
    ['an unknown token type', () => oddly('/mac'), 'token_response_invalid', `${config}.url`],
    ['a token bound to a key that is not ours', () => oddly('/dpop'), 'token_response_invalid', `${config}.dpop`],
    ['a token that fits no header', () => oddly('/long'), 'token_response_invalid', `${config}.url`],
    [
      'a refusal that says it succeeded',
      () => oddly('/200-refusing'),
      'token_request_refused',
      `${config}.clientSecret`,
    ],
    ['a refusal in plain text', () => oddly('/plain-refusing'), 'scope_refused', `${config}.scope`],
    ['a refusal beside a challenge', () => oddly('/challenging'), 'grant_refused', `${config}.clientId`],
    ['a framework that knows no such path', () => oddly('/no-such-path'), 'token_endpoint_absent', `${config}.url`],
    ['a token with a line break', () => oddly('/line-break'), 'token_response_invalid', `${config}.url`],
    ['a form value that is missing', () => oddly('/invalid-request'), 'token_request_invalid', `${config}.formValues`],
    ['a grant that is not supported', () => oddly('/unsupported'), 'grant_refused', config],
    ['a grant that the client may not use', () => oddly('/unauthorized'), 'grant_refused', `${config}.clientId`],
    ['DPoP at a server without it', () => oddly('/bearer', { dpop: true }), 'token_not_dpop_bound', `${config}.dpop`],
    [
      'a token endpoint that is down',
      () => whole('token', {}, { ...unbound, url: 'https://127.0.0.1:9/token' }),
      'connection_refused',
      `${config}.url`,
    ],
    [
      'an endpoint that is down',
      () => whole('token', { url: 'https://127.0.0.1:9/x', serverCertificate: null }, unbound),
      'connection_refused',
      '$.url',
    ],
    [
      'a host that does not exist',
      () => whole('token', { url: 'https://nowhere.invalid/x', serverCertificate: null }, unbound),
      'name_not_found',
      '$.url',
    ],
    [
      'a wrong API key',
      () => whole('key', { headers: [{ name: 'X-Api-Key', value: 'wrong' }], mutualTls: null }, null),
      'call_refused',
      '$.headers',
    ],
    [
      'no certificate at all',
      () => whole('certificate', { mutualTls: null, headers: [] }, null),
      'call_refused',
      '$.oAuthConfiguration',
    ],
  ];
  test.each(everyNth(rows, 3))('%s', async (_what, body, code, at) => {
    const { id, url } = await saved(body());
    const accepted = listener.accepted.length + demanding.accepted.length;
    const answer = await admin.post(`${path}/${id}/test`);
    expect(answer.status).toBe(200);
    const { verdict, checks } = reportOf(answer);
    expect({ verdict, first: checks[0] }).toMatchObject({
      verdict: 'fault',
      first: { code: expect.stringMatching(new RegExp(`^external_authentication\\.${code}$`)), path: at },
    });
    expect(checks[0]?.remedy).not.toBe('');
    expect(JSON.stringify(answer.body)).not.toMatch(/known-|wrong|eyJ|PRIVATE/);
    expect(listener.accepted.length + demanding.accepted.length).toBe(accepted);
    const sent = await outbound.send(callTo(url)).then(
      ({ refusal }) => refusal,
      (error: unknown) => error,
    );
    expect(sent).toBeInstanceOf(Error);
    expect(listener.accepted.length + demanding.accepted.length).toBe(accepted);
    await admin.delete(`${path}/${id}`, { 'if-match': '*' });
  });
});

test('what is in the trail, in answers and in the log holds no secret, token or key', async () => {
  const events = await admin.get('/v1/audit-events?limit=200');
  const list = await admin.get(path);
  const certificates = await admin.get('/v1/client-certificates');
  const everything =
    [events.body, list.body, certificates.body].map((body) => JSON.stringify(body)).join('\n') + service.log.text;
  expect(everything).not.toMatch(/known-client-secret|known-api-key|PRIVATE KEY|p:q r%/);
  for (const token of listener.tokens.filter((one) => one.length > 20)) expect(everything).not.toContain(token);
});
