import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Reading } from '../../src/database/transaction.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { ListenerRoutes } from '../../src/deliveries/sending/listener-route.js';
import { OpenedAuthentications } from '../../src/outbound-authentication/calls/opened-authentications.js';
import { ReadAuthentications } from '../../src/outbound-authentication/configurations/read-authentications.js';
import { targetUrlOf } from '../../src/outbound-authentication/configurations/target-url.js';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  createSelfSignedServer,
  EXPIRED,
  type TestCertificate,
} from '../support/certificates.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
let admin: ApiClient;
let authority: CertificateAuthority;
let server: TestCertificate;
let paths = 0;

const path = '/v1/external-authentications';

beforeAll(async () => {
  service = await startTestService({ environment: { OUTBOUND_ALLOW_HTTP: 'false' } });
  admin = await service.newTenant();
  authority = await createCertificateAuthority();
  server = await authority.issueServer({ alternativeNames: [{ type: 'dns', value: '*.partner.example' }] });
  for (const name of ['partner', 'other']) {
    const answer = await admin.post('/v1/client-certificates', {
      name,
      generate: { subject: `CN=${name}`, selfSigned: true },
    });
    expect(answer).toMatchObject({ status: 201 });
  }
});
afterAll(() => service.close());

const nextUrl = (): string => `https://hooks.partner.example/path-${(paths += 1)}`;
const mutualTls = { enabled: true, clientCertificate: 'partner' };

/** As the specification writes it, with every secret as text. */
const whole = () => ({
  url: nextUrl(),
  match: 'exact',
  mutualTls,
  serverCertificate: { isPublicCA: false, pem: server.certificate },
  headers: [{ name: 'X-Api-Key', value: 'secret-header' }],
  oAuthConfiguration: { clientCredentialsConfig: grant() },
});
const grant = () => ({
  url: 'https://as.partner.example/token',
  clientId: 'countersign',
  clientSecret: 'secret-of-the-client',
  useBasicAuthentication: true,
  scope: 'events:write',
  audience: null,
  resource: null,
  headers: [{ name: 'X-Env', value: 'secret-env' }],
  formValues: [{ name: 'tenant', value: 'secret-42' }],
  useEndpointMtlsConfiguration: false,
  mutualTls,
  serverCertificate: null,
  certificateBoundTokens: true,
  dpop: false,
});
const withGrant = (changes: Readonly<Record<string, unknown>>, rest: object = {}) => ({
  ...whole(),
  ...rest,
  oAuthConfiguration: { clientCredentialsConfig: { ...grant(), ...changes } },
});

interface Answered {
  readonly id: string;
  readonly url: string;
  readonly revision: number;
}
const bodyOf = ({ body }: ApiAnswer): Answered => body as Answered;
const faultsOf = ({ body }: ApiAnswer): readonly { path: string; message: string }[] =>
  (body as { errors?: { path: string; message: string }[] }).errors ?? [];

