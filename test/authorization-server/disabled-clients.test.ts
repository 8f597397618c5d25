import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exportJWK, generateKeyPair, importPKCS8, SignJWT } from 'jose';
import { oauthClientCommands } from '../../src/cli/oauth-client-commands.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { basic, JWT_GRANT, type MadeClient, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';

const ACME = ownName('acme');
let service: SharedService;
let acme: ApiClient;
let few: ApiClient;
let oauth: OAuthTests;
let ada: string;

beforeAll(async () => {
  service = await sharedTestService();
  acme = await service.newTenant(ACME);
  oauth = new OAuthTests(service, acme);
  ada = await makeUser(service, ACME, 'ada@acme.example', ['auditor', 'sender']);
  const key = await acme.post('/v1/api-keys', { name: 'few', scopes: ['oauth-clients:write'] });
  few = service.caller((key.body as { key: string }).key);
});
afterAll(() => service.close());

const errorOf = ({ body }: ApiAnswer) => (body as { error?: string }).error;
const turn = (client: MadeClient, verb: 'disable' | 'enable', caller = acme, headers = {}) =>
  caller.post(`/v1/oauth-clients/${client.clientId}/${verb}`, undefined, headers);
const askFor = (client: MadeClient) =>
  oauth.token({ grant_type: 'client_credentials', scope: 'providers:read' }, basic(client));
const statusOf = async (token: string) => (await oauth.call(token, '/v1/providers')).status;

