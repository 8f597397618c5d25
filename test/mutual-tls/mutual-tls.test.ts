// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { Authenticators } from '../../src/access/authenticator.js';
import { ClientCertificates } from '../../src/access/client-certificates.js';
import type { Principal } from '../../src/access/principal.js';
import { TenantStore } from '../../src/access/tenant.store.js';
import { DeploymentCertificatesJob } from '../../src/mutual-tls/deployment-certificates.job.js';
import { WatchedFiles } from '../../src/mutual-tls/watched-files.job.js';
import { type IssuedCertificate, type IssueOptions, issueCertificate } from '../support/issued-certificate.js';
import type { ApiClient } from '../support/service/api-client.js';
import { freePort } from '../support/service/free-port.js';
import { startTestService, type TestService } from '../support/service.js';

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string; readonly detail?: string };
  readonly headers: Readonly<Record<string, unknown>>;
}

const TOKEN = 'boundtoken';
const serverOptions: IssueOptions = {
  name: [{ CN: ['localhost'] }],
  purposes: [x509.ExtendedKeyUsage.serverAuth],
  alternativeNames: [{ type: 'dns', value: 'localhost' }],
};

let directory: string;
let service: TestService;
let port: number;
let serverRoot: IssuedCertificate;
let root: IssuedCertificate;
let intermediate: IssuedCertificate;
let client: IssuedCertificate;
/** Who the token stands for; each test says it. */
let principal: Principal;
const tenants = new Map<string, string>();

const file = (name: string): string => join(directory, name);
const url = (path: string): string => `https://localhost:${port}${path}`;

async function writeServer(certificate: IssuedCertificate): Promise<void> {
  await writeFile(file('server.pem'), certificate.pem);
  await writeFile(file('server.key'), certificate.privateKey);
}

/** Calls over `MTLS_PORT`, with a certificate and what goes with it, or without. */
async function overTls(path: string, shown: readonly IssuedCertificate[] = [], headers = {}): Promise<Answer> {
  const [leaf] = shown;
  const agent = new Agent({
    ca: serverRoot.pem,
    ...(leaf === undefined ? {} : { cert: shown.map(({ pem }) => pem).join(''), key: leaf.privateKey }),
  });
  const sent = httpsRequest(url(path), { agent, headers });
  try {
    return await answered(sent);
  } finally {
    agent.destroy();
  }
}

function overProxy(path: string, headers: readonly (readonly [string, string])[]): Promise<Answer> {
  const target = new URL(path, service.operator.url);
  const sent = httpRequest({
    host: '127.0.0.1',
    port: target.port,
    path,
    headers: ['Host', target.host, ...headers.flat()],
  });
  return answered(sent);
}

async function answered(sent: ReturnType<typeof httpRequest>): Promise<Answer> {
  sent.end();
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const isJson = /json/.test(String(response.headers['content-type']));
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as Answer['body']) : {},
  };
}

const bearer = (token = TOKEN) => ({ authorization: `Bearer ${token}` });
const derHeader = ({ certificate }: IssuedCertificate): string => `:${certificate.raw.toString('base64')}:`;
const boundTo = (certificate: IssuedCertificate | null): void => {
  const binding = certificate === null ? null : ({ kind: 'certificate', thumbprint: certificate.thumbprint } as const);
  principal = { ...principal, binding };
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'countersign-mtls-'));
  serverRoot = await issueCertificate({ name: [{ CN: ['Server root'] }], authority: true });
  root = await issueCertificate({ name: [{ CN: ['Deployment root'] }], authority: true });
  intermediate = await issueCertificate({ name: [{ CN: ['Issuing'] }], authority: true, issuer: root });
  client = await issueCertificate({ issuer: intermediate });
  await writeServer(await issueCertificate({ ...serverOptions, issuer: serverRoot }));
  await writeFile(file('clients.pem'), root.pem);
  port = await freePort();
  service = await startTestService({
    environment: {
      MTLS_PORT: String(port),
      TLS_CERT_FILE: file('server.pem'),
      TLS_KEY_FILE: file('server.key'),
      TLS_CLIENT_CA_FILE: file('clients.pem'),
      CLIENT_CERTIFICATE_HEADER: 'client-cert',
      CLIENT_CERTIFICATE_PROXIES: '127.0.0.1/32',
      // One hop further is not believed.
      TRUSTED_PROXIES: '127.0.0.0/8',
    },
  });
  service.app.get(Authenticators).register({
    accepts: ({ token }) => token === TOKEN,
    authenticate: () => Promise.resolve(principal),
  });
  for (const name of ['one', 'two']) {
    await service.newTenant(name);
    tenants.set(name, (await service.app.get(TenantStore).findByName(name))?.id ?? '');
  }
});

