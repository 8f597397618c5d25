// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { LoginWorld, RETURN_URL } from '../signer-authentications/world.js';
import { type IssuedCertificate, issueCertificate } from '../support/issued-certificate.js';
import { OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { freePort } from '../support/service/free-port.js';
import { startTestService, type TestService } from '../support/service.js';
import { SignerBrowser } from '../support/signer-browser.js';

/** A real one, e.g. of Debian's package; another one by `NGINX`. */
const nginx = [process.env['NGINX'], '/usr/sbin/nginx'].find((path) => path !== undefined && existsSync(path));
const behindNginx = nginx === undefined ? describe.skip : describe;

/** What stands in a page between two texts, word for word. */
async function fromPage(page: string, pattern: RegExp): Promise<string> {
  const [, found] = pattern.exec(await readFile(page, 'utf8')) ?? [];
  if (found === undefined) throw new Error(`${page} has nothing for nginx any more`);
  return found;
}

/** An authority, a certificate of localhost in files, and nginx with it. */
class Nginx {
  private constructor(
    readonly directory: string,
    readonly port: number,
    /** Who has issued its certificate. */
    readonly authority: IssuedCertificate,
    private child: ChildProcess | null,
  ) {}

  static async prepare(): Promise<Nginx> {
    const directory = await mkdtemp(join(tmpdir(), 'countersign-nginx-'));
    await mkdir(join(directory, 'logs'));
    const authority = await issueCertificate({ name: [{ CN: ['Server root'] }], authority: true });
    const server = await issueCertificate({
      name: [{ CN: ['localhost'] }],
      issuer: authority,
      purposes: [x509.ExtendedKeyUsage.serverAuth],
      alternativeNames: [{ type: 'dns', value: 'localhost' }],
    });
    await writeFile(join(directory, 'server.pem'), server.pem);
    await writeFile(join(directory, 'server.key'), server.privateKey);
    return new Nginx(directory, await freePort(), authority, null);
  }

  get origin(): string {
    return `https://localhost:${this.port}`;
  }

  /** @param servers `server` blocks */
  async start(servers: string): Promise<void> {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${this.directory}/${name};`,
    );
    const configuration = `daemon off; worker_processes 1; pid ${this.directory}/nginx.pid; error_log ${this.directory}/logs/error.log;
       events { worker_connections 64; }
       http { access_log off; ${temporary.join(' ')}
       ${servers}
       }`;
    const file = join(this.directory, 'nginx.conf');
    await writeFile(file, configuration);
    this.child = spawn(nginx ?? '', ['-p', this.directory, '-c', file], { stdio: 'inherit' });
    for (let turn = 0; turn < 100; turn += 1) {
      const answers = await this.call('/', null).catch(() => null);
      if (answers !== null) return;
      await sleep(100);
    }
    throw new Error('nginx does not answer');
  }

  async call(
    path: string,
    shown: IssuedCertificate | null,
    headers: Record<string, string> = {},
    form?: Record<string, string>,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const agent = new Agent({
      ca: this.authority.pem,
      ...(shown === null ? {} : { cert: shown.pem, key: shown.privateKey }),
    });
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = request(`${this.origin}${path}`, {
      agent,
      method: form === undefined ? 'GET' : 'POST',
      headers: { ...type, ...headers },
    });
    sent.end(form === undefined ? undefined : new URLSearchParams(form).toString());
    try {
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString('utf8');
      const isJson = /json/.test(String(response.headers['content-type']));
      return { status: response.statusCode ?? 0, body: isJson ? (JSON.parse(text) as unknown) : text };
    } finally {
      agent.destroy();
    }
  }

  async close(): Promise<void> {
    const { child } = this;
    if (child !== null && child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

behindNginx('behind nginx, configured as docs/mutual-tls.md shows', () => {
  let proxy: Nginx;
  let service: TestService;
  let root: IssuedCertificate;
  let partner: IssuedCertificate;

  beforeAll(async () => {
    root = await issueCertificate({ name: [{ CN: ['Partner CA'] }], authority: true });
    const alternativeNames: x509.JsonGeneralNames = [{ type: 'dns', value: 'clm.partner.example' }];
    partner = await issueCertificate({ issuer: root, alternativeNames });
    service = await startTestService({
      environment: { CLIENT_CERTIFICATE_HEADER: 'x-ssl-client-cert', CLIENT_CERTIFICATE_PROXIES: '127.0.0.1' },
    });
    proxy = await Nginx.prepare();
    const shown = await fromPage('docs/mutual-tls.md', /```nginx\n([\s\S]*?)```/);
    await proxy.start(
      shown
        .replace('listen 443 ssl', `listen 127.0.0.1:${proxy.port} ssl`)
        .replace('mtls.sign.example', 'localhost')
        .replaceAll('/etc/nginx/', `${proxy.directory}/`)
        .replace('http://10.0.0.20:3000', `http://127.0.0.1:${service.settings.PORT}`),
    );
  });

  afterAll(async () => {
    await proxy.close();
    await service.close();
  });

  test('a certificate is handed on, and nothing that a client writes in its place', async () => {
    const caller = await service.newTenant('acme');
    const authorities = { clientCertificateAuthorities: [root.pem] };
    expect((await caller.put('/v1/settings/mutual-tls', authorities, { 'if-match': '"0"' })).status).toBe(200);
    const client = await new OAuthTests(service, caller).system({
      authentication: { method: 'tls_client_auth', tls_client_auth_san_dns: 'clm.partner.example' },
      tokens: { bound: 'certificate' },
    });
    const form = { grant_type: 'client_credentials', client_id: client.clientId, scope: 'providers:read' };
    const spoofed = {
      'x-ssl-client-cert': encodeURIComponent(partner.pem),
      'client-cert': 'x',
      'x-forwarded-client-cert': 'y',
    };
    expect(await proxy.call('/oauth/token', null, spoofed, form)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    const answer = await proxy.call('/oauth/token', partner, spoofed, form);
    expect(answer).toMatchObject({ status: 200 });
    const authorization = `Bearer ${(answer.body as Tokens).access_token}`;
    expect(await proxy.call('/v1/providers', partner, { authorization })).toMatchObject({ status: 200 });
    const refused = { status: 401, body: { code: 'access.token_unbound' } };
    expect(await proxy.call('/v1/providers', null, { authorization, ...spoofed })).toMatchObject(refused);
    const other = await issueCertificate({ issuer: root });
    expect(await proxy.call('/v1/providers', other, { authorization })).toMatchObject(refused);
  });
});

