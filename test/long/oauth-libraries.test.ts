import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, importPKCS8, SignJWT } from 'jose';
import * as oauth from 'openid-client';
import { Agent, fetch as undiciFetch } from 'undici';
import { type IssuedCertificate, issueCertificate } from '../support/issued-certificate.js';
import { type MutualTlsService, startMutualTlsService } from '../support/oauth/mutual-tls-service.js';
import { CALLBACK, JWT_GRANT, type MadeClient, OAuthTests } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';

const SCOPE = 'providers:read';
const NATIVE = 'http://127.0.0.1/done';

let world: MutualTlsService;
let tests: OAuthTests;
let ada: string;
let partner: IssuedCertificate;
let own: IssuedCertificate;
let clients: Record<string, MadeClient>;

beforeAll(async () => {
  world = await startMutualTlsService();
  const acme = await world.service.newTenant('acme');
  tests = new OAuthTests(world.service, acme);
  ada = await makeUser(world.service, 'acme', 'ada@acme.example', ['sender']);
  const root = await issueCertificate({ name: [{ CN: ['Partner CA'] }], authority: true });
  partner = await issueCertificate({ issuer: root, alternativeNames: [{ type: 'dns', value: 'clm.partner.example' }] });
  own = await issueCertificate();
  await acme.put('/v1/settings/mutual-tls', { clientCertificateAuthorities: [root.pem] }, { 'if-match': '"0"' });
  const bound = { tokens: { bound: 'certificate' } };
  const jwk = { ...(await exportJWK(own.certificate.publicKey)), x5c: [own.certificate.raw.toString('base64')] };
  clients = {
    client_secret_basic: await tests.system(),
    client_secret_post: await tests.system({ authentication: { method: 'client_secret_post' } }),
    private_key_jwt: await tests.system({ authentication: { method: 'private_key_jwt' }, generateKey: 'RSA-2048' }),
    code: await tests.perUser({ authentication: { method: 'client_secret_basic' } }),
    public: await tests.perUser({ authentication: { method: 'none' }, redirectUris: [NATIVE] }),
    dpop: await tests.perUser({ tokens: { bound: 'dpop' } }),
    jwt: await tests.client({
      grants: [JWT_GRANT],
      scopes: ['impersonation', SCOPE],
      redirectUris: [CALLBACK],
      generateKey: 'RSA-2048',
    }),
    tls_client_auth: await tests.system({
      authentication: { method: 'tls_client_auth', tls_client_auth_san_dns: 'clm.partner.example' },
      ...bound,
    }),
    self_signed_tls_client_auth: await tests.system({
      authentication: { method: 'self_signed_tls_client_auth' },
      keys: [jwk],
      ...bound,
    }),
  };
  await acme.post('/v1/consents', { clientId: clients['jwt']?.clientId, scopes: ['impersonation', SCOPE] });
});
afterAll(() => world.close());

function clientNamed(name: string): MadeClient {
  const client = clients[name];
  if (client === undefined) throw new Error(`There is no client ${name}`);
  return client;
}