beforeEach(() => {
  principal = {
    tenant: { id: tenants.get('one') ?? '', name: 'one' },
    actor: { type: 'oauth_client', id: 'client' },
    scopes: new Set(['providers:read', 'settings:read', 'settings:write']),
    binding: null,
    application: true,
  };
});

afterAll(async () => {
  await service.close();
  await rm(directory, { recursive: true, force: true });
});

const providers = '/v1/providers';

describe('a token that is bound to a certificate', () => {
  test('is taken over the connection of that certificate only', async () => {
    boundTo(client);
    expect(await overTls(providers, [client, intermediate], bearer())).toMatchObject({ status: 200 });
    const differs = { status: 401, body: { code: 'access.token_unbound' } };
    expect(await overTls(providers, [], bearer())).toMatchObject(differs);
    const same = await issueCertificate({ issuer: intermediate });
    const refused = await overTls(providers, [same, intermediate], bearer());
    expect(refused).toMatchObject(differs);
    expect(refused.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(await overProxy(providers, [['Authorization', `Bearer ${TOKEN}`]])).toMatchObject(differs);
  });

  test('is taken from a believed proxy that names that certificate only', async () => {
    boundTo(client);
    const authorization = ['Authorization', `Bearer ${TOKEN}`] as const;
    expect(await overProxy(providers, [authorization, ['Client-Cert', derHeader(client)]])).toMatchObject({
      status: 200,
    });
    const other = await overProxy(providers, [authorization, ['Client-Cert', derHeader(intermediate)]]);
    expect(other).toMatchObject({ status: 401, body: { code: 'access.token_unbound' } });
  });

  test('is not taken by a header on the port that asks for certificates, where none is read', async () => {
    boundTo(client);
    const headers = { ...bearer(), 'client-cert': derHeader(client) };
    const other = await issueCertificate({ issuer: intermediate });
    expect(await overTls(providers, [], headers)).toMatchObject({ status: 401 });
    expect(await overTls(providers, [other], headers)).toMatchObject({ status: 401 });
    expect(await overTls(providers, [client], { ...bearer(), 'client-cert': 'nonsense' })).toMatchObject({
      status: 200,
    });
  });

  test('is refused at every route', async () => {
    boundTo(client);
    interface Operation {
      readonly 'x-required-scopes'?: readonly string[];
    }
    const { paths } = (await service.operator.get('/openapi.json')).body as {
      paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    };
    const guarded = Object.entries(paths).filter(([, { get }]) => get?.['x-required-scopes'] !== undefined);
    expect(guarded.length).toBeGreaterThan(20);
    for (const [path] of guarded) {
      const answer = await overProxy(path, [['Authorization', `Bearer ${TOKEN}`]]);
      expect([path, answer.status, answer.body.code]).toEqual([path, 401, 'access.token_unbound']);
    }
  });
});

describe('headers about certificates', () => {
  const refused = { status: 400, body: { code: 'client_certificate.header_refused' } };

  test.each([
    [
      'twice',
      () => [
        ['Client-Cert', derHeader(client)],
        ['Client-Cert', derHeader(client)],
      ],
    ],
    ['unreadable', () => [['Client-Cert', 'x']]],
    ['of nginx', () => [['X-SSL-Client-Cert', '']]],
    ['of Envoy', () => [['X-Forwarded-Client-Cert', 'Hash=00']]],
    ['a chain alone', () => [['Client-Cert-Chain', derHeader(client)]]],
  ] as readonly [string, () => [string, string][]][])('are refused at the API: %s', async (_name, headers) => {
    expect(await overProxy(providers, headers())).toMatchObject(refused);
    const page = await overProxy('/health/live', headers());
    expect(page.status).toBe(200);
  });

  test('are refused from everybody who is not named, trusted for addresses or not', () => {
    const app = service.app.get(ClientCertificates);
    const request = (remoteAddress: string) =>
      ({ socket: { remoteAddress }, rawHeaders: ['Client-Cert', derHeader(client)] }) as never;
    expect(() => app.clientCertificateOf(request('127.0.0.2'))).toThrow(/not in CLIENT_CERTIFICATE_PROXIES/);
    expect(() => app.clientCertificateOf(request('::1'))).toThrow(/not in CLIENT_CERTIFICATE_PROXIES/);
    expect(app.clientCertificateOf(request('::ffff:127.0.0.1'))).not.toBeNull();
  });
});

describe('the port that asks for certificates', () => {
  test('serves the API and nothing else, the other port asks for none', async () => {
    expect(await overTls(providers, [], bearer('csk_none'))).toMatchObject({
      status: 401,
      body: { code: 'access.key_invalid' },
    });
    for (const path of ['/health/live', '/metrics', '/docs', '/openapi.json', '/sign-in/x', '/v2/x', '/v1x'])
      expect([path, (await overTls(path)).status]).toEqual([path, 404]);
  });

  test('hands on what came with a certificate, also on a later connection of the same client', async () => {
    const seen: number[] = [];
    const app = service.app.get(ClientCertificates);
    principal = { ...principal, binding: null };
    const judge = await app.judgeFor(tenants.get('one') ?? '');
    const faults: (string | null)[] = [];
    service.app.get(Authenticators).register({
      accepts: ({ token }) => token === 'judgedtoken',
      authenticate: (_presented, request) => {
        const presented = app.clientCertificateOf(request.raw);
        seen.push(presented?.chain.length ?? -1);
        faults.push(presented === null ? 'none' : judge.faultOf(presented));
        return Promise.resolve(principal);
      },
    });
    let session: Buffer | undefined;
    for (const version of ['TLSv1.3', 'TLSv1.2', 'TLSv1.2'] as const) {
      const socket: TLSSocket = connect({
        port,
        host: 'localhost',
        ca: serverRoot.pem,
        cert: client.pem + intermediate.pem,
        key: client.privateKey,
        minVersion: version,
        maxVersion: version,
        ...(session === undefined ? {} : { session }),
      });
      socket.on('session', (next: Buffer) => {
        session = next;
      });
      await once(socket, 'secureConnect');
      expect(socket.isSessionReused()).toBe(false);
      socket.write(
        `GET ${providers} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer judgedtoken\r\nconnection: close\r\n\r\n`,
      );
      socket.resume();
      await once(socket, 'close');
    }
    expect(faults).toEqual([null, null, null]);
    expect(seen.every((length) => length >= 1)).toBe(true);
    expect(await overTls(providers, [client], bearer('judgedtoken'))).toMatchObject({ status: 200 });
    expect(faults.at(-1)).toMatch(/no path to an authority/);
  });

  test('shows a renewed certificate, keeps the old one while files are at fault, and says why', async () => {
    const files = service.app.get(WatchedFiles);
    const shownSerial = async (): Promise<string> => {
      const socket = connect({ port, host: 'localhost', ca: serverRoot.pem });
      await once(socket, 'secureConnect');
      const { serialNumber } = socket.getPeerCertificate();
      socket.destroy();
      return serialNumber;
    };
    const renewed = await issueCertificate({ ...serverOptions, issuer: serverRoot });
    await writeServer(renewed);
    files.reload();
    expect(await shownSerial()).toBe(renewed.certificate.serialNumber);

    await writeFile(file('server.key'), client.privateKey);
    files.reload();
    files.reload();
    expect(await shownSerial()).toBe(renewed.certificate.serialNumber);
    const said = service.log.lines.filter((line) => JSON.stringify(line).includes('TLS_KEY_FILE: is not the key'));
    expect(said).toHaveLength(1);

    const next = await issueCertificate({ ...serverOptions, issuer: serverRoot });
    await writeServer(next);
    await writeFile(file('clients.pem'), client.pem);
    files.reload();
    expect(files.current.authorities[0]?.fingerprint256).toBe(root.certificate.fingerprint256);
    await writeFile(file('clients.pem'), root.pem);
    files.reload();
    expect(await shownSerial()).toBe(next.certificate.serialNumber);
  });
});

describe('certificates of the deployment that end', () => {
  test('are in the metrics, in the list of who manages tenants, and in the log once for each threshold', async () => {
    await writeServer(
      await issueCertificate({
        ...serverOptions,
        issuer: serverRoot,
        notAfter: new Date(service.clock.now().getTime() + 5 * 86_400_000),
      }),
    );
    service.app.get(WatchedFiles).reload();
    const job = service.app.get(DeploymentCertificatesJob, { strict: false });
    await job.work();
    await job.work();
    const said = service.log.lines.filter(({ msg }) => /TLS_C\w+_FILE ends at /.test(String(msg)));
    expect(said.map(({ level, msg }) => [level, String(msg).split(' at ')[0]])).toEqual([
      ['warn', 'TLS_CERT_FILE ends'],
      ['warn', 'Certificate 1 of TLS_CLIENT_CA_FILE ends'],
      ['warn', 'TLS_CERT_FILE ends'],
    ]);
    const listed = async (caller: ApiClient) =>
      ((await caller.get('/v1/expirations')).body as { items: { kind: string }[] }).items;
    expect(await listed(service.operator)).toMatchObject([
      { kind: 'deployment_certificate', name: 'TLS_CERT_FILE', part: null, expired: false },
      { kind: 'deployment_certificate', name: 'TLS_CLIENT_CA_FILE', part: '1' },
    ]);
    expect(await listed(await service.newTenant('without-files'))).toEqual([]);
    const metrics = String((await service.operator.get('/metrics')).body);
    for (const labels of ['setting="TLS_CERT_FILE",part=""', 'setting="TLS_CLIENT_CA_FILE",part="1"'])
      expect(metrics).toMatch(
        new RegExp(`countersign_tls_certificate_expiry_timestamp_seconds\\{${labels}\\} 1\\.?\\d+`),
      );
  });
});

describe('what a tenant says about certificates of its clients', () => {
  const path = '/v1/settings/mutual-tls';

  test('counts for its own clients, beside the deployment’s authorities', async () => {
    const own = await issueCertificate({ name: [{ CN: ['Root of one'] }], authority: true });
    const ofOne = await issueCertificate({ issuer: own });
    const admin = await service.newTenant('trusting');
    const other = await service.newTenant('other');
    const { body: before } = await admin.get(path);
    expect(before).toMatchObject({ revision: 0, clientCertificateAuthorities: [], required: false });
    const put = await admin.put(path, { clientCertificateAuthorities: [own.pem] }, { 'if-match': '"0"' });
    expect(put).toMatchObject({
      status: 200,
      body: { revision: 1, authorities: [{ subject: 'CN=Root of one', of: 'tenant' }, { of: 'deployment' }] },
    });
    expect((await other.get(path)).body).toMatchObject({ clientCertificateAuthorities: [] });

    const tenantIds = await Promise.all(
      ['trusting', 'other'].map((name) => service.app.get(TenantStore).findByName(name)),
    );
    const [one, two] = await Promise.all(
      tenantIds.map((tenant) => service.app.get(ClientCertificates).judgeFor(tenant?.id ?? '')),
    );
    const presented = { certificate: ofOne.certificate, chain: [own.certificate] };
    expect(one?.faultOf(presented)).toBeNull();
    expect(two?.faultOf(presented)).toMatch(/no path to an authority/);
    const ofDeployment = { certificate: client.certificate, chain: [intermediate.certificate] };
    expect([one?.faultOf(ofDeployment), two?.faultOf(ofDeployment)]).toEqual([null, null]);
  });

  test.each([
    ['a client certificate', () => [client.pem], /is no authority/],
    ['a private key', () => [client.privateKey], /private key/],
    ['two in one place', () => [root.pem + intermediate.pem], /must be one certificate/],
    ['words', () => ['x'], /must be X\.509 certificates/],
  ] as const)('cannot be %s', async (_name, authorities, why) => {
    const admin = await service.newTenant();
    const answer = await admin.put(path, { clientCertificateAuthorities: authorities() }, { 'if-match': '"0"' });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringMatching(why)]);
  });

  test('is changed by whoever read it last', async () => {
    const admin = await service.newTenant();
    expect((await admin.put(path, {})).status).toBe(428);
    expect((await admin.put(path, {}, { 'if-match': '"0"' })).status).toBe(200);
    expect((await admin.put(path, {}, { 'if-match': '"0"' })).status).toBe(412);
  });

  test('demands bound tokens of OAuth clients, and of nobody else', async () => {
    expect(await overTls(providers, [client], bearer())).toMatchObject({ status: 200 });
    const put = httpsRequest(url(path), {
      agent: new Agent({ ca: serverRoot.pem, cert: client.pem, key: client.privateKey, keepAlive: false }),
      method: 'PUT',
      headers: { ...bearer(), 'content-type': 'application/json', 'if-match': '"0"' },
    });
    put.write(JSON.stringify({ required: true }));
    expect(await answered(put)).toMatchObject({ status: 200 });
    expect(await overTls(providers, [client], bearer())).toMatchObject({
      status: 401,
      body: { code: 'client_certificate.required' },
    });
    boundTo(client);
    expect(await overTls(providers, [client], bearer())).toMatchObject({ status: 200 });
    const { tenant, scopes } = principal;
    // A user in the console, and then one for whom an application of the tenant acts.
    principal = { tenant, scopes, binding: null, actor: { type: 'user', id: 'u' } };
    expect(await overTls(providers, [client], bearer())).toMatchObject({ status: 200 });
    principal = { ...principal, application: true };
    expect(await overTls(providers, [client], bearer())).toMatchObject({ status: 401 });
    principal = {
      ...principal,
      actor: { type: 'oauth_client', id: 'c' },
      tenant: { id: tenants.get('two') ?? '', name: 'two' },
    };
    expect(await overTls(providers, [client], bearer())).toMatchObject({ status: 200 });
  });
});