async function created(body: object = whole()): Promise<ApiAnswer> {
  const answer = await admin.post(path, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer;
}

describe('an external authentication', () => {
  test('is saved, and answers its secrets as set', async () => {
    const body = whole();
    const answer = await created(body);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({
      ...body,
      headers: [{ name: 'X-Api-Key', value: { set: true } }],
      oAuthConfiguration: {
        clientCredentialsConfig: {
          ...grant(),
          clientSecret: { set: true },
          headers: [{ name: 'X-Env', value: { set: true } }],
          formValues: [{ name: 'tenant', value: { set: true } }],
        },
      },
    });
    const read = await admin.get(`${path}/${bodyOf(answer).id}`);
    expect(read.body).toEqual(answer.body);
    expect(JSON.stringify(read.body)).not.toContain('secret-');
  });

  test('is replaced by what was answered, keeping its secrets, with the revision that was read', async () => {
    const answer = await created();
    const own = `${path}/${bodyOf(answer).id}`;
    expect(await admin.put(own, answer.body)).toMatchObject({ status: 428 });
    expect(await admin.put(own, answer.body, { 'if-match': '"7"' })).toMatchObject({ status: 412 });
    const replaced = await admin.put(own, answer.body, { 'if-match': '"1"' });
    expect(replaced).toMatchObject({ status: 200, body: { revision: 2 } });
    expect(await admin.delete(own)).toMatchObject({ status: 428 });
    expect(await admin.delete(own, { 'if-match': '"2"' })).toMatchObject({ status: 204 });
    expect(await admin.get(own)).toMatchObject({ status: 404 });
  });

  test('exists once for a URL and match, however the URL is written, and again after it was deleted', async () => {
    const body = { url: 'https://Hooks.Partner.Example:443/a/../twice', headers: [{ name: 'X-Key', value: 'x' }] };
    const first = await created(body);
    expect(bodyOf(first).url).toBe('https://hooks.partner.example/twice');
    const again = await admin.post(path, { ...body, url: 'https://hooks.partner.example/twice' });
    expect(again).toMatchObject({ status: 409, body: { errors: [{ path: '$.url' }] } });
    await created({ ...body, match: 'prefix' });
    await admin.delete(`${path}/${bodyOf(first).id}`, { 'if-match': '*' });
    await created(body);
  });

  test('has a user as owner, who is told when it stops working, and stays so when a configuration is moved here', async () => {
    const owned = await service.newTenant();
    const person = { email: 'ada@partner.example', displayName: 'Ada' };
    const owner = ((await owned.post('/v1/users', person)).body as { id: string }).id;
    const body = { url: nextUrl(), headers: [{ name: 'X-Key', value: 'x' }], owner: randomUUID() };
    const refused = await owned.post(path, { ...body, mutualTls });
    expect(refused.status).toBe(422);
    expect(faultsOf(refused).map((fault) => fault.path)).toEqual(['$.owner', '$.mutualTls.clientCertificate']);
    const made = await owned.post(path, { ...body, owner });
    expect(made).toMatchObject({ status: 201, body: { owner } });
    expect((await owned.get('/v1/connections')).body).toMatchObject({ items: [{ id: bodyOf(made).id, owner }] });
    const events = await owned.get('/v1/audit-events?type=external_authentication.created');
    expect(events.body).toMatchObject({ items: [{ data: { owner } }] });

    const file = (await owned.get('/v1/configuration')).body as { externalAuthentications: object[] };
    expect(JSON.stringify(file)).not.toContain(owner);
    const headers = [{ name: 'X-Key' }, { name: 'X-Other', value: 'y' }];
    const moved = { ...file, externalAuthentications: [{ ...file.externalAuthentications[0], headers }] };
    expect((await owned.put('/v1/configuration', moved)).status).toBe(200);
    const own = `${path}/${bodyOf(made).id}`;
    expect((await owned.get(own)).body).toMatchObject({ owner, revision: 2 });
    const put = await owned.put(own, { ...body, headers, owner: null }, { 'if-match': '"2"' });
    expect(put).toMatchObject({ status: 200, body: { owner: null } });
  });

  test('makes a key for assertions, whose public half is answered', async () => {
    const { clientSecret: _secret, useBasicAuthentication: _basic, ...rest } = grant();
    const config = { ...rest, clientAuthenticationMethod: 'private_key_jwt' };
    const answer = await created({ ...whole(), oAuthConfiguration: { clientCredentialsConfig: config } });
    const shown = (answer.body as { oAuthConfiguration: { clientCredentialsConfig: object } }).oAuthConfiguration;
    expect(shown.clientCredentialsConfig).toMatchObject({
      privateKey: { set: true },
      publicJwk: { kty: 'EC', crv: 'P-256', alg: 'ES256', kid: expect.any(String) },
    });
    expect(JSON.stringify(answer.body)).not.toContain('"d"');
    expect(await admin.put(`${path}/${bodyOf(answer).id}`, answer.body, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
    });
  });

  test('keeps certificates that it names from being deleted, and says so', async () => {
    const answer = await created({ url: nextUrl(), mutualTls: { clientCertificate: 'other' } });
    const refused = await admin.delete('/v1/client-certificates/other');
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining(bodyOf(answer).url) } });
    await admin.delete(`${path}/${bodyOf(answer).id}`, { 'if-match': '*' });
  });

  test('leaves its changes in the trail, without a secret', async () => {
    const answer = await created();
    await admin.put(`${path}/${bodyOf(answer).id}`, answer.body, { 'if-match': '"1"' });
    await admin.delete(`${path}/${bodyOf(answer).id}`, { 'if-match': '"2"' });
    const listed = (await admin.get('/v1/audit-events?limit=200')).body as { items: { type: string; data: object }[] };
    const own = listed.items.filter(({ data }) => JSON.stringify(data).includes(bodyOf(answer).id));
    expect(own.map(({ type }) => type).toSorted()).toEqual([
      'external_authentication.created',
      'external_authentication.deleted',
      'external_authentication.revised',
    ]);
    expect(JSON.stringify(listed)).not.toContain('secret-');
    expect(service.log.text).not.toMatch(/secret-(of|header|env|42)/);
  });
});