describe('libraries of other languages get tokens by every grant and method that they have', () => {
  /** What a library is told: one file. */
  function askedIn(directory: string): string {
    mkdirSync(directory);
    const file = (name: string, content: string): string => {
      writeFileSync(join(directory, name), content);
      return join(directory, name);
    };
    const shown = (name: string, { pem, privateKey }: IssuedCertificate) => ({
      certificateFile: file(`${name}.pem`, pem),
      keyFile: file(`${name}.key`, privateKey),
    });
    const of = (name: string, more: object = {}) => {
      const { clientId: id, clientSecret: secret, privateKeyShownOnce: privateKey, keys } = clientNamed(name);
      return { id, secret, privateKey, kid: keys[0]?.kid, ...more };
    };
    const issuer = `${world.service.url}/oauth`;
    const asked = {
      issuer,
      token: `${issuer}/token`,
      authorization: `${issuer}/auth`,
      introspection: `${issuer}/token/introspection`,
      revocation: `${issuer}/token/revocation`,
      metadata: `${world.service.url}/.well-known/oauth-authorization-server/oauth`,
      openid: `${issuer}/.well-known/openid-configuration`,
      api: world.service.url,
      mutualTls: {
        token: `${world.url}/oauth/token`,
        api: world.url,
        authorityFile: file('authority.pem', world.serverRoot.pem),
      },
      client_secret_basic: of('client_secret_basic'),
      client_secret_post: of('client_secret_post'),
      private_key_jwt: of('private_key_jwt'),
      code: of('code', { redirectUri: CALLBACK }),
      public: of('public', { redirectUri: NATIVE.replace('/done', ':49152/done') }),
      jwt: of('jwt', { user: ada }),
      tls_client_auth: of('tls_client_auth', shown('partner', partner)),
      self_signed_tls_client_auth: of('self_signed_tls_client_auth', shown('own', own)),
    };
    return file('asked.json', JSON.stringify(asked));
  }

  /** Runs a client, opens as the user what it asks to have opened, and gives back what it has seen. */
  async function converse(command: string, args: readonly string[], cwd: string): Promise<Record<string, unknown>> {
    const child = spawn(command, args, { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    for await (const line of createInterface(child.stdout)) {
      const said = JSON.parse(line) as { open?: string; seen?: Record<string, unknown> };
      if (said.seen !== undefined) return said.seen;
      const { url } = await new UserBrowser(world.service, ada).open(said.open ?? '');
      child.stdin.write(`${url.href}\n`);
    }
    throw new Error(`It ended before it was done: ${complaints.slice(-3000)}`);
  }

  function isThere(command: string, ...args: string[]): boolean {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }

  const everywhere = {
    client_secret_basic: 200,
    client_secret_post: 200,
    private_key_jwt: 200,
    code: 200,
    'code rotated': true,
    'code refreshed': 200,
    public: 200,
    'public rotated': true,
    'public refreshed': 200,
    jwt: 200,
    tls_client_auth: 200,
    'tls_client_auth without its certificate': 401,
    self_signed_tls_client_auth: 200,
    'self_signed_tls_client_auth without its certificate': 401,
  };

  const python = isThere('python3', '--version') ? it : it.skip;
  python('Authlib, by which the metadata of RFC 8414 and of OpenID Connect is valid too', async () => {
    const directory = join(world.directory, 'authlib');
    const file = askedIn(directory);
    const run = (program: string, args: string[]) => execFileSync(program, args, { cwd: directory, stdio: 'pipe' });
    run('python3', ['-m', 'venv', 'venv']);
    run('venv/bin/pip', ['install', '--quiet', '--disable-pip-version-check', 'Authlib==1.9.10', 'requests==2.34.2']);
    copyFileSync('test/long/oauth-libraries/authlib-client.py', join(directory, 'client.py'));
    expect(await converse('venv/bin/python', ['client.py', file], directory)).toEqual({
      ...everywhere,
      introspection: true,
      revoked: 401,
      'metadata rfc8414': true,
      'metadata openid': true,
    });
  });

  const go = isThere('go', 'version') ? it : it.skip;
  go('golang.org/x/oauth2', async () => {
    const directory = join(world.directory, 'go');
    const file = askedIn(directory);
    const run = (...args: string[]) => execFileSync('go', args, { cwd: directory, stdio: 'pipe' });
    copyFileSync('test/long/oauth-libraries/main.go', join(directory, 'main.go'));
    run('mod', 'init', 'client');
    run('get', 'golang.org/x/oauth2@v0.38.0');
    run('build', '-o', 'client', '.');
    expect(await converse('./client', [file], directory)).toEqual({
      ...everywhere,
      'found out by itself': 200,
      'jwt without jti': 'invalid_grant: jti is missing',
    });
  });
});

describe('openid-client', () => {
  const agents: Agent[] = [];
  afterAll(() => Promise.all(agents.map((agent) => agent.close())));

  function over(shown: IssuedCertificate): oauth.CustomFetch {
    const agent = new Agent({ connect: { ca: world.serverRoot.pem, cert: shown.pem, key: shown.privateKey } });
    agents.push(agent);
    const fetched = (url: string, options: object) => undiciFetch(url, { ...options, dispatcher: agent });
    return fetched;
  }

  async function configured(
    name: string,
    by: oauth.ClientAuth,
    shown?: IssuedCertificate,
  ): Promise<oauth.Configuration> {
    return oauth.discovery(
      new URL(`${world.service.url}/oauth`),
      clientNamed(name).clientId,
      shown === undefined ? undefined : { use_mtls_endpoint_aliases: true },
      by,
      {
        // oxlint-disable-next-line typescript/no-deprecated -- the test service speaks plain HTTP on the loopback address
        execute: [oauth.allowInsecureRequests],
        ...(shown === undefined ? {} : { [oauth.customFetch]: over(shown) }),
      },
    );
  }

  const call = async (
    configuration: oauth.Configuration,
    token: string,
    DPoP?: oauth.DPoPHandle,
    base = world.service.url,
  ): Promise<number> => {
    const url = new URL(`${base}/v1/providers`);
    const options = DPoP === undefined ? {} : { DPoP };
    return (await oauth.fetchProtectedResource(configuration, token, url, 'GET', null, undefined, options)).status;
  };

  const secretOf = (name: string) => clientNamed(name).clientSecret;
  const keyOf = async (name: string) => {
    const { privateKeyShownOnce, keys } = clientNamed(name);
    return { key: await importPKCS8(privateKeyShownOnce, 'RS256'), kid: keys[0]?.kid ?? '' };
  };

  it.each<[string, () => Promise<oauth.ClientAuth>, (() => IssuedCertificate) | null]>([
    ['client_secret_basic', () => Promise.resolve(oauth.ClientSecretBasic(secretOf('client_secret_basic'))), null],
    ['client_secret_post', () => Promise.resolve(oauth.ClientSecretPost(secretOf('client_secret_post'))), null],
    ['private_key_jwt', async () => oauth.PrivateKeyJwt(await keyOf('private_key_jwt')), null],
    ['tls_client_auth', () => Promise.resolve(oauth.TlsClientAuth()), () => partner],
    ['self_signed_tls_client_auth', () => Promise.resolve(oauth.TlsClientAuth()), () => own],
  ])('client credentials by %s; introspected, and revoked', async (name, by, certificate) => {
    const shown = certificate?.();
    const configuration = await configured(name, await by(), shown);
    const tokens = await oauth.clientCredentialsGrant(configuration, { scope: SCOPE });
    const base = shown === undefined ? undefined : world.url;
    expect(await call(configuration, tokens.access_token, undefined, base)).toBe(200);
    const introspected = await oauth.tokenIntrospection(configuration, tokens.access_token);
    expect(introspected).toMatchObject({ active: true, scope: SCOPE, client_id: clientNamed(name).clientId });
    if (shown !== undefined) expect(introspected['cnf']).toEqual({ 'x5t#S256': shown.thumbprint });
    await oauth.tokenRevocation(configuration, tokens.access_token);
    expect(await oauth.tokenIntrospection(configuration, tokens.access_token)).toEqual({ active: false });
    await expect(call(configuration, tokens.access_token, undefined, base)).rejects.toMatchObject({ status: 401 });
  });

  it.each([
    ['code', CALLBACK, false, false],
    ['code', CALLBACK, true, false],
    ['public', NATIVE.replace('/done', ':49152/done'), false, false],
    ['dpop', CALLBACK, false, true],
    ['dpop', CALLBACK, true, true],
  ])(
    'authorization code and refresh for %s (back to %s, pushed %s, DPoP %s)',
    async (name, redirectUri, pushed, proved) => {
      const by = {
        code: oauth.ClientSecretBasic(secretOf('code')),
        public: oauth.None(),
        dpop: oauth.ClientSecretPost(secretOf('dpop')),
      }[name];
      const configuration = await configured(name, by ?? oauth.None());
      const options = proved
        ? { DPoP: oauth.getDPoPHandle(configuration, await oauth.randomDPoPKeyPair('ES256')) }
        : {};
      const [pkceCodeVerifier, expectedState, expectedNonce] = [
        oauth.randomPKCECodeVerifier(),
        oauth.randomState(),
        oauth.randomNonce(),
      ];
      const parameters = {
        redirect_uri: redirectUri,
        scope: `openid email ${SCOPE}`,
        state: expectedState,
        nonce: expectedNonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      };
      const address = pushed
        ? await oauth.buildAuthorizationUrlWithPAR(configuration, parameters, options)
        : oauth.buildAuthorizationUrl(configuration, parameters);
      const { url } = await new UserBrowser(world.service, ada).open(address);
      const checks = { pkceCodeVerifier, expectedState, expectedNonce };
      const tokens = await oauth.authorizationCodeGrant(configuration, url, checks, undefined, options);
      expect(tokens.claims()).toMatchObject({ sub: ada, email: 'ada@acme.example' });
      expect(await call(configuration, tokens.access_token, options.DPoP)).toBe(200);
      const next = await oauth.refreshTokenGrant(configuration, tokens.refresh_token ?? '', undefined, options);
      expect(await call(configuration, next.access_token, options.DPoP)).toBe(200);
      await oauth.tokenRevocation(configuration, next.refresh_token ?? '');
      await expect(
        oauth.refreshTokenGrant(configuration, next.refresh_token ?? '', undefined, options),
      ).rejects.toMatchObject({ error: 'invalid_grant' });
      await expect(call(configuration, next.access_token, options.DPoP)).rejects.toMatchObject({ status: 401 });
    },
  );

  it('the JWT Grant', async () => {
    const { clientId } = clientNamed('jwt');
    const configuration = await configured('jwt', oauth.None());
    const { key, kid } = await keyOf('jwt');
    const assertion = await new SignJWT({ scope: `impersonation ${SCOPE}` })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(clientId)
      .setSubject(ada)
      .setAudience(`${world.service.url}/oauth`)
      .setJti(oauth.randomState())
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(key);
    const tokens = await oauth.genericGrantRequest(configuration, JWT_GRANT, { assertion });
    expect(await call(configuration, tokens.access_token)).toBe(200);
    expect(tokens.refresh_token).toBeUndefined();
  });
});
