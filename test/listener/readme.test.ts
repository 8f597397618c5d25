import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createCertificateAuthority } from '../support/certificates.js';
import { freePort } from '../support/service/free-port.js';
import { compiled } from '../support/service-build.js';
import { BODY, SECRET, signed } from './signed.js';

const readme = readFileSync('listener/README.md', 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'listener-'));
const running: ReturnType<typeof spawn>[] = [];

/** Runs a snippet as its reader would: with the package installed beside it. */
async function run(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ port: number; output: () => string }> {
  const snippet = new RegExp(`<!-- snippet: ${name} -->\n\`\`\`js\n([^]*?)\`\`\``).exec(readme)![1]!;
  const file = join(directory, `${name}.mjs`);
  writeFileSync(file, snippet);
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    env: { ...environment, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!output.includes('listening')) {
    if (child.exitCode !== null) throw new Error(output);
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  }
  return { port, output: () => output };
}

describe('listener/README.md', () => {
  beforeAll(() => {
    const installed = join(directory, 'node_modules', '@countersign', 'listener');
    mkdirSync(join(installed, 'dist'), { recursive: true });
    // Types are checked with all others'.
    for (const file of readdirSync('listener/src'))
      writeFileSync(join(installed, 'dist', file.replace(/\.ts$/, '.js')), compiled(join('listener/src', file)));
    writeFileSync(join(installed, 'package.json'), readFileSync('listener/package.json'));
    symlinkSync(resolve('node_modules/jose'), join(directory, 'node_modules', 'jose'));
  });

  afterAll(() => {
    for (const child of running) child.kill();
    rmSync(directory, { recursive: true });
  });

  it('its receiver takes an event once, answers with a receipt, and refuses what is not signed', async () => {
    const { port, output } = await run('server', { WEBHOOK_SECRET: SECRET });
    const post = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: BODY });
    const first = await post(signed());
    expect([first.status, first.headers.get('webhook-receipt')?.length]).toEqual([204, 64]);
    expect((await post(signed())).status).toBe(204);
    expect((await post({ 'content-type': 'application/json' })).status).toBe(401);
    expect(output().match(/signer_authentication\.succeeded env-1/g)).toHaveLength(1);
    expect(output()).toContain('signature_missing');
  });

  it('its server demands a token that is bound to the certificate of the connection', async () => {
    const authority = await createCertificateAuthority();
    const [own, client] = await Promise.all([authority.issueServer(), authority.issueClient()]);
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const key = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
    const issuing = createServer((request, response) => {
      const issuer = `http://127.0.0.1:${(issuing.address() as AddressInfo).port}`;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url === '/jwks' ? { keys: [key] } : { issuer, jwks_uri: `${issuer}/jwks` }));
    });
    await once(issuing.listen(0, '127.0.0.1'), 'listening');
    const issuer = `http://127.0.0.1:${(issuing.address() as AddressInfo).port}`;
    writeFileSync(join(directory, 'cert.pem'), own.certificate);
    writeFileSync(join(directory, 'key.pem'), own.privateKey);
    const { port } = await run('token', {
      ISSUER: issuer,
      TLS_CERT: join(directory, 'cert.pem'),
      TLS_KEY: join(directory, 'key.pem'),
    });
    const bound = async (thumbprint: string) =>
      new SignJWT({ client_id: 'us', scope: 'events:write', cnf: { 'x5t#S256': thumbprint } })
        .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience('https://workflow.example/events')
        .setExpirationTime('1m')
        .sign(privateKey);
    const answerTo = async (token: string) => {
      const request = tlsRequest({
        ...{ host: '127.0.0.1', port, ca: authority.certificate, agent: false },
        ...{ cert: client.certificate, key: client.privateKey, headers: { authorization: `Bearer ${token}` } },
      }).end();
      const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
      let text = '';
      for await (const chunk of response) text += chunk.toString();
      return [response.statusCode, text];
    };
    expect(await answerTo(await bound(client.thumbprint))).toEqual([200, 'us']);
    expect(await answerTo(await bound(own.thumbprint))).toEqual([401, 'certificate_differs']);
    issuing.close();
  });
});