describe('secrets have to be entered again', () => {
  test.each([
    [
      'the origin of url',
      (body: ReturnType<typeof whole>) => ({ ...body, url: body.url.replace('hooks', 'elsewhere') }),
    ],
    ['the server certificate', (body: ReturnType<typeof whole>) => ({ ...body, serverCertificate: null })],
    [
      'the origin of the token url',
      (body: ReturnType<typeof whole>) => {
        const { clientCredentialsConfig } = body.oAuthConfiguration;
        return {
          ...body,
          oAuthConfiguration: {
            clientCredentialsConfig: { ...clientCredentialsConfig, url: 'https://elsewhere.partner.example/token' },
          },
        };
      },
    ],
    [
      'the server certificate of the token endpoint',
      (body: ReturnType<typeof whole>) => {
        const { clientCredentialsConfig } = body.oAuthConfiguration;
        const serverCertificate = { isPublicCA: true, pem: server.certificate };
        return {
          ...body,
          oAuthConfiguration: { clientCredentialsConfig: { ...clientCredentialsConfig, serverCertificate } },
        };
      },
    ],
  ])('when %s changes', async (_what, change) => {
    const answer = await created();
    const changed = change(answer.body as ReturnType<typeof whole>);
    const refused = await admin.put(`${path}/${bodyOf(answer).id}`, changed, { 'if-match': '"1"' });
    expect(refused).toMatchObject({ status: 422 });
    const config = '$.oAuthConfiguration.clientCredentialsConfig';
    expect(faultsOf(refused).map((fault) => fault.path)).toEqual([
      '$.headers[0].value',
      `${config}.clientSecret`,
      `${config}.headers[0].value`,
      `${config}.formValues[0].value`,
    ]);
    expect(faultsOf(refused)[0]?.message).toMatch(/must be entered again, because .* changes/);
  });

  test('not when a path changes', async () => {
    const answer = await created();
    const moved = { ...(answer.body as object), url: nextUrl() };
    expect(await admin.put(`${path}/${bodyOf(answer).id}`, moved, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
    });
  });
});

const config = '$.oAuthConfiguration.clientCredentialsConfig';