describe('a client that is disabled', () => {
  test.each(['jwt', 'opaque'])('gets no tokens, and its %s tokens are over for good', async (format) => {
    const client = await oauth.system({ tokens: { format } });
    const { access_token: token } = (await askFor(client)).body as Tokens;
    expect(await statusOf(token)).toBe(200);
    expect(await turn(client, 'disable')).toMatchObject({ status: 200, body: { enabled: false, revision: 2 } });
    expect(await statusOf(token)).toBe(401);
    expect(await askFor(client)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await turn(client, 'enable')).toMatchObject({ status: 200, body: { enabled: true, revision: 3 } });
    expect(await statusOf(token)).toBe(401);
    const { access_token: next } = (await askFor(client)).body as Tokens;
    expect(await statusOf(next)).toBe(200);
    // Once more: the tokens of each time are others.
    await turn(client, 'disable');
    await turn(client, 'enable');
    expect(await statusOf(next)).toBe(401);
    expect(await statusOf(((await askFor(client)).body as Tokens).access_token)).toBe(200);
  });

  test('does nothing for users either, who need not connect it anew afterwards', async () => {
    const client = await oauth.perUser();
    const browser = new UserBrowser(service, ada);
    const tokens = await oauth.tokens(client, 'providers:read', browser);
    const waiting = await oauth.code(client, 'providers:read', browser);
    expect(await statusOf(tokens.access_token)).toBe(200);
    await turn(client, 'disable');
    expect(await statusOf(tokens.access_token)).toBe(401);
    expect(errorOf(await oauth.refresh(client, tokens.refresh_token ?? ''))).toBe('invalid_client');
    expect(errorOf(await oauth.token(waiting))).toBe('invalid_client');
    const { arrival } = await oauth.authorize(client, 'providers:read', browser);
    expect(arrival).toMatchObject({ status: 400 });
    expect(arrival.url.origin).toBe(service.url);
    await turn(client, 'enable');
    expect(await statusOf(tokens.access_token)).toBe(401);
    const renewed = (await oauth.refresh(client, tokens.refresh_token ?? '')).body as Tokens;
    expect(await statusOf(renewed.access_token)).toBe(200);
    const silent = await oauth.authorize(client, 'providers:read', browser, { prompt: 'none' });
    expect(silent.arrival.url.searchParams.get('code')).toBeTruthy();
  });

  test('acts for no user by the JWT Grant, nor with a token of it from before', async () => {
    const client = await oauth.client({
      grants: [JWT_GRANT],
      scopes: ['impersonation', 'providers:read'],
      generateKey: 'EC-P256',
    });
    await acme.post('/v1/consents', { clientId: client.clientId, scopes: ['impersonation', 'providers:read'] });
    const key = await importPKCS8(client.privateKeyShownOnce, 'ES256');
    const ask = async (jti: string) =>
      oauth.token({
        grant_type: JWT_GRANT,
        assertion: await new SignJWT({ jti, scope: 'impersonation providers:read' })
          .setProtectedHeader({ alg: 'ES256' })
          .setIssuer(client.clientId)
          .setSubject(ada)
          .setAudience(`${service.url}/oauth`)
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(key),
      });
    const { access_token: token } = (await ask('one')).body as Tokens;
    expect(await statusOf(token)).toBe(200);
    await turn(client, 'disable');
    expect(await statusOf(token)).toBe(401);
    expect(errorOf(await ask('two'))).toBe('invalid_client');
    await turn(client, 'enable');
    expect(await statusOf(token)).toBe(401);
    expect((await ask('three')).status).toBe(200);
  });

  test('asks nothing of tokens, and what others ask about its tokens is answered as inactive', async () => {
    const client = await oauth.system();
    const { access_token: token } = (await askFor(client)).body as Tokens;
    await acme.post('/v1/oauth-resources', { identifier: `https://api.${ACME}.example`, scopes: ['read'] });
    const reader = await oauth.system();
    const caller = await oauth.system({ scopes: ['read'] });
    const form = { grant_type: 'client_credentials', scope: 'read', resource: `https://api.${ACME}.example` };
    const { access_token: forApi } = (await oauth.token(form, basic(caller))).body as Tokens;
    const inspect = async (by: MadeClient, value: string, endpoint = 'introspection') => {
      const body = new URLSearchParams({ token: value });
      const headers = basic(by);
      const answer = await fetch(`${service.url}/oauth/token/${endpoint}`, { method: 'POST', headers, body });
      return { status: answer.status, body: (await answer.text()).slice(0, 60) };
    };
    expect((await inspect(reader, forApi)).body).toContain('"active":true');
    for (const one of [client, caller]) await turn(one, 'disable');
    for (const endpoint of ['introspection', 'revocation'])
      expect((await inspect(client, token, endpoint)).status).toBe(401);
    expect(await inspect(reader, forApi)).toEqual({ status: 200, body: '{"active":false}' });
  });

  test('is stopped by whoever may change clients, and let go on only by who has its scopes', async () => {
    const client = await oauth.system();
    expect((await turn(client, 'disable', few)).status).toBe(200);
    const refused = await turn(client, 'enable', few);
    expect(refused).toMatchObject({ status: 403, body: { code: 'access.scope_missing' } });
    expect((refused.body as { detail: string }).detail).toContain('providers:read');
    expect((await turn(client, 'enable', acme, { 'if-match': '"1"' })).status).toBe(412);
    expect((await turn(client, 'enable')).status).toBe(200);
    const stranger = await service.newTenant();
    for (const verb of ['disable', 'enable'] as const) expect((await turn(client, verb, stranger)).status).toBe(404);
    expect((await turn({ ...client, clientId: `console.${ACME}` }, 'disable')).status).toBe(404);
  });

  test('stays so when its configuration is replaced, unless that says otherwise, and the trail has each time once', async () => {
    const client = await oauth.system();
    await turn(client, 'disable');
    await turn(client, 'disable');
    const path = `/v1/oauth-clients/${client.clientId}`;
    const read = async () => (await acme.get(path)).body as Record<string, unknown>;
    const { enabled, ...silent } = await read();
    expect(enabled).toBe(false);
    const replace = (body: object, revision: number) => acme.put(path, body, { 'if-match': `"${revision}"` });
    expect(await replace(silent, 2)).toMatchObject({ status: 200, body: { enabled: false } });
    expect(await replace({ ...(await read()), enabled: true }, 3)).toMatchObject({ body: { enabled: true } });
    const { access_token: token } = (await askFor(client)).body as Tokens;
    expect(await replace({ ...(await read()), enabled: false }, 4)).toMatchObject({ body: { enabled: false } });
    expect(await statusOf(token)).toBe(401);
    expect((await askFor(client)).status).toBe(401);
    await turn(client, 'enable');
    expect(await statusOf(token)).toBe(401);
    const { items } = (await acme.get('/v1/audit-events?limit=200')).body as {
      items: { type: string; data: { clientId?: string; configuration?: { enabled: boolean } } }[];
    };
    const about = items.filter(({ data }) => data.clientId === client.clientId);
    expect(about.map(({ type, data }) => [type, data.configuration?.enabled])).toEqual([
      ['oauth_client.created', true],
      ['oauth_client.disabled', undefined],
      ['oauth_client.revised', false],
      ['oauth_client.revised', true],
      ['oauth_client.revised', false],
      ['oauth_client.enabled', undefined],
    ]);
  });

  test('is a connection that nobody is told of, and what would be issued to it is told as nothing', async () => {
    const client = await oauth.system({ enabled: false });
    expect((await askFor(client)).status).toBe(401);
    const { items } = (await acme.get('/v1/connections?state=disabled&limit=200')).body as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toContain(client.clientId);
    const tried = await acme.post('/v1/token-policies:try', { clientId: client.clientId, scopes: ['providers:read'] });
    expect(tried.body).toMatchObject({ issue: false, refusedBy: { reason: 'The client is disabled' } });
    await turn(client, 'enable');
    const again = await acme.post('/v1/token-policies:try', { clientId: client.clientId, scopes: ['providers:read'] });
    expect(again.body).toMatchObject({ issue: true });
  });

  test('is stopped and let go on from the command line, which lists it as such', async () => {
    const made = await new OAuthTests(service, service.operator).system();
    const run = async (...words: string[]): Promise<string> => {
      const said: string[] = [];
      const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
      try {
        await oauthClientCommands(() => service.settings).parseAsync(['node', 'oauth-clients', ...words]);
      } finally {
        log.mockRestore();
      }
      return said.join('\n');
    };
    expect(await run('disable', made.clientId)).toBe(`${made.clientId} is disabled`);
    expect(await run('list')).toMatch(new RegExp(`${made.clientId} .*\\(disabled\\)$`, 'm'));
    expect((await askFor(made)).status).toBe(401);
    expect(await run('enable', made.clientId)).toBe(`${made.clientId} is enabled`);
    expect(await run('list')).not.toContain('(disabled)');
    expect((await askFor(made)).status).toBe(200);
  });
});

