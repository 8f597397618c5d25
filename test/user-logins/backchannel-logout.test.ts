import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOfLogoutToken } from '../../src/federation/logout/judge-logout-token.js';
import { PeopleWorld, type ShownUser } from '../people/world.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { PartnerClient } from './partner-client.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

describe('a logout that a provider tells of', () => {
  let world: PeopleWorld;
  let partner: PartnerClient;
  let user: ShownUser;

  beforeAll(async () => {
    world = await PeopleWorld.start();
    partner = await PartnerClient.register(world.service, world.tenant);
    user = await world.bound('grace');
  });

  afterAll(() => world.close());

  /** Logs in at the provider and lets an application act for the user. */
  async function loggedIn(): Promise<{ readonly browser: SignerBrowser; readonly caller: ApiClient }> {
    const browser = new SignerBrowser();
    await browser.open(`${world.service.url}/logon/acme/staff`);
    await browser.click('#account-grace');
    const { url, verifier } = partner.request();
    await browser.open(url);
    if (browser.page.url.pathname.startsWith('/consent/')) await browser.click('button[value=allow]');
    return { browser, caller: await partner.redeem(verifier, browser.page.url.href) };
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

  const sessions = async (): Promise<number> =>
    ((await world.tenant.get(`/v1/users/${user.id}/sessions`)).body as { items: unknown[] }).items.length;

  it('ends the sessions that began before it, in the trail, and none that begins later', async () => {
    const { browser } = await loggedIn();
    expect(await sessions()).toBe(1);
    const logout = await token();
    expect((await post({ logout_token: logout })).status).toBe(200);
    expect(await sessions()).toBe(0);
    expect(await world.trailOf(user.id)).toContain('user.session_ended');
    await browser.close();

    world.service.clock.advance(120_000);
    const later = await loggedIn();
    expect((await post({ logout_token: logout })).status).toBe(200);
    expect(await sessions()).toBe(1);
    expect((await later.caller.get('/v1/me')).status).toBe(200);
    await later.browser.close();
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