describe('is refused on save, naming the member', () => {
  const rows: readonly [string, () => object | Promise<object>, string, RegExp][] = [
    ['a user in the URL', () => ({ ...whole(), url: 'https://me:pw@hooks.partner.example/x' }), '$.url', /user name/],
    ['a query', () => ({ ...whole(), url: 'https://hooks.partner.example/x?a=1' }), '$.url', /query/],
    ['a fragment', () => ({ ...whole(), url: 'https://hooks.partner.example/x#a' }), '$.url', /fragment/],
    ['http', () => ({ ...whole(), url: 'http://hooks.partner.example/x' }), '$.url', /https/],
    [
      'an encoded slash with prefix',
      () => ({ ...whole(), url: 'https://hooks.partner.example/a%2Fb', match: 'prefix' }),
      '$.url',
      /%2F/,
    ],
    ['another match', () => ({ ...whole(), match: 'regex' }), '$.match', /exact, prefix/],
    ['nothing at all', () => ({ url: nextUrl() }), '$', /one at least/],
    [
      'mutual TLS without a certificate',
      () => ({ ...whole(), mutualTls: { enabled: true } }),
      '$.mutualTls.clientCertificate',
      /required/,
    ],
    [
      'an unknown certificate',
      () => ({ ...whole(), mutualTls: { clientCertificate: 'nobody' }, oAuthConfiguration: null }),
      '$.mutualTls.clientCertificate',
      /no client certificate nobody/,
    ],
    [
      'a CA as server certificate',
      () => ({ ...whole(), serverCertificate: { isPublicCA: false, pem: authority.certificate } }),
      '$.serverCertificate.pem',
      /can sign others.*CA:FALSE/,
    ],
    [
      'no PEM for a private server',
      () => ({ ...whole(), serverCertificate: { isPublicCA: false } }),
      '$.serverCertificate.pem',
      /required/,
    ],
    [
      'garbage as server certificate',
      () => ({ ...whole(), serverCertificate: { pem: 'garbage' } }),
      '$.serverCertificate.pem',
      /PEM/,
    ],
    [
      'three server certificates',
      () => ({ ...whole(), serverCertificate: { pem: server.certificate.repeat(3) } }),
      '$.serverCertificate.pem',
      /two while it rotates/,
    ],
    [
      'an expired server certificate',
      async () => ({
        ...whole(),
        serverCertificate: { isPublicCA: false, pem: (await createSelfSignedServer(EXPIRED)).certificate },
      }),
      '$.serverCertificate.pem',
      /expired/,
    ],
    [
      'the certificate of another host',
      async () => ({
        ...whole(),
        serverCertificate: { isPublicCA: false, pem: (await createSelfSignedServer()).certificate },
      }),
      '$.serverCertificate.pem',
      /not for hooks\.partner\.example/,
    ],
    [
      'Authorization as header',
      () => ({ ...whole(), headers: [{ name: 'authorization', value: 'x' }] }),
      '$.headers[0].name',
      /may not be configured/,
    ],
    [
      'a header twice',
      () => ({
        ...whole(),
        headers: [
          { name: 'X-A', value: 'x' },
          { name: 'x-a', value: 'y' },
        ],
      }),
      '$.headers[1].name',
      /twice/,
    ],
    [
      'a line break in a header',
      () => ({ ...whole(), headers: [{ name: 'X-A', value: 'x\r\nX-B: y' }] }),
      '$.headers[0].value',
      /line breaks/,
    ],
    ['a header without value', () => ({ ...whole(), headers: [{ name: 'X-A' }] }), '$.headers[0].value', /required/],
    [
      'a value that is not stored',
      () => ({ ...whole(), headers: [{ name: 'X-A', value: { set: true } }] }),
      '$.headers[0].value',
      /not stored/,
    ],
    [
      'grant_type as form value',
      () => withGrant({ formValues: [{ name: 'grant_type', value: 'password' }] }),
      `${config}.formValues[0].name`,
      /may not be configured/,
    ],
    [
      'client_assertion as form value',
      () => withGrant({ formValues: [{ name: 'client_assertion_type', value: 'x' }] }),
      `${config}.formValues[0].name`,
      /may not be configured/,
    ],
    [
      'scope twice',
      () => withGrant({ formValues: [{ name: 'scope', value: 'x' }] }),
      `${config}.formValues[0].name`,
      /sent already/,
    ],
    [
      'Host as token header',
      () => withGrant({ headers: [{ name: 'Host', value: 'x' }] }),
      `${config}.headers[0].name`,
      /may not be configured/,
    ],
    ['no client secret', () => withGrant({ clientSecret: undefined }), `${config}.clientSecret`, /required/],
    [
      'a secret that is not used',
      () => withGrant({ clientAuthenticationMethod: 'tls_client_auth', useBasicAuthentication: undefined }),
      `${config}.clientSecret`,
      /not used/,
    ],
    [
      'two methods',
      () => withGrant({ clientAuthenticationMethod: 'client_secret_post' }),
      `${config}.useBasicAuthentication`,
      /contradicts/,
    ],
    [
      'tls_client_auth without a certificate',
      () =>
        withGrant({
          clientAuthenticationMethod: 'tls_client_auth',
          useBasicAuthentication: undefined,
          clientSecret: undefined,
          mutualTls: null,
          certificateBoundTokens: false,
        }),
      `${config}.mutualTls`,
      /required by tls_client_auth/,
    ],
    ['bound tokens with DPoP', () => withGrant({ dpop: true }), `${config}.dpop`, /bound to one thing/],
    [
      'bound tokens without a certificate at the token endpoint',
      () => withGrant({ mutualTls: null }),
      `${config}.mutualTls`,
      /both calls/,
    ],
    [
      'bound tokens without a certificate at the endpoint',
      () => withGrant({}, { mutualTls: null }),
      '$.mutualTls',
      /both calls/,
    ],
    [
      'bound tokens with two certificates',
      () => withGrant({ mutualTls: { clientCertificate: 'other' } }),
      `${config}.mutualTls.clientCertificate`,
      /certificate of the endpoint/,
    ],
    [
      'its own certificate beside that of the endpoint',
      () => withGrant({ useEndpointMtlsConfiguration: true }),
      `${config}.mutualTls`,
      /must be null/,
    ],
    [
      'a key that does not fit the algorithm',
      () =>
        withGrant({
          clientAuthenticationMethod: 'private_key_jwt',
          useBasicAuthentication: undefined,
          clientSecret: undefined,
          signingAlgorithm: 'RS256',
          privateKey: server.privateKey,
        }),
      `${config}.privateKey`,
      /RSA/,
    ],
    ['no grant', () => ({ ...whole(), oAuthConfiguration: {} }), '$.oAuthConfiguration', /either/],
    ['an unknown member', () => ({ ...whole(), urls: [] }), '$.urls', /not a member/],
  ];
  test.each(rows)('%s', async (_what, body, member, words) => {
    const answer = await admin.post(path, await body());
    expect([400, 422]).toContain(answer.status);
    const fault = faultsOf(answer).find((one) => one.path === member);
    expect({ faults: faultsOf(answer), message: fault?.message }).toMatchObject({
      message: expect.stringMatching(words),
    });
    expect(JSON.stringify(answer.body)).not.toContain('secret-');
  });

  test('with every fault at once, of members and between them', async () => {
    const body = {
      ...withGrant({ dpop: true, url: 'not a url' }),
      match: 'regex',
      headers: [{ name: 'Cookie', value: 'x' }],
    };
    const paths = faultsOf(await admin.post(path, body)).map((fault) => fault.path);
    expect(paths).toEqual(expect.arrayContaining(['$.match', '$.headers[0].name', `${config}.url`, `${config}.dpop`]));
  });
});