test('keys say when they were added; a name that comes with another key is another key', async () => {
  const jwkNamed = async (kid: string) => ({ ...(await exportJWK((await generateKeyPair('ES256')).publicKey)), kid });
  const first = await jwkNamed('first');
  const client = await oauth.system({ authentication: { method: 'private_key_jwt' }, keys: [first] });
  const path = `/v1/oauth-clients/${client.clientId}`;
  type Keys = { readonly kid: string; readonly x: string; readonly setAt: string }[];
  const keysOf = ({ body }: ApiAnswer) => (body as { keys: Keys }).keys;
  const before = await acme.get(path);
  const [shown] = keysOf(before);
  expect(Math.abs(Date.now() - Date.parse(shown?.setAt ?? ''))).toBeLessThan(60_000);
  const { body } = before;
  const [same, other] = [await jwkNamed('second'), await jwkNamed('first')];
  const both = await acme.put(path, { ...(body as object), keys: [shown, same] }, { 'if-match': '"1"' });
  expect(keysOf(both)).toMatchObject([{ kid: 'first', setAt: shown?.setAt }, { kid: 'second' }]);
  const changed = await acme.put(path, { ...(body as object), keys: [other, same] }, { 'if-match': '"2"' });
  expect(new Map(keysOf(changed).map(({ kid, x }) => [kid, x]))).toEqual(
    new Map([
      ['first', other.x],
      ['second', same.x],
    ]),
  );
});