behindNginx('below a path of its host, by the line that docs/operations.md has for nginx', () => {
  let proxy: Nginx;
  let world: LoginWorld;

  beforeAll(async () => {
    proxy = await Nginx.prepare();
    world = await LoginWorld.start({ PUBLIC_URL: `${proxy.origin}/esign` });
    const location = await fromPage('docs/operations.md', /nginx does so with `(location [^`]+)`/);
    const forwarded = await fromPage('docs/operations.md', /besides, `(proxy_set_header [^`]+)`/);
    await proxy.start(`server {
      listen 127.0.0.1:${proxy.port} ssl;
      ssl_certificate server.pem;
      ssl_certificate_key server.key;
      ${forwarded}
      ${location.replace('127.0.0.1:3000', `127.0.0.1:${world.service.settings.PORT}`)}
    }`);
  });
  afterAll(async () => {
    await proxy.close();
    await world.close();
  });

  test('a signer arrives, after a try that failed', async () => {
    const browser = new SignerBrowser({ certificateAuthorities: [proxy.authority.pem] });
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-nginx' }, maxAttempts: 3 });
    expect(signInUrl).toContain(`${proxy.origin}/esign/sign-in/`);
    await world.logIn(browser, signInUrl, 'openid', 'mallory');
    const arrived = await world.logIn(browser, signInUrl, 'oauth', 'john');
    expect(arrived.url.href).toContain(RETURN_URL);
    expect((await world.read(id)).status).toBe('succeeded');
    expect(browser.cookies.refused).toEqual([]);
    await browser.close();
  });

  test('a signer arrives at a provider whose authorization request is longer than a page of memory', async () => {
    const asked = Array.from({ length: 60 }, (_, at) => [`https://claims.example/${at}`, { essential: true }] as const);
    const body = { name: 'many-claims', claimsRequest: { userinfo: Object.fromEntries(asked) } };
    world.openId.registerRedirectUri('sign', await world.addProvider(world.openIdBody(body)));
    const browser = new SignerBrowser({ certificateAuthorities: [proxy.authority.pem] });
    const { id, signInUrl } = await world.create({
      envelope: { id: 'env-long' },
      providers: [{ name: 'many-claims' }],
    });
    await world.logIn(browser, signInUrl, 'many-claims', 'john');
    expect((await world.read(id)).status).toBe('succeeded');
    await browser.close();
  });

  test('the console and the API are there', async () => {
    expect(await proxy.call('/esign/health/ready', null)).toMatchObject({ status: 200 });
    expect(await proxy.call('/esign/v1/providers', null)).toMatchObject({ status: 401 });
    expect(await proxy.call('/esign/console/', null)).toMatchObject({ status: 200 });
  });
});
