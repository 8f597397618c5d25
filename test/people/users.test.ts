import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { administers, judgeLastAdministrator, judgeOwn } from '../../src/people/users/administration.rules.js';
import { sharedTestService } from '../support/jest/shared-service.js';
import { codeOf, linkOf } from '../support/mail-server.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { PeopleWorld, type ShownUser } from './world.js';

let world: PeopleWorld;

beforeAll(async () => {
  world = await PeopleWorld.start();
});

afterAll(() => world.close());

const etag = (user: Pick<ShownUser, 'revision'>) => ({ 'if-match': `"${user.revision}"` });

async function keyWith(scopes: readonly string[]): Promise<ApiClient> {
  const { body } = await world.tenant.post('/v1/api-keys', { name: 'some', scopes });
  return world.service.caller((body as { key: string }).key);
}

describe('a user', () => {
  test('is invited with roles and a provider, and only their address gets the link', async () => {
    const email = world.newAddress();
    const answer = await world.invite({ email, language: 'de', roles: ['auditor'] });
    expect(answer).toMatchObject({
      status: 201,
      body: { email, language: 'de', status: 'invited', roles: ['auditor'], provider: 'staff', invitationLink: null },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((answer.body as ShownUser).permissions).toContain('audit:disclose');
    const mail = await world.mail.mailTo(email);
    expect(mail.subject).toBe('acme lädt Sie zu Countersign ein');
    const token = linkOf(mail).split('/').at(-1) ?? '';
    expect(JSON.stringify(answer.body)).not.toContain(token);
    expect(world.service.log.text).not.toContain(token);
    expect(world.service.log.text).not.toContain(email);
    const { body } = await world.tenant.get('/v1/audit-events?limit=200');
    expect(JSON.stringify(body)).not.toContain(email);
    expect(JSON.stringify(body)).not.toContain(token);
  });

  test.each([
    ['an address that is none', { email: 'nobody' }, 400, '$.email'],
    ['a name that would become a link', { displayName: 'Log in at evil.example' }, 400, '$.displayName'],
    ['a role that there is not', { roles: ['king'] }, 422, '$.roles[0]'],
    ['the operator’s role outside tenant default', { roles: ['operator'] }, 422, '$.roles[0]'],
    ['a provider that is for signers only', { provider: 'nowhere' }, 422, '$.provider'],
    ['a status', { status: 'active' }, 400, '$.status'],
  ])('is not invited with %s', async (_what, body, status, path) => {
    expect(await world.invite(body)).toMatchObject({ status, body: { errors: [expect.objectContaining({ path })] } });
  });

  test('keeps the address: another one is another user', async () => {
    const { user } = await world.invited();
    const { email, id } = user;
    for (const same of [email.replace('example', 'EXAMPLE'), email.toUpperCase()]) {
      expect(await world.invite({ email: same })).toMatchObject({
        status: 409,
        body: { errors: [{ path: '$.email' }] },
      });
      const found = await world.tenant.get(`/v1/users?email=${encodeURIComponent(same)}`);
      expect(found.body).toMatchObject({ items: [{ id, email }] });
    }
    const body = { displayName: 'Ada', roles: ['sender'], email: 'mallory@example.com' };
    expect(await world.tenant.put(`/v1/users/${id}`, body, etag(user))).toMatchObject({
      status: 422,
      body: { errors: [{ path: '$.email', message: 'is not changed: another address is another user' }] },
    });
  });

  test('is changed by what was read and sent back, but where something else changes it', async () => {
    const { user } = await world.invited();
    const path = `/v1/users/${user.id}`;
    const { body: read } = await world.tenant.get(path);
    const put = (changes: object, revision: number) =>
      world.tenant.put(path, { ...(read as object), ...changes }, { 'if-match': `"${revision}"` });
    expect(await put({ displayName: 'علی\u200cرضا' }, 1)).toMatchObject({ status: 200, body: { revision: 2 } });
    for (const [changes, at] of [
      [{ status: 'active' }, '$.status'],
      [{ permissions: ['keys:write'] }, '$.permissions'],
      [{ provider: null }, '$.provider'],
    ] as const)
      expect(await put(changes, 2)).toMatchObject({ status: 422, body: { errors: [{ path: at }] } });
    expect(await put({ status: 'active' }, 1)).toMatchObject({ status: 412 });
  });

  test('is changed only by whoever has read the present revision', async () => {
    const { user } = await world.invited();
    const body = { displayName: 'Countess', language: 'fr', roles: ['auditor'] };
    expect((await world.tenant.put(`/v1/users/${user.id}`, body)).status).toBe(428);
    expect((await world.tenant.put(`/v1/users/${user.id}`, body, { 'if-match': '"7"' })).status).toBe(412);
    const changed = await world.tenant.put(`/v1/users/${user.id}`, body, etag(user));
    expect(changed).toMatchObject({ status: 200, body: { ...body, revision: 2 } });
    expect(changed.headers.get('etag')).toBe('"2"');
    for (const provider of ['checked', 'no-such-provider'])
      expect((await world.tenant.put(`/v1/users/${user.id}/provider`, { provider })).status).toBe(428);
    expect((await world.tenant.delete(`/v1/users/${user.id}`)).status).toBe(428);
    expect(await world.trailOf(user.id)).toEqual(
      expect.arrayContaining(['user.invited', 'user.permissions_changed', 'user.profile_changed']),
    );
  });

  test('is not there for another tenant, and not any more once deleted', async () => {
    const { user, mail } = await world.invited();
    const other = await world.service.newTenant();
    expect((await other.get(`/v1/users/${user.id}`)).status).toBe(404);
    expect((await other.post(`/v1/users/${user.id}/lock`)).status).toBe(404);
    expect((await world.tenant.delete(`/v1/users/${user.id}`, etag(user))).status).toBe(204);
    expect((await world.tenant.get(`/v1/users/${user.id}`)).status).toBe(404);
    const browser = new SignerBrowser();
    expect((await browser.open(linkOf(mail))).status).toBe(410);
    await browser.close();
    expect((await world.invite({ email: user.email })).status).toBe(201);
  });

  test('is listed by status, role and address, with what became of the mail', async () => {
    const { user } = await world.invited({ roles: ['auditor'] });
    await world.tenant.post(`/v1/users/${user.id}/lock`);
    const { body } = await world.tenant.get('/v1/users?status=locked&role=auditor');
    const { items } = body as { items: ShownUser[] };
    expect(items.map(({ id }) => id)).toEqual([user.id]);
    const found = await world.tenant.get(`/v1/users?email=${encodeURIComponent(user.email)}`);
    expect((found.body as { items: ShownUser[] }).items.map(({ id }) => id)).toEqual([user.id]);
    const unknown = await world.tenant.get('/v1/users?email=nobody%40acme.example');
    expect(unknown.body).toEqual({ items: [], next: null });
    expect((await world.tenant.post(`/v1/users/${user.id}/unlock`)).body).toMatchObject({ status: 'invited' });
  });
});

describe('nobody', () => {
  test('gives a permission that they lack, by a user or by a role', async () => {
    const desk = await keyWith(['users:read', 'users:write', 'audit:read']);
    const body = { email: world.newAddress(), displayName: 'Accomplice', roles: ['admin'] };
    const refused = await desk.post('/v1/users', body);
    expect(refused).toMatchObject({ status: 403, body: { code: 'people.permission_lacking' } });
    expect((refused.body as { detail: string }).detail).toContain('providers:write');
    const role = { name: 'too-much', permissions: ['keys:write'] };
    expect(await desk.post('/v1/roles', role)).toMatchObject({ status: 403, body: { detail: 'You lack keys:write' } });
    expect((await desk.post('/v1/roles', { name: 'reader', permissions: ['audit:read'] })).status).toBe(201);
    const confusing = await desk.post('/v1/roles', { name: 'Admin', permissions: ['audit:read'] });
    expect(confusing).toMatchObject({ status: 409, body: { errors: [{ path: '$.name' }] } });
    const preview = await desk.post('/v1/permission-previews', { roles: ['reader', 'sender'] });
    expect(preview).toMatchObject({
      status: 200,
      body: {
        lacking: expect.arrayContaining(['authentications:write']),
        permissions: expect.arrayContaining([{ permission: 'audit:read', from: ['reader'] }]),
      },
    });
  });

  test('changes anything about a user who may do more than they may', async () => {
    const desk = await keyWith(['users:read', 'users:write']);
    const { user } = await world.invited({ roles: ['admin'] });
    const path = `/v1/users/${user.id}`;
    for (const answer of [
      await desk.put(path, { displayName: 'Ada', roles: [] }, etag(user)),
      await desk.put(`${path}/provider`, { provider: 'checked' }, etag(user)),
      await desk.post(`${path}/lock`),
      await desk.post(`${path}/unlock`),
      await desk.post(`${path}/invitation`),
      await desk.delete(`${path}/bindings/staff`),
      await desk.delete(path, etag(user)),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'people.permission_lacking' } });
    expect(await world.read(user.id)).toMatchObject({ status: 'invited', revision: 1 });
  });

  test('raises their own permissions, password:use included', () => {
    const principal = { actor: { type: 'user', id: 'u' } } as const;
    const user = { id: 'u', permissions: new Set(['users:write'] as const), status: 'active' } as const;
    expect(() => {
      judgeOwn(principal, user, new Set(['users:write', 'password:use']));
    }).toThrow('password:use');
    expect(() => {
      judgeOwn(principal, user, new Set(['users:write']));
    }).not.toThrow();
    expect(() => {
      judgeOwn(principal, { ...user, id: 'v' }, new Set(['password:use']));
    }).not.toThrow();
  });
});

describe('the last administrator', () => {
  test('is whoever is active and holds users:write, and is kept', () => {
    const admin = { id: 'a', status: 'active', permissions: new Set(['users:write'] as const) } as const;
    expect(administers(admin)).toBe(true);
    expect(administers({ ...admin, status: 'locked' })).toBe(false);
    expect(() => {
      judgeLastAdministrator([admin], admin, false);
    }).toThrow('people.last_administrator');
    expect(() => {
      judgeLastAdministrator([admin, { id: 'b' }], admin, false);
    }).not.toThrow();
    expect(() => {
      judgeLastAdministrator([admin], admin, true);
    }).not.toThrow();
    expect(() => {
      judgeLastAdministrator([], admin, false);
    }).not.toThrow();
  });

  test('can be neither locked nor stripped nor deleted, nor lose the role or the binding that makes them one', async () => {
    const own = await world.tenant.post('/v1/roles', { name: 'head', permissions: ['users:read', 'users:write'] });
    expect(own.status).toBe(201);
    const user = await world.bound('grace', { roles: ['head'] });
    const path = `/v1/users/${user.id}`;
    for (const answer of [
      await world.tenant.post(`${path}/lock`),
      await world.tenant.put(path, { displayName: 'Grace', roles: ['sender'] }, etag(user)),
      await world.tenant.delete(path, etag(user)),
      await world.tenant.delete(`${path}/bindings/staff`),
      await world.tenant.post(`${path}/invitation`),
      await world.tenant.put(`${path}/provider`, { provider: 'checked' }, etag(user)),
      await world.tenant.put('/v1/roles/head', { permissions: ['users:read'] }, { 'if-match': '"1"' }),
    ])
      expect(answer).toMatchObject({ status: 409, body: { code: 'people.last_administrator' } });
    expect((await world.tenant.delete('/v1/roles/head', { 'if-match': '"1"' })).status).toBe(409);
    expect(await world.read(user.id)).toMatchObject({ status: 'active', bindings: [{ provider: 'staff' }] });
  });
});

describe('a limit of the operator', () => {
  test('holds how many users a tenant may have; deleted ones make room', async () => {
    const small = await world.service.newTenant('small');
    const { body } = await world.service.operator.get('/v1/tenants?limit=100');
    const { id } = (body as { items: { id: string; name: string }[] }).items.find(({ name }) => name === 'small')!;
    const limited = await world.service.operator.put(`/v1/tenants/${id}/limits`, { users: 1 });
    expect(limited.status).toBeLessThan(300);
    const invite = (email: string) => small.post('/v1/users', { email, displayName: 'Ada', roles: ['auditor'] });
    const first = (await invite('one@example.com')).body as ShownUser;
    expect(await invite('two@example.com')).toMatchObject({ status: 409, body: { code: 'request.conflict' } });
    expect((await small.delete(`/v1/users/${first.id}`, etag(first))).status).toBe(204);
    expect((await invite('two@example.com')).status).toBe(201);
  });
});

describe('settings', () => {
  test('are read, and replaced by whoever has read them; texts of mails are plain and have one link', async () => {
    const read = await world.tenant.get('/v1/settings');
    expect(read).toMatchObject({ status: 200, body: { displayName: 'acme', defaultLanguage: 'en', revision: 0 } });
    const body = {
      displayName: 'Acme Ltd',
      defaultLanguage: 'de',
      mail: { senderName: 'Acme Legal', texts: { invitation: { de: 'Hallo {displayName},\n\n{link}\n\n{tenant}' } } },
    };
    expect((await world.tenant.put('/v1/settings', body)).status).toBe(428);
    const replaced = await world.tenant.put('/v1/settings', body, { 'if-match': '"0"' });
    expect(replaced).toMatchObject({ status: 200, body: { ...body, revision: 1 } });
    const { mail, user } = await world.invited({ displayName: 'Ada' });
    expect(mail.senderName).toBe('Acme Legal');
    expect(mail.text).toContain('Hallo Ada,');
    expect(mail.text).toContain('Acme Ltd');
    expect(linkOf(mail)).toContain('/bindings/');
    expect(user).toMatchObject({ language: 'de' });
  });

  test.each([
    ['a link of its own', 'Hi\n\n{link}\n\nhttps://evil.example', 'expected no links and no addresses but {link}'],
    ['a name that becomes a link', 'Hi\n\n{link}\n\nsee evil.example', 'expected no links and no addresses but {link}'],
    ['HTML', 'Hi <b>you</b>\n\n{link}', 'expected plain text, without HTML'],
    ['no link', 'Hi', 'expected {link} exactly once'],
    ['two links', '{link}\n{link}', 'expected {link} exactly once'],
    ['a link within a line', 'go to {link} now', 'expected {link} on a line of its own'],
    [
      'a strange placeholder',
      '{password}\n\n{link}',
      'expected no placeholders but {displayName}, {tenant}, {link}, not {password}',
    ],
  ])('refuse a text with %s', async (_what, text, message) => {
    const body = { displayName: 'Acme', mail: { texts: { invitation: { en: text } } } };
    const { revision } = (await world.tenant.get('/v1/settings')).body as { revision: number };
    expect(await world.tenant.put('/v1/settings', body, { 'if-match': `"${revision}"` })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '$.mail.texts.invitation.en', message }] },
    });
  });
});

