import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Bindings } from '../../src/access/bindings.js';
import { TenantStore } from '../../src/access/tenant.store.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { identityAt } from '../../src/people/bindings/identity-at-provider.js';
import { identitySettings } from '../../src/people/bindings/identity-settings.js';
import { ProviderDirectory } from '../../src/providers/provider-directory.js';
import { codeOf, linkOf } from '../support/mail-server.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { PeopleWorld, type ShownUser } from './world.js';

let world: PeopleWorld;

beforeAll(async () => {
  world = await PeopleWorld.start();
});

afterAll(() => world.close());

const etag = (user: Pick<ShownUser, 'revision'>) => ({ 'if-match': `"${user.revision}"` });

async function within<T>(work: (browser: SignerBrowser) => Promise<T>): Promise<T> {
  const browser = new SignerBrowser();
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('a user', () => {
  test('binds the account with which they log in, once their address is proved, and is active', async () => {
    const { user, mail } = await world.invited({ provider: 'checked', email: 'ada@example.com' });
    await within(async (browser) => {
      const link = linkOf(mail);
      for (let visit = 0; visit < 3; visit += 1) expect((await browser.open(link)).text).toContain('Send me the code');
      expect(browser.page.text).toContain('a•••@e•••.com');
      expect(await world.trailOf(user.id)).toEqual(['user.invited']);
      await world.prove(browser, link, user.email);
      expect(browser.page.text).toContain('Continue with Staff login');
      await browser.click('button[name=provider]');
      const page = await browser.click('#account-ada');
      expect(page.text).toContain('Your login is set up');
      expect(page.url.pathname).toMatch(/^\/bindings\/[0-9a-f-]{36}\/result$/);
    });
    expect(await world.read(user.id)).toMatchObject({
      status: 'active',
      displayName: 'ADA',
      language: 'de',
      invitation: null,
      bindings: [{ provider: 'checked', issuer: world.openId.issuer, stale: false }],
    });
    expect([...(await world.trailOf(user.id))].sort()).toEqual(['user.address_proved', 'user.bound', 'user.invited']);
  });

  test('is not bound when the provider says that the address is another’s', async () => {
    const { user, mail } = await world.invited({ provider: 'checked' });
    await within(async (browser) => {
      await world.prove(browser, linkOf(mail), user.email);
      await browser.click('button[name=provider]');
      const page = await browser.click('#account-mallory');
      expect(page.text).toContain('does not agree with this account');
    });
    expect(await world.read(user.id)).toMatchObject({ status: 'invited', bindings: [] });
  });

  test('is told by mail and logged out when the binding is removed, and binds again only by a new link', async () => {
    const user = await world.bound('grace');
    const before = world.mail.countTo(user.email);
    expect((await world.tenant.delete(`/v1/users/${user.id}/bindings/checked`)).status).toBe(404);
    expect((await world.tenant.delete(`/v1/users/${user.id}/bindings/staff`)).status).toBe(204);
    const mail = await world.mail.mailTo(user.email, before + 1);
    expect(mail.subject).toBe('acme: staff has been removed from your account');
    expect(await world.read(user.id)).toMatchObject({ status: 'invited', bindings: [] });
    expect(await world.trailOf(user.id)).toContain('user.unbound');
    // The identity is free again.
    await world.bound('grace');
  });

  test('who could log in before is told so, and begins anew: bindings are gone, earlier links lead nowhere', async () => {
    const user = await world.bound('mallory');
    const count = () => world.mail.countTo(user.email);
    const first = count();
    expect((await world.tenant.post(`/v1/users/${user.id}/invitation`)).status).toBe(200);
    const renewal = await world.mail.mailTo(user.email, first + 1);
    expect(renewal.subject).toBe('acme: set up your login again');
    expect(await world.read(user.id)).toMatchObject({
      status: 'invited',
      bindings: [],
      invitation: { kind: 'renewal' },
    });
    const second = count();
    const replaced = await world.tenant.put(
      `/v1/users/${user.id}/provider`,
      { provider: 'checked' },
      etag(await world.read(user.id)),
    );
    expect(replaced).toMatchObject({ status: 200, body: { provider: 'checked', invitationLink: null } });
    await world.mail.mailTo(user.email, second + 1);
    await within(async (browser) => {
      expect((await browser.open(linkOf(renewal))).status).toBe(410);
    });
  });
});

describe('an administrator', () => {
  test('who follows an invitation in their own browser gets no further than asking for a code that they cannot read', async () => {
    const { user, mail } = await world.invited();
    const link = linkOf(mail);
    await within(async (browser) => {
      await browser.open(link);
      expect((await browser.post(`${link}/provider`, { provider: 'staff' }, link)).status).toBe(403);
      expect((await browser.post(`${link}/password`, { password: 'a long enough password' }, link)).status).toBe(403);
      expect((await browser.post(`${link}/confirmation?settings=x`, {}, link)).status).toBe(410);
      await browser.open(link);
      await browser.click('form button');
      browser.page.fill('#code', '00000000');
      expect((await browser.click('form button')).text).toContain('The code is not right');
      expect((await browser.post(`${link}/provider`, { provider: 'staff' }, link)).status).toBe(403);
    });
    expect(await world.read(user.id)).toMatchObject({ status: 'invited', bindings: [] });
  });

  test('who points the provider at another identity provider makes bindings stale, and live again by putting it back', async () => {
    await world.addProvider('moved');
    const user = await world.bound('hedy', { provider: 'moved' });
    expect(user.bindings).toMatchObject([{ provider: 'moved', stale: false }]);
    const changes: Record<string, unknown>[] = [
      { issuer: 'https://evil.example' },
      { clientId: 'other' },
      { subject: { source: 'id_token', path: 'email' } },
      { idToken: { validate: { audience: false } } },
      { idToken: { exceptions: ['foreign-azp'] } },
      { idToken: { signingAlgorithms: ['HS256'] } },
      { leniency: ['json-as-text'] },
      { jwksUri: 'https://keys.evil.example/jwks' },
      { tokenUri: 'https://evil.example/token' },
    ];
    for (const change of changes) {
      await world.changeProvider('moved', change);
      expect([change, (await world.read(user.id)).bindings]).toMatchObject([change, [{ stale: true }]]);
    }
    await world.changeProvider('moved', { displayName: { en: 'Another label' }, scopes: ['openid'] });
    expect((await world.read(user.id)).bindings).toMatchObject([{ stale: false }]);
  });

  test('cannot have a stale binding confirmed but by the user, who is asked by mail', async () => {
    const [user] = ((await world.tenant.get('/v1/users?status=active')).body as { items: ShownUser[] }).items.filter(
      ({ bindings }) => bindings[0]?.provider === 'moved',
    );
    if (user === undefined) throw new Error('Nobody is bound at the provider');
    await world.changeProvider('moved', { idToken: { exceptions: ['stale-iat'] } });
    const tenantId = (await world.service.app.get(TenantStore).findByName('acme'))?.id ?? '';
    const bindings = world.service.app.get(Bindings);
    const find = async () => {
      const provider = await world.service.app.get(ProviderDirectory).forUser(tenantId, { name: 'moved' });
      if (provider === null) throw new Error('The provider is not there');
      const identity = identityAt(provider, { issuer: world.openId.issuer, sub: 'hedy' });
      return bindings.findBinding(world.service.app.get(UnitOfWork).lookups, tenantId, identity);
    };
    const found = await find();
    expect(found).toMatchObject({ userId: user.id, stale: true });
    const before = world.mail.countTo(user.email);
    await bindings.askToConfirm(tenantId, found?.id ?? '');
    await bindings.askToConfirm(tenantId, found?.id ?? '');
    const mail = await world.mail.mailTo(user.email, before + 1);
    await within(async (browser) => {
      await browser.open(linkOf(mail));
      expect(browser.page.text).toContain('The settings of Staff login have changed.');
      expect(browser.page.text).toContain(`Opens ${new URL(world.openId.issuer).host}`);
      await world.changeProvider('moved', { idToken: { exceptions: ['any-typ'] } });
      expect((await browser.click('form button')).text).toContain('The settings have changed again');
      expect(await find()).toMatchObject({ stale: true });
      expect((await browser.click('form button')).text).toContain('Your login is confirmed');
    });
    expect(await find()).toMatchObject({ userId: user.id, stale: false });
    expect(world.mail.countTo(user.email)).toBe(before + 1);
    expect(await world.trailOf(user.id)).toContain('user.binding_confirmed');
  });

  test('who removes the binding and invites again reaches the user’s address only', async () => {
    const [bound] = ((await world.tenant.get('/v1/users?status=active')).body as { items: ShownUser[] }).items.filter(
      ({ bindings }) => bindings[0]?.provider === 'moved',
    );
    if (bound === undefined) throw new Error('Nobody is bound at the provider');
    await world.tenant.delete(`/v1/users/${bound.id}/bindings/moved`);
    const again = await world.tenant.post(`/v1/users/${bound.id}/invitation`);
    expect(again).toMatchObject({ status: 200, body: { invitationLink: null } });
    const trail = await world.tenant.get('/v1/audit-events?limit=200&type=user.invited');
    expect(JSON.stringify(trail.body)).not.toContain('/bindings/');
  });
});

describe('an invitation', () => {
  const settingsOf = async (name: string) => {
    const tenantId = (await world.service.app.get(TenantStore).findByName('acme'))?.id ?? '';
    const provider = await world.service.app.get(ProviderDirectory).forUser(tenantId, { name });
    if (provider === null) throw new Error('The provider is not there');
    return identitySettings(provider);
  };

  test('is for the provider as it was set then: who sets it otherwise invites to nothing', async () => {
    await world.addProvider('switched');
    const { user, mail } = await world.invited({ provider: 'switched' });
    const link = linkOf(mail);
    expect((await world.read(user.id)).invitation).toMatchObject({ kind: 'invitation', stale: false });
    await world.changeProvider('switched', { issuer: 'https://evil.example' });
    expect((await world.read(user.id)).invitation).toMatchObject({ stale: true });
    await within(async (browser) => {
      const page = await browser.open(link);
      expect(page.status).toBe(410);
      expect(page.text).toContain('have changed since you were invited');
      expect((await browser.post(`${link}/code`, {}, link)).status).toBe(410);
      await world.changeProvider('switched', {});
      expect((await world.read(user.id)).invitation).toMatchObject({ stale: false });
      await world.prove(browser, link, user.email);
      await world.changeProvider('switched', { clientId: 'of-somebody-else' });
      expect((await browser.post(`${link}/provider`, { provider: 'switched' }, link)).status).toBe(410);
      await world.changeProvider('switched', {});

      await browser.open(link);
      await browser.click('button[name=provider]');
      await world.changeProvider('switched', { idToken: { exceptions: ['stale-iat'] } });
      await browser.click('#account-mallory');
    });
    // What was bound is what was set when the login began: nobody logs in by it as it is set now.
    expect((await world.read(user.id)).bindings).toMatchObject([{ provider: 'switched', stale: true }]);
    const [invited] = await world.eventsOf(user.id, 'user.invited');
    expect(invited!.data).toMatchObject({ identitySettings: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('outlives the first discovery of the provider', async () => {
    await world.addProvider('undiscovered');
    const before = await settingsOf('undiscovered');
    const user = await world.bound('turing', { provider: 'undiscovered' });
    expect(await settingsOf('undiscovered')).not.toBe(before);
    expect(user.bindings).toMatchObject([{ provider: 'undiscovered', stale: false }]);
  });

  test('and a binding hold whole addresses, because a host may serve what strangers put there', async () => {
    await world.addProvider('addressed');
    const at = (path: string) => `${world.openId.issuer}${path}`;
    for (const change of [
      (path: string) => ({ jwksUri: at(path) }),
      (path: string) => ({ tokenUri: at(path) }),
      (path: string) => ({ resources: [{ name: 'profile', uri: at(path) }] }),
    ]) {
      await world.changeProvider('addressed', change('/own'));
      const own = await settingsOf('addressed');
      await world.changeProvider('addressed', change('/of-a-stranger'));
      expect(await settingsOf('addressed')).not.toBe(own);
    }
  });
});

describe('a link', () => {
  test('that was forwarded is of no use in another browser, not even with the code', async () => {
    const { user, mail } = await world.invited();
    const link = linkOf(mail);
    const before = world.mail.countTo(user.email);
    await within(async (own) => {
      await own.open(link);
      await own.click('form button');
      const code = codeOf(await world.mail.mailTo(user.email, before + 1));
      await within(async (other) => {
        await other.open(link);
        expect((await other.post(link, { code }, link)).text).toContain('The code is not right');
        expect((await other.post(`${link}/provider`, {}, link)).status).toBe(403);
      });
      own.page.fill('#code', code);
      await own.click('form button');
      expect(own.page.text).toContain('Continue with Staff login');
      // Once used, the code is gone.
      await own.open(`${link}?again`);
      expect((await own.post(link, { code }, link)).text).toContain('The code is not right');
      await within(async (other) => {
        expect((await other.open(link)).text).toContain('Send me the code');
      });
    });
  });

  test('in two tabs binds once', async () => {
    const { user, mail } = await world.invited();
    await within(async (browser) => {
      await world.prove(browser, linkOf(mail), user.email);
      const page = browser.page;
      await browser.click('button[name=provider]');
      const first = browser.page;
      // The second tab starts its own trip from the page that is still open.
      await browser.post(`${linkOf(mail)}/provider`, { provider: 'staff' }, page.url);
      const second = await browser.click('#account-joan');
      expect(second.text).toContain('Your login is set up');
      await browser.open(first.url);
    });
    expect((await world.read(user.id)).bindings).toHaveLength(1);
    expect((await world.trailOf(user.id)).filter((type) => type === 'user.bound')).toHaveLength(1);
  });

  test('does not bind an identity that is another user’s in the tenant', async () => {
    const { user, mail } = await world.invited();
    await within(async (browser) => {
      await world.prove(browser, linkOf(mail), user.email);
      await browser.click('button[name=provider]');
      expect((await browser.click('#account-ada')).text).toContain('belongs to another user');
    });
    expect(await world.read(user.id)).toMatchObject({ status: 'invited', bindings: [] });
  });

  test('takes no form that another site has posted', async () => {
    const { mail, user } = await world.invited();
    const link = linkOf(mail);
    const before = world.mail.countTo(user.email);
    await within(async (browser) => {
      await browser.open(link);
      expect((await browser.post(`${link}/code`, {}, 'https://evil.example/')).status).toBe(403);
      expect((await browser.post(link, { code: '12345678' }, 'https://evil.example/')).status).toBe(403);
    });
    expect(world.mail.countTo(user.email)).toBe(before);
  });

  test('is guessed at only so often, from the loopback address too', async () => {
    const { mail } = await world.invited();
    const link = linkOf(mail);
    await within(async (browser) => {
      await browser.open(link);
      await browser.click('form button');
      const statuses: (number | null)[] = [];
      for (let guess = 0; guess < 6; guess += 1)
        statuses.push((await browser.post(link, { code: `0000000${guess}` }, link)).status);
      expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
    });
  });

  test('ends what was begun when the provider is not for people any more', async () => {
    await world.addProvider('brief');
    const { user, mail } = await world.invited({ provider: 'brief' });
    await within(async (browser) => {
      await world.prove(browser, linkOf(mail), user.email);
      await browser.click('button[name=provider]');
      await world.changeProvider('brief', { usage: ['signer'], showOnLoginPage: false });
      expect((await browser.click('#account-kath')).text).toContain('Your login is not set up yet');
      expect((await browser.open(linkOf(mail))).status).toBe(410);
    });
    expect(await world.read(user.id)).toMatchObject({ status: 'invited', bindings: [] });
  });

  test('works for seven days, its code for ten minutes, and the proof for half an hour', async () => {
    const { user, mail } = await world.invited();
    const link = linkOf(mail);
    const before = world.mail.countTo(user.email);
    await within(async (browser) => {
      await browser.open(link);
      await browser.click('form button');
      const code = codeOf(await world.mail.mailTo(user.email, before + 1));
      world.service.clock.advance(11 * MINUTE);
      expect((await browser.post(link, { code }, link)).text).toContain('The code is not right');
      await world.prove(browser, link, user.email);
      expect(browser.page.text).toContain('Continue with Staff login');
      world.service.clock.advance(31 * MINUTE);
      expect((await browser.post(`${link}/provider`, {}, link)).status).toBe(403);
      world.service.clock.advance(7 * DAY);
      expect((await browser.open(link)).status).toBe(410);
      expect((await browser.open(`${link.slice(0, -3)}abc`)).status).toBe(404);
    });
  });
});

test('at a provider of kind oauth2 the issuer of an identity is the provider itself', async () => {
  const tenantId = (await world.service.app.get(TenantStore).findByName('acme'))?.id ?? '';
  const provider = await world.service.app.get(ProviderDirectory).forUser(tenantId, { name: 'staff' });
  if (provider === null) throw new Error('The provider is not there');
  const subject = { issuer: 'https://shared.example', sub: '1' };
  const oauth2 = { ...provider, configuration: { ...provider.configuration, kind: 'oauth2', idToken: null } as const };
  expect(identityAt(provider, subject)).toMatchObject(subject);
  expect(identityAt(oauth2, subject)).toMatchObject({ issuer: provider.id, sub: '1' });
});

test('neither links nor codes nor addresses reach the log', () => {
  const secrets = world.mail.received.flatMap(({ text }) => [
    ...(text.match(/\/bindings\/[A-Za-z0-9_-]{43}/g) ?? []),
    ...(text.match(/^\d{8}$/gm) ?? []),
  ]);
  expect(secrets.length).toBeGreaterThan(20);
  for (const secret of secrets) expect(world.service.log.text).not.toContain(secret);
  expect(world.service.log.text).not.toContain('@example.com');
});
