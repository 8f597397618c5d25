// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { type IssuedCertificate, issueCertificate } from '../support/issued-certificate.js';
import { OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { freePort } from '../support/service/free-port.js';
import { startTestService, type TestService } from '../support/service.js';

/** A real one, e.g. of Debian's package; another one by `NGINX`. */
const nginx = [process.env['NGINX'], '/usr/sbin/nginx'].find((path) => path !== undefined && existsSync(path));

(nginx === undefined ? describe.skip : describe)('behind nginx, configured as the documentation shows', () => {
  let directory: string;
  let service: TestService;
  let proxy: ChildProcess;
  let port: number;
  let serverRoot: IssuedCertificate;
  let root: IssuedCertificate;
  let partner: IssuedCertificate;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'countersign-nginx-'));
    await mkdir(join(directory, 'logs'));
    serverRoot = await issueCertificate({ name: [{ CN: ['Server root'] }], authority: true });
    root = await issueCertificate({ name: [{ CN: ['Partner CA'] }], authority: true });
    const alternativeNames: x509.JsonGeneralNames = [{ type: 'dns', value: 'clm.partner.example' }];
    partner = await issueCertificate({ issuer: root, alternativeNames });
    const server = await issueCertificate({
      name: [{ CN: ['localhost'] }],
      issuer: serverRoot,
      purposes: [x509.ExtendedKeyUsage.serverAuth],
      alternativeNames: [{ type: 'dns', value: 'localhost' }],
    });
    await writeFile(join(directory, 'server.pem'), server.pem);
    await writeFile(join(directory, 'server.key'), server.privateKey);
    service = await startTestService({
      environment: { CLIENT_CERTIFICATE_HEADER: 'x-ssl-client-cert', CLIENT_CERTIFICATE_PROXIES: '127.0.0.1' },
    });
    port = await freePort();
    await writeFile(
      join(directory, 'nginx.conf'),
      `daemon off; worker_processes 1; pid ${directory}/nginx.pid; error_log ${directory}/logs/error.log;
       events { worker_connections 64; }
       http {
         access_log off;
         client_body_temp_path ${directory}/body; proxy_temp_path ${directory}/proxy;
         fastcgi_temp_path ${directory}/fastcgi; uwsgi_temp_path ${directory}/uwsgi; scgi_temp_path ${directory}/scgi;
         server {
           listen 127.0.0.1:${port} ssl;
           ssl_certificate ${directory}/server.pem;
           ssl_certificate_key ${directory}/server.key;
           ssl_verify_client optional_no_ca;
           location ~ ^/(v1|oauth|\\.well-known)(/|$) {
             proxy_pass http://127.0.0.1:${service.settings.PORT};
             proxy_set_header Host $host;
             proxy_set_header X-SSL-Client-Cert $ssl_client_escaped_cert;
             proxy_set_header Client-Cert "";
             proxy_set_header Client-Cert-Chain "";
             proxy_set_header X-Forwarded-Client-Cert "";
           }
         }
       }`,
    );
    proxy = spawn(nginx ?? '', ['-p', directory, '-c', join(directory, 'nginx.conf')], { stdio: 'ignore' });
    for (let turn = 0; turn < 100; turn += 1) {
      const answers = await call('/v1/providers', null).catch(() => null);
      if (answers !== null) return;
      await sleep(100);
    }
    throw new Error('nginx does not answer');
  });

  afterAll(async () => {
    proxy.kill('SIGTERM');
    await once(proxy, 'exit');
    await service.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function call(
    path: string,
    shown: IssuedCertificate | null,
    headers: Record<string, string> = {},
    form?: Record<string, string>,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const agent = new Agent({
      ca: serverRoot.pem,
      ...(shown === null ? {} : { cert: shown.pem, key: shown.privateKey }),
    });
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = request(`https://localhost:${port}${path}`, {
      agent,
      method: form === undefined ? 'GET' : 'POST',
      headers: { ...type, ...headers },
    });
    sent.end(form === undefined ? undefined : new URLSearchParams(form).toString());
    try {
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      return { status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown };
    } finally {
      agent.destroy();
    }
  }

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
    expect(await call('/oauth/token', null, spoofed, form)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    const answer = await call('/oauth/token', partner, spoofed, form);
    expect(answer).toMatchObject({ status: 200 });
    const authorization = `Bearer ${(answer.body as Tokens).access_token}`;
    expect(await call('/v1/providers', partner, { authorization })).toMatchObject({ status: 200 });
    const refused = { status: 401, body: { code: 'access.token_unbound' } };
    expect(await call('/v1/providers', null, { authorization, ...spoofed })).toMatchObject(refused);
    const other = await issueCertificate({ issuer: root });
    expect(await call('/v1/providers', other, { authorization })).toMatchObject(refused);
  });
});