describe('without a mail server', () => {
  test('the first user that a tenant ever had gets a link that is shown once; nobody else is invited, whoever was deleted', async () => {
    const service = await sharedTestService();
    try {
      const tenant = await service.newTenant();
      const body = (email: string) => ({ email, displayName: 'Ada', roles: ['admin'] });
      const first = await tenant.post('/v1/users', body('ada@example.com'));
      expect(first).toMatchObject({ status: 201, body: { status: 'invited', invitation: { mail: null } } });
      const { invitationLink: link, id, revision } = first.body as ShownUser;
      expect(link).toMatch(/\/bindings\/[A-Za-z0-9_-]{43}$/);
      expect(first.headers.get('cache-control')).toBe('no-store');
      expect(JSON.stringify((await tenant.get(`/v1/users/${id}`)).body)).not.toContain('/bindings/');
      expect(service.log.text).not.toContain(link?.split('/').at(-1) ?? 'no link');
      expect(await tenant.post('/v1/users', body('b@example.com'))).toMatchObject({
        status: 409,
        body: { code: 'mail.not_set_up' },
      });
      const browser = new SignerBrowser();
      await browser.open(link ?? '');
      await browser.click('form button');
      browser.page.fill('#password', 'a few unrelated words in a row');
      const done = await browser.click('form button');
      expect(done.text).toContain('Your login is set up');
      expect((await browser.open(link ?? '')).status).toBe(410);
      await browser.close();
      expect((await tenant.get(`/v1/users/${id}`)).body).toMatchObject({ status: 'active' });
      expect(await tenant.delete(`/v1/users/${id}`, { 'if-match': `"${revision + 1}"` })).toMatchObject({
        status: 409,
      });

      const other = await service.newTenant();
      const gone = (await other.post('/v1/users', body('c@example.com'))).body as ShownUser;
      expect((await other.delete(`/v1/users/${gone.id}`, { 'if-match': '"1"' })).status).toBe(204);
      expect(await other.post('/v1/users', body('mallory@example.com'))).toMatchObject({
        status: 409,
        body: { code: 'mail.not_set_up' },
      });
    } finally {
      await service.close();
    }
  });
});

test('a mailed code is eight digits, for its page only', async () => {
  const { user, mail } = await world.invited();
  const browser = new SignerBrowser();
  await browser.open(linkOf(mail));
  await browser.click('form button');
  expect(codeOf(await world.mail.mailTo(user.email, 2))).toMatch(/^\d{8}$/);
  expect(await world.trailOf(user.id)).toEqual(['user.invited']);
  await browser.close();
});