describe('external-authentications:match', () => {
  const key = { headers: [{ name: 'X-Key', value: 'x' }] };
  const at = (where: string) => `https://match.partner.example${where}`;
  const matched = async (url: string) => {
    const answer = await admin.get(`${path}:match?url=${encodeURIComponent(url)}`);
    expect(answer).toMatchObject({ status: 200 });
    const body = answer.body as { externalAuthentication: Answered | null; reason: string };
    return [body.externalAuthentication?.url ?? null, body.reason];
  };
  beforeAll(async () => {
    await created({ ...key, url: at('/esign'), match: 'prefix' });
    await created({ ...key, url: at('/esign/deep'), match: 'prefix' });
    await created({ ...key, url: at('/esign/deep/exact'), match: 'exact' });
    await created({ ...key, url: at('/odd%2Fpath'), match: 'exact' });
    await created({ ...key, url: 'https://bücher.partner.example:8443/', match: 'prefix' });
  });

  test.each([
    ['/esign', '/esign', 'longest_prefix'],
    ['/esign/', '/esign', 'longest_prefix'],
    ['/esign?access_token=x#y', '/esign', 'longest_prefix'],
    ['/esignature', null, 'none'],
    ['/esign/deep/x', '/esign/deep', 'longest_prefix'],
    ['/esign/deeper', '/esign', 'longest_prefix'],
    ['/esign/deep/exact', '/esign/deep/exact', 'exact'],
    ['/esign/deep/exact/', '/esign/deep', 'longest_prefix'],
    ['/esign/x%2Fy', null, 'none'],
    ['/esign/..%5Cx', null, 'none'],
    ['/odd%2Fpath', '/odd%2Fpath', 'exact'],
    ['/esign/%2e%2e/other', null, 'none'],
    ['/x/../esign/y', '/esign', 'longest_prefix'],
    ['/ESIGN', null, 'none'],
  ])('says of %s that %s applies (%s)', async (url, applied, reason) => {
    expect(await matched(at(url))).toEqual([applied === null ? null : at(applied), reason]);
  });

  test.each([
    ['https://MATCH.partner.example:443/esign', at('/esign')],
    ['http://match.partner.example/esign', null],
    ['https://match.partner.example:444/esign', null],
    ['https://sub.match.partner.example/esign', null],
    ['https://xn--bcher-kva.partner.example:8443/anything', 'https://xn--bcher-kva.partner.example:8443/'],
  ])('compares scheme, host and port of %s', async (url, applied) => {
    expect((await matched(url))[0]).toBe(applied);
  });

  test('asks for a URL, and is nothing else than this address', async () => {
    expect(await admin.get(`${path}:match`)).toMatchObject({ status: 400, body: { errors: [{ path: 'query.url' }] } });
    expect(await admin.get(`${path}X?url=x`)).toMatchObject({
      status: 404,
      body: { code: 'request.no_such_address' },
    });
    expect(await admin.get(`${path}:other`)).toMatchObject({ status: 404 });
  });

  test("knows nothing of another tenant's", async () => {
    const stranger = await service.newTenant();
    const answer = await stranger.get(`${path}:match?url=${encodeURIComponent(at('/esign'))}`);
    expect(answer.body).toMatchObject({ externalAuthentication: null, reason: 'none' });
  });
});

