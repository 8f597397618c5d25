import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { LocalServer } from '../support/cluster/local-server.js';
import { havePostgresql } from '../support/cluster/unprivileged.js';
import { basic, type MadeClient, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import { Opened, removed } from '../support/opened.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

/** Open to everybody. */
const OPEN = /^\/v1\/(audit\/|tenants\/\{tenant\}\/(jwks\.json|webhook-key)$)/;

/** A token, and what it stands on. */
interface Standing {
  readonly client: MadeClient;
  readonly user: string;
  readonly token: string;
}

/** Two instances behind one address, as a load balancer would have them: what one has seen, the other knows. */
(havePostgresql ? describe : describe.skip)('two instances', () => {
  const opened = new Opened();
  let here: TestService;
  let there: TestService;
  let acme: ApiClient;
  let oauth: OAuthTests;
  let ada: string;

  beforeAll(async () => {
    const server = await opened.add(LocalServer.start());
    const directory = await opened.add(mkdtemp(join(tmpdir(), 'countersign-two-')), removed);
    const database = { dataDir: directory, databaseUrl: server.url(), close: () => Promise.resolve() };
    const environment = {
      BOOTSTRAP_API_KEY: `csk_${'two-instances'.repeat(4)}`,
      ENCRYPTION_KEY: Buffer.alloc(32, 5).toString('base64'),
      CHECKPOINT_KEY_FILE: '',
    };
    here = await opened.add(startTestService({ environment, database }));
    there = await opened.add(startTestService({ environment: { ...environment, PUBLIC_URL: here.url }, database }));
    acme = await here.newTenant('acme');
    oauth = new OAuthTests(here, acme);
    ada = await makeUser(here, 'acme', 'ada@acme.example', ['sender']);
  });

  afterAll(() => opened.close());

  const at = (instance: TestService, path: string, token: string, headers: Record<string, string> = {}) =>
    instance.caller(null).get(path, { authorization: `Bearer ${token}`, ...headers });

  /** The token endpoint of an instance itself, past whoever stands before both. */
  async function tokenAt(instance: TestService, form: Record<string, string>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams(form);
    const answer = await fetch(`${instance.operator.url}/oauth/token`, { method: 'POST', headers, body });
    return { status: answer.status, body: (await answer.json()) as Partial<Tokens> & { error?: string } };
  }

  async function proofOf(
    key: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey },
    claims: Record<string, unknown>,
  ): Promise<string> {
    return new SignJWT({ iat: Math.floor(Date.now() / 1000), jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(key.publicKey) })
      .sign(key.privateKey);
  }

  const cc = { grant_type: 'client_credentials', scope: 'providers:read' };

  test('take a DPoP proof once between them, at the token endpoint and at the API', async () => {
    const key = await generateKeyPair('ES256', { extractable: true });
    const client = await oauth.system({ tokens: { bound: 'dpop' } });
    const asked = await proofOf(key, { htm: 'POST', htu: `${here.url}/oauth/token` });
    const first = await tokenAt(here, cc, { ...basic(client), dpop: asked });
    expect(first.status).toBe(200);
    expect(await tokenAt(there, cc, { ...basic(client), dpop: asked })).toMatchObject({ status: 400 });

    const token = first.body.access_token ?? '';
    const ath = createHash('sha256').update(token).digest('base64url');
    const proof = await proofOf(key, { htm: 'GET', htu: `${here.url}/v1/providers`, ath });
    const call = (instance: TestService) =>
      instance.caller(null).get('/v1/providers', { authorization: `DPoP ${token}`, dpop: proof });
    expect((await call(here)).status).toBe(200);
    expect(await call(there)).toMatchObject({ status: 401, body: { code: 'access.token_unbound' } });

    const crowded = await proofOf(key, { htm: 'GET', htu: `${here.url}/v1/providers`, ath });
    const crowd = await Promise.all(
      [here, there, here, there].map((instance) =>
        instance.caller(null).get('/v1/providers', { authorization: `DPoP ${token}`, dpop: crowded }),
      ),
    );
    expect(crowd.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('redeem a code once, and refresh by a token once', async () => {
    const client = await oauth.perUser();
    const code = await oauth.code(client, 'providers:read', new UserBrowser(here, ada));
    const redeemed = await Promise.all([here, there].map((instance) => tokenAt(instance, code)));
    expect(redeemed.filter(({ status }) => status === 200)).toHaveLength(1);
    const tokens = await oauth.tokens(client, 'providers:read', new UserBrowser(here, ada));
    const form = {
      grant_type: 'refresh_token',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      refresh_token: tokens.refresh_token ?? '',
    };
    const renewed = await Promise.all([here, there].map((instance) => tokenAt(instance, form)));
    expect(renewed.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect((await tokenAt(there, form)).body.error).toBe('invalid_grant');
  });

  const system = async (): Promise<Standing> => {
    const client = await oauth.system();
    return { client, user: '', token: (await tokenAt(there, cc, basic(client))).body.access_token ?? '' };
  };
  let users = 0;
  const perUser = async (): Promise<Standing> => {
    const user = await makeUser(here, 'acme', `user-${(users += 1)}@acme.example`, ['sender']);
    const client = await oauth.perUser();
    const form = await oauth.code(client, 'providers:read', new UserBrowser(here, user));
    return { client, user, token: (await tokenAt(there, form)).body.access_token ?? '' };
  };

  test.each<[string, () => Promise<Standing>, (standing: Standing) => Promise<unknown>]>([
    ['its client is disabled', system, ({ client }) => acme.post(`/v1/oauth-clients/${client.clientId}/disable`)],
    [
      'the client of a user is disabled',
      perUser,
      ({ client }) => acme.post(`/v1/oauth-clients/${client.clientId}/disable`),
    ],
    [
      'its client is deleted',
      system,
      ({ client }) => acme.delete(`/v1/oauth-clients/${client.clientId}`, { 'if-match': '*' }),
    ],
    [
      'it is revoked',
      system,
      ({ client, token }) =>
        fetch(`${here.operator.url}/oauth/token/revocation`, {
          method: 'POST',
          headers: basic(client),
          body: new URLSearchParams({ token }),
        }),
    ],
    [
      'the consent is revoked',
      perUser,
      async ({ client }) => {
        const { body } = await acme.get(`/v1/consents?clientId=${client.clientId}`);
        return acme.delete(`/v1/consents/${(body as { items: { id: string }[] }).items[0]?.id ?? ''}`);
      },
    ],
    ['the user is locked', perUser, ({ user }) => acme.post(`/v1/users/${user}/lock`)],
  ])(
    'refuse a token at every API route from the next request on once %s, whichever did it',
    async (_what, make, end) => {
      const paths = await operations();
      const standing = await make();
      expect((await at(there, '/v1/providers', standing.token)).status).toBe(200);
      await end(standing);
      expect(paths.length).toBeGreaterThan(60);
      for (const [path, methods] of paths)
        for (const method of methods) {
          const answer = await fetch(`${there.operator.url}${path.replace(/\{[^}]+\}/g, randomUUID())}`, {
            method: method.toUpperCase(),
            headers: { authorization: `Bearer ${standing.token}` },
          });
          expect({ path, method, status: answer.status }).toEqual({ path, method, status: 401 });
        }
    },
  );

  /** Every operation that asks who calls, by path. */
  async function operations(): Promise<readonly (readonly [path: string, methods: readonly string[]])[]> {
    const { body } = await acme.get('/openapi.json');
    return Object.entries((body as { paths: Record<string, object> }).paths)
      .filter(([path]) => path.startsWith('/v1/') && !OPEN.test(path))
      .map(([path, methods]) => [path, Object.keys(methods)]);
  }
});
