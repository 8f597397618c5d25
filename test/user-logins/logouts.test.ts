import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { NewArtifact } from '../../src/authorization-server/artifacts/artifact.js';
import { ArtifactStore } from '../../src/authorization-server/artifacts/artifact.store.js';
import { SessionStore } from '../../src/authorization-server/sessions/session.store.js';
import { SessionEndings } from '../../src/authorization-server/sessions/session-endings.js';
import { faultsOfLogoutToken } from '../../src/federation/logout/judge-logout-token.js';
import { PeopleWorld, type ShownUser } from '../people/world.js';
import { linkOf } from '../support/mail-server.js';
import { inRange } from '../support/range.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import type { SignerBrowser } from '../support/signer-browser.js';
import { Logins, PASSWORD } from './logins.js';

const MINUTE = 60_000;

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let world: PeopleWorld;
let logins: Logins;

beforeAll(async () => {
  world = await PeopleWorld.start();
  await world.addProvider('leaving', { useLogout: true });
  world.openId.registerPostLogoutRedirectUri('sign', `${world.service.url}/signed-out`);
  logins = await Logins.in(world);
});

afterAll(async () => {
  await logins.close();
  await world.close();
});

/** Why sessions of a user have ended, as their trail has it. */
const endsOf = async (id: string) =>
  (await world.eventsOf(id, 'user.session_ended')).map(({ data, actor }) => ({ reason: data['reason'], actor }));

describe('whoever logs out', () => {
  it('is asked first, and then logged out here, with the tokens of the session, in the trail once', async () => {
    const user = await world.bound('ada');
    const browser = logins.newBrowser();
    await logins.logInAtProvider(browser, 'ada');
    const caller = (await logins.callerOf(browser))!;
    await browser.open(logins.at('/oauth/session/end?client_id=console.acme'));
    expect(browser.page.title).toContain('Log out?');
    expect(browser.page.headers['content-security-policy']).toContain("form-action 'self';");
    expect((await caller.get('/v1/me')).status).toBe(200);

    const page = await logins.logOut(browser);
    expect(page.url.pathname).toBe('/oauth/session/end/success');
    expect(page.title).toContain('You are logged out');
    expect(world.openId.calls.count('end_session')).toBe(0);
    expect((await caller.get('/v1/me')).status).toBe(401);
    expect(await logins.callerOf(browser)).toBeNull();
    expect(await endsOf(user.id)).toEqual([{ reason: 'logged_out', actor: { type: 'user', id: user.id } }]);
  });

  it('is sent on to log out at the provider too where it is set so, and comes back to our page', async () => {
    const user = await world.bound('kath', { provider: 'leaving' });
    const browser = logins.newBrowser();
    await logins.logInAtProvider(browser, 'kath', 'leaving');
    await browser.open(logins.at('/oauth/session/end?client_id=console.acme'));
    expect(browser.page.headers['content-security-policy']).toContain(
      `form-action 'self' ${world.openId.issuer} https:;`,
    );
    const there = await logins.logOut(browser);
    expect(there.url.origin).toBe(world.openId.issuer);
    expect(there.title).toBe('Log out?');
    // Here it has ended already, whatever becomes of it there.
    expect(await endsOf(user.id)).toEqual([{ reason: 'logged_out', actor: { type: 'user', id: user.id } }]);
    const { query } = world.openId.calls.last('end_session');
    expect(query.get('client_id')).toBe('sign');
    expect(query.get('post_logout_redirect_uri')).toBe(logins.at('/signed-out'));
    expect(decodeJwt(query.get('id_token_hint') ?? '')).toMatchObject({ sub: 'kath', aud: 'sign' });
    expect(query.get('state')).toEqual(expect.any(String));

    const back = await browser.click('#log-out');
    expect(back.visits.map(({ url }) => url.pathname)).toEqual([
      '/logout/confirm',
      '/signed-out',
      '/oauth/session/end/success',
    ]);
    expect(back.title).toContain('You are logged out');
    await browser.open(logins.at('/logon/acme/leaving'));
    expect(browser.page.title).toContain('Test provider');
    expect(world.service.log.text).not.toContain(query.get('id_token_hint'));
  });

  it('is sent nowhere by an address that somebody else has made', async () => {
    const browser = logins.newBrowser();
    const evil = encodeURIComponent('http://127.0.0.1:9/');
    for (const path of [
      `/oauth/session/end?client_id=console.acme&post_logout_redirect_uri=${evil}`,
      `/oauth/session/end?post_logout_redirect_uri=${evil}`,
      `/signed-out?post_logout_redirect_uri=${evil}`,
      `/signed-out?state=${evil}`,
      `/signed-out?state=${Buffer.from('{"returnAddress":"http://127.0.0.1:9/","language":null,"until":9e15}').toString('base64url')}`,
    ]) {
      await browser.open(logins.at(path));
      expect([path, browser.page.url.origin]).toEqual([path, new URL(world.service.url).origin]);
    }
  });
});