describe('each right is one of its own', () => {
  const scopes = ['access', 'create', 'edit', 'delete'];
  test.each(scopes)('external-authentications:%s', async (scope) => {
    const key = await admin.post('/v1/api-keys', { name: scope, scopes: [`external-authentications:${scope}`] });
    const caller = service.caller((key.body as { key: string }).key);
    const id = randomUUID();
    const allowed = [
      ['access', (await caller.get(path)).status],
      ['access', (await caller.get(`${path}/${id}`)).status],
      ['create', (await caller.post(path, {})).status],
      ['edit', (await caller.put(`${path}/${id}`, {}, { 'if-match': '*' })).status],
      ['delete', (await caller.delete(`${path}/${id}`, { 'if-match': '*' })).status],
    ].filter(([, status]) => status !== 403);
    expect([...new Set(allowed.map(([name]) => name))]).toEqual([scope]);
  });
});

describe('what is opened while somebody changes it', () => {
  /** Somebody makes a change after the first statement that reads a table. */
  function changing(table: string, change: () => Promise<unknown>): Reading {
    const { reading } = service.app.get(UnitOfWork, { strict: false });
    let isChanged = false;
    const query: Reading['query'] = async (text: string, parameters?: unknown[]) => {
      const rows: never = await reading.query(text, parameters);
      if (!isChanged && text.includes(table)) {
        isChanged = true;
        await change();
      }
      return rows;
    };
    return { query, getRepository: reading.getRepository.bind(reading) };
  }

  const tenantOf = async () => {
    const { items } = (await service.operator.get('/v1/tenants?limit=200')).body as {
      items: { id: string; name: string }[];
    };
    return items.find(({ name }) => name !== 'default')?.id ?? '';
  };

  test('is never an earlier configuration with the secrets of a later one', async () => {
    const { id, url } = bodyOf(await created());
    const own = `${path}/${id}`;
    const before = await admin.get(own);
    const moved = {
      ...whole(),
      url,
      oAuthConfiguration: {
        clientCredentialsConfig: {
          ...grant(),
          url: 'https://other.example/token',
          clientSecret: 'secret-of-the-other',
        },
      },
    };
    const reading = changing('external_authentication_revision', async () => {
      const answer = await admin.put(own, moved, { 'if-match': before.headers.get('etag') ?? '' });
      expect(answer).toMatchObject({ status: 200 });
    });
    const authentications = service.app.get(OpenedAuthentications, { strict: false });
    const { authentication } = await service.app.get(ReadAuthentications, { strict: false }).one(await tenantOf(), id);
    const opened = await authentications.applied(reading, authentication.tenantId, targetUrlOf(url)!);
    expect([opened?.configuration.oAuth?.url, [...(opened?.secrets.values() ?? [])]]).toEqual([
      'https://other.example/token',
      expect.arrayContaining(['secret-of-the-other']),
    ]);
    expect(opened?.authentication.revision).toBe(authentication.revision + 1);
  });

  test('is never an earlier listener with the secrets of a later one', async () => {
    const listener = (host: string, password: string) => ({
      name: 'moving',
      url: `https://${host}.partner.example/in`,
      events: ['signer_authentication.succeeded'],
      basic: { username: 'us', password },
    });
    const made = await admin.post('/v1/listeners', listener('old', 'secret-of-old'));
    expect(made).toMatchObject({ status: 201 });
    const reading = changing('FROM listener ', async () => {
      const moved = { ...listener('new', 'secret-of-new') };
      const answer = await admin.put('/v1/listeners/moving', moved, { 'if-match': made.headers.get('etag') ?? '' });
      expect(answer).toMatchObject({ status: 200 });
    });
    const [row]: { id: string }[] = await service.app
      .get(UnitOfWork, { strict: false })
      .reading.query("SELECT id FROM listener WHERE name = 'moving'");
    const route = await service.app
      .get(ListenerRoutes, { strict: false })
      .find(reading, row?.id ?? '', 1, service.clock.now());
    expect([route?.host, route?.secrets]).toEqual([
      'https://new.partner.example',
      expect.arrayContaining(['secret-of-new']),
    ]);
  });
});
