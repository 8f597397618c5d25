import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { AuthorizationServerUpkeepJob } from '../../src/authorization-server/upkeep.job.js';
import { oauthClientCommands } from '../../src/cli/oauth-client-commands.js';
import { Connections } from '../../src/connections/connections.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { EventReceiver } from '../support/event-receiver.js';
import { MailServer } from '../support/mail-server.js';
import { basic, type MadeClient, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

const DAY = 86_400_000;

let mail: MailServer;
let receiver: EventReceiver;
let service: TestService;
let acme: ApiClient;
let oauth: OAuthTests;
let ada: string;

beforeAll(async () => {
  [mail, receiver] = await Promise.all([MailServer.start(), EventReceiver.start()]);
  service = await startTestService({ environment: { SMTP_URL: mail.url, MAIL_FROM: 'noreply@sign.example' } });
  acme = await service.newTenant('acme');
  oauth = new OAuthTests(service, acme);
  ada = await makeUser(service, 'acme', 'ada@acme.example', ['sender']);
  await makeUser(service, 'acme', 'admin@acme.example', ['admin']);
});
afterAll(async () => {
  await service.close();
  await Promise.all([mail.close(), receiver.close()]);
});

const errorOf = ({ body }: ApiAnswer) => (body as { error?: string }).error;
const renewed = ({ status, body }: ApiAnswer): string => {
  expect({ status, body }).toMatchObject({ status: 200 });
  return (body as Tokens).refresh_token ?? '';
};

describe('what a refresh is asked before the token is used up', () => {
  let advanced = 0;
  const advance = (milliseconds: number) => {
    service.clock.advance(milliseconds);
    advanced += milliseconds;
  };
  afterEach(() => {
    advance(-advanced);
  });

  test('by settings that are read as they are, also where another instance has changed them', async () => {
    const read = async () => (await acme.get('/v1/settings')).body as { displayName: string };
    const { displayName } = await read();
    const rename = (name: string) =>
      service.app.get(UnitOfWork).reading.query("UPDATE tenant SET display_name = $1 WHERE name = 'acme'", [name]);
    await rename('Renamed elsewhere');
    expect(await read()).toMatchObject({ displayName: 'Renamed elsewhere' });
    await rename(displayName);
  });

  test('when the user last logged in, where the tenant limits extended tokens; they log in and go on', async () => {
    const settings = { displayName: 'Acme', extendedLoginDays: 7 };
    for (const extendedLoginDays of [0, 366, 1.5, '7'])
      expect(
        (await acme.put('/v1/settings', { ...settings, extendedLoginDays }, { 'if-match': '"0"' })).body,
      ).toMatchObject({ status: 400, errors: [{ path: '$.extendedLoginDays' }] });
    const unlimited = await oauth.perUser();
    const before = await oauth.tokens(unlimited, 'providers:read extended', new UserBrowser(service, ada));
    const plain = await oauth.tokens(await oauth.perUser(), 'providers:read', new UserBrowser(service, ada));
    expect(before.expires_in).toBe(30 * 86_400);
    expect(plain.expires_in).toBe(8 * 3600);
    const saved = await acme.put('/v1/settings', settings, { 'if-match': '"0"' });
    expect(saved).toMatchObject({ status: 200, body: { extendedLoginDays: 7 } });
    const client = await oauth.perUser();
    const first = await oauth.tokens(client, 'providers:read extended', new UserBrowser(service, ada));
    expect(Math.abs(first.expires_in - 7 * 86_400)).toBeLessThan(60);
    advance(6 * DAY);
    const token = renewed(await oauth.refresh(client, first.refresh_token ?? ''));
    advance(2 * DAY);
    const refused = await oauth.refresh(client, token);
    expect(refused.body).toMatchObject({
      error: 'invalid_grant',
      error_description: 'the user has to log in again, as every 7 days',
    });
    expect(errorOf(await oauth.refresh(unlimited, before.refresh_token ?? ''))).toBe('invalid_grant');
    await acme.put('/v1/settings', { ...settings, extendedLoginDays: null }, { 'if-match': '"1"' });
    expect(renewed(await oauth.refresh(client, token))).not.toBe(token);
  });

  test('what the policies say: whoever is refused may come again with the same token', async () => {
    const client = await oauth.perUser();
    const { refresh_token: token = '' } = await oauth.tokens(client, 'providers:read', new UserBrowser(service, ada));
    const policy = await acme.post('/v1/token-policies', {
      level: 'client',
      subject: client.clientId,
      effect: 'deny',
      when: { grants: ['refresh_token'] },
      reason: 'not at night',
    });
    expect(policy.status).toBe(201);
    expect(await oauth.refresh(client, token)).toMatchObject({ status: 400, body: { error: 'access_denied' } });
    const { id } = policy.body as { id: string };
    await acme.delete(`/v1/token-policies/${id}`, { 'if-match': '"1"' });
    const ofScope = await acme.post('/v1/token-policies', {
      level: 'scope',
      subject: 'audit:read',
      effect: 'deny',
      reason: 'another scope',
    });
    expect(ofScope.status).toBe(201);
    expect(renewed(await oauth.refresh(client, token))).not.toBe(token);
  });

  test('whether its API is still there: a token that leads to none is not lost', async () => {
    const api = { identifier: 'https://orders.acme.example', scopes: ['orders:read'] };
    const made = (await acme.post('/v1/oauth-resources', api)).body as { id: string };
    const client = await oauth.perUser({ scopes: ['orders:read'] });
    const { arrival, verifier } = await oauth.authorize(client, 'orders:read', new UserBrowser(service, ada), {
      resource: api.identifier,
    });
    const answer = await oauth.token({
      grant_type: 'authorization_code',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      code: arrival.url.searchParams.get('code') ?? '',
      redirect_uri: 'https://clm.partner.example/callback',
      code_verifier: verifier,
    });
    const token = renewed(answer);
    await acme.delete(`/v1/oauth-resources/${made.id}`, { 'if-match': '"1"' });
    expect(errorOf(await oauth.refresh(client, token))).toBe('invalid_target');
    await acme.post('/v1/oauth-resources', api);
    expect(renewed(await oauth.refresh(client, token))).not.toBe(token);
  });
});

describe('what is out of use goes', () => {
  const upkeep = () => service.app.get(AuthorizationServerUpkeepJob).work();

  test('secrets of a client an hour after they have ended, but not the last one it had', async () => {
    const client = await oauth.system();
    const secrets = async () => {
      const rows = await service.app
        .get(UnitOfWork)
        .reading.query<{ expires_at: Date | null }[]>(
          'SELECT expires_at FROM oauth_client_secret WHERE client_id = $1 ORDER BY created_at',
          [client.clientId],
        );
      return rows.map(({ expires_at: at }) => (at === null ? 'stands' : 'ends'));
    };
    await acme.post(`/v1/oauth-clients/${client.clientId}/secrets`, { overlapSeconds: 600 });
    service.clock.advance(30 * 60_000);
    await upkeep();
    expect(await secrets()).toEqual(['ends', 'stands']);
    service.clock.advance(60 * 60_000);
    await upkeep();
    expect(await secrets()).toEqual(['stands']);
    await service.app
      .get(UnitOfWork)
      .reading.query('UPDATE oauth_client_secret SET expires_at = created_at WHERE client_id = $1', [client.clientId]);
    await upkeep();
    expect(await secrets()).toEqual(['ends']);
    const { items } = (await acme.get('/v1/connections?state=failing&limit=200')).body as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toContain(client.clientId);
    service.clock.advance(-90 * 60_000);
  });

  test('consents to a client that is deleted: nobody sees them, and each is revoked in the trail of its user', async () => {
    const [client, kept] = [await oauth.perUser(), await oauth.perUser()];
    const tokens = await oauth.tokens(client, 'providers:read', new UserBrowser(service, ada));
    await oauth.tokens(kept, 'providers:read', new UserBrowser(service, ada));
    const consented = async () =>
      ((await acme.get(`/v1/consents?userId=${ada}&limit=200`)).body as { items: { clientId: string }[] }).items.map(
        ({ clientId }) => clientId,
      );
    expect(await consented()).toEqual(expect.arrayContaining([client.clientId, kept.clientId]));
    await acme.delete(`/v1/oauth-clients/${client.clientId}`, { 'if-match': '*' });
    expect(await consented()).not.toContain(client.clientId);
    await upkeep();
    expect(await consented()).toContain(kept.clientId);
    const { items } = (await acme.get('/v1/audit-events?type=consent.revoked&sort=-time')).body as {
      items: { actor: object; data: { clientId: string } }[];
    };
    expect(items[0]).toMatchObject({
      actor: { type: 'system', id: 'client-deleted' },
      data: { clientId: client.clientId },
    });
    expect(errorOf(await oauth.refresh(client, tokens.refresh_token ?? ''))).toBe('invalid_client');
    const left: unknown[] = await service.app
      .get(UnitOfWork)
      .reading.query('SELECT FROM oauth_artifact WHERE client_id = $1 AND kind <> $2', [client.clientId, 'Session']);
    expect(left).toEqual([]);
  });
});

test('a tenant that is suspended gets no tokens, and those that it has do nothing', async () => {
  const other = new OAuthTests(service, await service.newTenant('other'));
  const client = await other.system();
  const form = { grant_type: 'client_credentials', scope: 'providers:read' };
  const { access_token: token } = (await other.token(form, basic(client))).body as Tokens;
  const { items } = (await service.operator.get('/v1/tenants')).body as { items: { id: string; name: string }[] };
  const id = items.find(({ name }) => name === 'other')?.id ?? '';
  await service.operator.post(`/v1/tenants/${id}/suspend`);
  expect(await other.token(form, basic(client))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  expect(await other.call(token, '/v1/providers')).toMatchObject({ body: { code: 'access.tenant_suspended' } });
  await service.operator.post(`/v1/tenants/${id}/resume`);
  expect(await other.call(token, '/v1/providers')).toMatchObject({ status: 200 });
});

describe('an authorization request', () => {
  test('may be pushed before (RFC 9126): by the client that it is for, and for one use', async () => {
    const client = await oauth.perUser();
    const second = await oauth.perUser();
    const push = async (form: Record<string, string>) => {
      const answer = await fetch(`${service.url}/oauth/request`, { method: 'POST', body: new URLSearchParams(form) });
      return { status: answer.status, body: (await answer.json()) as { request_uri?: string; error?: string } };
    };
    const asked = {
      client_id: client.clientId,
      client_secret: client.clientSecret,
      response_type: 'code',
      redirect_uri: 'https://clm.partner.example/callback',
      scope: 'providers:read',
      code_challenge: randomBytes(32).toString('base64url'),
      code_challenge_method: 'S256',
    };
    const pushed = await push(asked);
    expect(pushed.status).toBe(201);
    const open = async (clientId: string, uri: string) => {
      const address = new URL(`${service.url}/oauth/auth`);
      address.search = new URLSearchParams({ client_id: clientId, request_uri: uri }).toString();
      return new UserBrowser(service, ada).open(address);
    };
    const uri = pushed.body.request_uri ?? '';
    expect((await open(second.clientId, uri)).status).toBe(400);
    expect((await open(client.clientId, uri)).url.searchParams.get('code')).toBeTruthy();
    expect((await open(client.clientId, uri)).status).toBe(400);
    for (const [changed, error] of [
      [{ client_secret: 'wrong' }, 'invalid_client'],
      [{ code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
      [{ redirect_uri: 'https://evil.example/' }, 'invalid_request'],
      [{ scope: 'tenants:write' }, 'invalid_scope'],
    ] as const)
      expect(await push({ ...asked, ...changed })).toMatchObject({ body: { error } });
  });

  test.each([
    ['http://127.0.0.1/done', 'http://127.0.0.1:49152/done', true],
    ['http://127.0.0.1:4000/done', 'http://127.0.0.1:5000/done', true],
    ['http://[::1]/done', 'http://[::1]:49152/done', true],
    ['http://localhost/done', 'http://localhost:49152/done', true],
    ['http://127.0.0.1/done', 'http://127.0.0.1:49152/elsewhere', false],
    ['http://127.0.0.1/done', 'http://127.0.0.1:49152/done?more', false],
    ['http://127.0.0.1/done', 'http://127.0.0.2:49152/done', false],
    ['http://127.0.0.1/done', 'http://localhost:49152/done', false],
    ['http://127.0.0.1/done', 'https://127.0.0.1:49152/done', false],
    ['http://127.0.0.1/done', 'http://127.0.0.1:80@evil.example/done', false],
    ['https://clm.partner.example/done', 'https://clm.partner.example:8443/done', false],
  ])(
    'of an application on the user’s device registered with %s comes back to %s: %s',
    async (registered, used, comes) => {
      const client = await oauth.perUser({ authentication: { method: 'none' }, redirectUris: [registered] });
      const browser = new UserBrowser(service, ada);
      const { arrival, verifier } = await oauth.authorize(client, 'providers:read', browser, { redirect_uri: used });
      if (!comes) {
        expect(arrival.status).toBe(400);
        return;
      }
      expect(arrival.url.href.startsWith(used)).toBe(true);
      const redeemed = await oauth.token({
        grant_type: 'authorization_code',
        client_id: client.clientId,
        code: arrival.url.searchParams.get('code') ?? '',
        redirect_uri: used,
        code_verifier: verifier,
      });
      expect(redeemed.status).toBe(200);
    },
  );
});

test('who owns a client that stops working is mailed and listeners are told; when the owner is locked, the admins are', async () => {
  await acme.post('/v1/listeners', { name: 'watch', url: receiver.url, events: ['connection.failed'] });
  const fail = async (client: MadeClient) => {
    for (let turn = 0; turn < 3; turn += 1)
      await oauth.token({ grant_type: 'client_credentials' }, basic({ ...client, clientSecret: 'wrong' }));
    await service.app.get(Connections).settled();
  };
  const client = await oauth.system({ owner: ada, name: 'CLM nightly' });
  await fail(client);
  expect((await mail.mailTo('ada@acme.example')).subject).toContain('CLM nightly');
  const [event] = await receiver.until(1);
  expect(event?.body).toMatchObject({ type: 'connection.failed', data: { tenant: 'acme' } });
  const { items } = (await acme.get('/v1/audit-events?type=connection.failed')).body as { items: object[] };
  expect(items).toContainEqual(
    expect.objectContaining({
      id: event?.body.data.id,
      data: expect.objectContaining({
        connection: { kind: 'oauth_client', id: client.clientId, name: 'CLM nightly' },
        code: 'invalid_client',
      }),
    }),
  );
  const toAdmins = mail.received.filter(({ to }) => to.includes('admin@acme.example'));
  expect(toAdmins.map(({ subject }) => subject).join()).not.toContain('CLM nightly');
  expect((await acme.post(`/v1/users/${ada}/lock`)).status).toBe(200);
  await fail(await oauth.system({ owner: ada, name: 'CLM weekly' }));
  expect((await mail.mailTo('admin@acme.example', toAdmins.length + 1)).subject).toContain('CLM weekly');
  await receiver.until(2);
  await acme.post(`/v1/users/${ada}/unlock`);
});

describe('countersign oauth-clients', () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  async function run(...words: string[]): Promise<string> {
    const said: string[] = [];
    const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
    try {
      const commands = oauthClientCommands(() => service.settings);
      await commands.parseAsync(['node', 'oauth-clients', ...words, '--url', service.operator.url]);
    } finally {
      log.mockRestore();
    }
    return said.join('\n');
  }

  test('registers, lists, shows, gives keys and secrets, takes them away and deletes', async () => {
    const created = await run('create', '--name', 'CLM sync', '--scope', 'providers:read', '--access-seconds', '600');
    const clientId = /^client_id: +(\S+)$/m.exec(created)?.[1] ?? '';
    const clientSecret = /^client_secret: +(\S+)$/m.exec(created)?.[1] ?? '';
    const asked = { grant_type: 'client_credentials', scope: 'providers:read' };
    const ask = (secret: string) => oauth.token(asked, basic({ clientId, clientSecret: secret } as MadeClient));
    expect(await ask(clientSecret)).toMatchObject({ status: 200, body: { expires_in: 600 } });
    expect(await run('list')).toContain(`${clientId}  CLM sync  client_credentials  providers:read`);
    expect(JSON.parse(await run('show', clientId))).toMatchObject({ clientId, tokens: { accessSeconds: 600 } });
    const rotated = await run('rotate-secret', clientId, '--overlap', '60');
    const next = /^client_secret: +(\S+)$/m.exec(rotated)?.[1] ?? '';
    for (const secret of [clientSecret, next]) expect((await ask(secret)).status).toBe(200);

    const file = join(directory, 'key.json');
    writeFileSync(
      file,
      JSON.stringify({ ...(await exportJWK((await generateKeyPair('ES256')).publicKey)), kid: 'own' }),
    );
    const signing = await run('create', '--name', 'Reports', '--method', 'private_key_jwt', '--key', file);
    const signingId = /^client_id: +(\S+)$/m.exec(signing)?.[1] ?? '';
    expect(signing).toMatch(/^key: +own$/m);
    const added = await run('add-key', signingId, '--generate-key', 'EC-P256');
    expect(added).toContain('BEGIN PRIVATE KEY');
    expect(await run('remove-key', signingId, 'own')).toBe('own is removed');
    expect(await run('show', signingId)).not.toContain('"own"');

    const shown = await run(
      'create',
      '--name',
      'Partner',
      '--certificate',
      'san_dns=clm.partner.example',
      '--bound',
      'certificate',
    );
    const partnerId = /^client_id: +(\S+)$/m.exec(shown)?.[1] ?? '';
    expect(JSON.parse(await run('show', partnerId))).toMatchObject({
      authentication: { method: 'tls_client_auth', tls_client_auth_san_dns: 'clm.partner.example' },
      tokens: { bound: 'certificate' },
    });
    for (const id of [clientId, signingId, partnerId]) expect(await run('delete', id)).toBe(`${id} is deleted`);
    expect((await ask(next)).status).toBe(401);
    await expect(run('show', clientId)).rejects.toThrow('404');
  });
});