describe('a session of a user', () => {
  const administrator = () => world.tenant;

  async function session(user: ShownUser): Promise<SignerBrowser> {
    const browser = logins.newBrowser();
    await logins.enterPassword(browser, user.email);
    if (!logins.isLoggedIn(browser)) throw new Error(`Not logged in: ${browser.page.text}`);
    return browser;
  }

  const byAdministrator = (reason: string, act: (user: ShownUser, etag: string) => Promise<ApiAnswer>) =>
    [
      reason,
      'api_key',
      async (user: ShownUser) => {
        const etag = (await administrator().get(`/v1/users/${user.id}`)).headers.get('etag') ?? '';
        const { status } = await act(user, etag);
        expect([reason, status]).toEqual([reason, expect.any(Number)]);
        expect(status).toBeLessThan(300);
      },
    ] as const;

  const ways: readonly (readonly [string, string, (user: ShownUser, browser: SignerBrowser) => Promise<void>])[] = [
    byAdministrator('by_administrator', ({ id }) => administrator().delete(`/v1/users/${id}/sessions`)),
    [
      'password_changed',
      'user',
      async (_user, browser) => {
        const caller = (await logins.callerOf(browser))!;
        const changed = { currentPassword: PASSWORD, newPassword: 'quite another row of words' };
        expect((await caller.post('/v1/me/password', changed)).status).toBe(204);
        expect((await caller.get('/v1/me')).status).toBe(401);
      },
    ],
    [
      'password_reset',
      'user',
      async ({ email }) => {
        const before = world.mail.countTo(email);
        const browser = logins.newBrowser();
        await browser.open(logins.at('/login/acme/reset'));
        browser.page.fill('#email', email);
        await browser.click('form button');
        await browser.open(linkOf(await world.mail.mailTo(email, before + 1)));
        browser.page.fill('#password', 'quite another row of words');
        await browser.click('form button');
      },
    ],
    [
      'another_login',
      'user',
      async (_user, browser) => {
        const other = await logins.withPassword();
        await logins.enterPassword(browser, other.email);
      },
    ],
    byAdministrator('locked', ({ id }) => administrator().post(`/v1/users/${id}/lock`)),
    byAdministrator('invited_again', ({ id }) => administrator().post(`/v1/users/${id}/invitation`)),
    byAdministrator('provider_replaced', ({ id }, etag) =>
      administrator().put(`/v1/users/${id}/provider`, { provider: 'staff' }, { 'if-match': etag }),
    ),
    byAdministrator('deleted', ({ id }, etag) => administrator().delete(`/v1/users/${id}`, { 'if-match': etag })),
  ];

  it.each(ways.slice(0, inRange(1, ways.length)))(
    'that ends is in the trail once, with the reason: %s',
    async (reason, actorType, end) => {
      const user = await logins.withPassword();
      const browser = await session(user);
      const [open] = await sessionsOf(user);
      await end(user, browser);
      expect(await sessionsOf(user)).toEqual([]);
      const ended = await world.eventsOf(user.id, 'user.session_ended');
      expect(ended.map(({ data, actor }) => [data['reason'], data['session'], actor.type])).toEqual([
        [reason, open!.id, actorType],
      ]);
      await world.service.app.get(SessionEndings, { strict: false }).endExpired();
      expect(await world.eventsOf(user.id, 'user.session_ended')).toHaveLength(1);
    },
  );

  it('that ends when its binding is removed is in the trail too', async () => {
    const user = await world.bound('joan');
    await logins.logInAtProvider(logins.newBrowser(), 'joan');
    expect((await administrator().delete(`/v1/users/${user.id}/bindings/staff`)).status).toBe(204);
    expect(await endsOf(user.id)).toMatchObject([{ reason: 'binding_removed', actor: { type: 'api_key' } }]);
  });

  it('is not told of where there was none, and tokens beside sessions are', async () => {
    const user = await logins.withPassword();
    expect((await administrator().delete(`/v1/users/${user.id}/sessions`)).status).toBe(204);
    expect(await endsOf(user.id)).toEqual([]);
  });

  it('ends after half an hour without use and after twelve hours in any case, told by whichever instance comes first', async () => {
    const unused = await logins.withPassword();
    await session(unused);
    const used = await logins.withPassword();
    await session(used);
    const [open] = await sessionsOf(used);
    const { clock } = world.service;
    const store = world.service.app.get(SessionStore, { strict: false });
    const endings = world.service.app.get(SessionEndings, { strict: false });
    const together = () => Promise.all([endings.endExpired(), endings.endExpired()]);
    clock.advance(29 * MINUTE);
    await together();
    expect(await endsOf(unused.id)).toEqual([]);
    await store.touch(open!.id);
    clock.advance(2 * MINUTE);
    await together();
    const byItself = { type: 'system', id: 'session-expiry' };
    expect(await endsOf(unused.id)).toEqual([{ reason: 'unused', actor: byItself }]);
    for (let minutes = 31; minutes < 12 * 60; minutes += 29) {
      await store.touch(open!.id);
      clock.advance(29 * MINUTE);
    }
    await together();
    expect(await endsOf(used.id)).toEqual([{ reason: 'expired', actor: byItself }]);
    expect((await world.eventsOf(used.id, 'user.session_ended'))[0]!.data).toMatchObject({
      startedAt: open!.startedAt,
      endedAt: new Date(Date.parse(open!.startedAt) + 12 * 60 * MINUTE).toISOString(),
    });
    clock.advance(-12 * 60 * MINUTE);
  });
});

async function sessionsOf({ id }: Pick<ShownUser, 'id'>): Promise<{ id: string; startedAt: string }[]> {
  const { body } = await world.tenant.get(`/v1/users/${id}/sessions`);
  return (body as { items?: { id: string; startedAt: string }[] }).items ?? [];
}

describe('a logout that a provider tells of', () => {
  let user: ShownUser;

  beforeAll(async () => {
    user = await world.bound('grace');
  });

  /** Logs in at the provider and lets an application act for the user. */
  async function loggedIn(): Promise<{ readonly browser: SignerBrowser; readonly caller: ApiClient }> {
    const browser = logins.newBrowser();
    await logins.logInAtProvider(browser, 'grace');
    return { browser, caller: (await logins.callerOf(browser))! };
  }

  const seconds = (): number => Math.floor(world.service.clock.now().getTime() / 1000);

  const token = (changes: Readonly<Record<string, unknown>> = {}, header?: Readonly<Record<string, unknown>>) =>
    world.openId.sign(
      {
        iss: world.openId.issuer,
        aud: 'sign',
        sub: 'grace',
        iat: seconds(),
        exp: seconds() + 120,
        jti: randomUUID(),
        events: { [EVENT]: {} },
        ...changes,
      },
      header ?? { typ: 'logout+jwt' },
    );

  const post = (body: Readonly<Record<string, string>>, provider = 'staff') =>
    fetch(`${world.service.url}/backchannel-logout/acme/${provider}`, {
      method: 'POST',
      body: new URLSearchParams(body),
    });

  const sessions = async (): Promise<number> => (await sessionsOf(user)).length;

  it('ends the sessions that began before it, in the trail, and none that begins later', async () => {
    const { browser } = await loggedIn();
    expect(await sessions()).toBe(1);
    const logout = await token();
    expect((await post({ logout_token: logout })).status).toBe(200);
    expect(await sessions()).toBe(0);
    const ended = { reason: 'logged_out_at_provider', actor: { type: 'system', id: 'backchannel-logout' } };
    expect(await endsOf(user.id)).toEqual([ended]);
    expect(await logins.callerOf(browser)).toBeNull();

    world.service.clock.advance(120_000);
    const later = await loggedIn();
    expect((await post({ logout_token: logout })).status).toBe(200);
    expect(await sessions()).toBe(1);
    expect((await later.caller.get('/v1/me')).status).toBe(200);
  });

  it.each(['before it is saved', 'after it was saved'])('ends a session that begins just then: %s', async (when) => {
    const artifacts = world.service.app.get(ArtifactStore, { strict: false });
    const told: number[] = [];
    const around =
      <Rest extends readonly unknown[], Saved>(save: (...rest: Rest) => Promise<Saved>) =>
      async (...rest: Rest): Promise<Saved> => {
        const [{ kind, payload }] = rest.slice(-1) as unknown as [NewArtifact];
        const begins = kind === 'Session' && payload['loginId'] !== undefined && told.length === 0;
        const tell = async () => told.push((await post({ logout_token: await token() })).status);
        if (begins && when === 'before it is saved') await tell();
        const saved = await save(...rest);
        if (begins && when === 'after it was saved') await tell();
        return saved;
      };
    const [save, keep] = [around(artifacts.save.bind(artifacts)), around(artifacts.keepSession.bind(artifacts))];
    const spies = [
      jest.spyOn(artifacts, 'save').mockImplementation(save),
      jest.spyOn(artifacts, 'keepSession').mockImplementation(keep),
    ];
    const browser = logins.newBrowser();
    try {
      await logins.logInAtProvider(browser, 'grace');
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(told).toEqual([200]);
    expect(await sessions()).toBe(0);
    expect(await logins.callerOf(browser)).toBeNull();
  });

  it('ends nobody else, and nothing where it names nobody whom we know', async () => {
    const before = await sessions();
    expect((await post({ logout_token: await token({ sub: 'nobody' }) })).status).toBe(200);
    expect(await sessions()).toBe(before);
  });

  it.each<[string, () => Promise<Record<string, string>>]>([
    [
      'an unsigned token',
      async () => {
        const [, claims = ''] = (await token()).split('.');
        return { logout_token: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.` };
      },
    ],
    [
      'a token with a changed claim',
      async () => {
        const [header = '', , signature = ''] = (await token()).split('.');
        const claims = Buffer.from(JSON.stringify({ sub: 'ada' })).toString('base64url');
        return { logout_token: `${header}.${claims}.${signature}` };
      },
    ],
    ['a token for another client', async () => ({ logout_token: await token({ aud: 'other' }) })],
    ['an ID token', async () => ({ logout_token: await token({ events: undefined, nonce: 'n' }, { typ: 'JWT' }) })],
    ['a token of an hour ago', async () => ({ logout_token: await token({ iat: seconds() - 3_600 }) })],
    ['no token', () => Promise.resolve({})],
  ])('is not believed from %s', async (_what, body) => {
    const before = await sessions();
    const answer = await post(await body());
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'logout.token_refused' });
    expect(await sessions()).toBe(before);
  });

  it('is told to nobody whom users do not log in at', async () => {
    expect((await post({ logout_token: await token() }, 'unknown')).status).toBe(404);
  });
});

describe('the claims of a logout token', () => {
  const now = new Date('2026-01-31T12:00:00Z');
  const at = now.getTime() / 1000;
  const expected = {
    clientId: 'sign',
    issuer: { issuer: 'https://idp.example', allowedTenantIds: [] },
    tolerance: 30,
    now,
  };
  const claims = { iss: 'https://idp.example', aud: ['sign'], iat: at, jti: 'j', sid: 's', events: { [EVENT]: {} } };

  it.each([
    ['as the text has them', {}, {}, []],
    ['with a type that is none of a logout token', { typ: 'at+jwt' }, {}, ['typ']],
    ['of another issuer', {}, { iss: 'https://other.example' }, ['iss']],
    ['for another client', {}, { aud: 'other' }, ['aud']],
    ['issued ahead', {}, { iat: at + 31 }, ['iat']],
    ['issued long ago', {}, { iat: at - 601 }, ['iat']],
    ['that have expired', {}, { exp: at - 31 }, ['exp']],
    ['without an id', {}, { jti: undefined }, ['jti']],
    ['with the event as text', {}, { events: { [EVENT]: 'yes' } }, ['events']],
    ['that name nobody', {}, { sid: '' }, ['sub, sid']],
    ['with a nonce', {}, { nonce: 'n' }, ['nonce']],
    ['with several faults', {}, { aud: 'other', nonce: 'n' }, ['aud', 'nonce']],
  ])('%s are judged', (_what, header, changes, faults) => {
    const found = faultsOfLogoutToken(header, { ...claims, ...changes }, expected);
    expect(found.map((fault) => fault.split(':')[0])).toEqual(faults);
  });
});
