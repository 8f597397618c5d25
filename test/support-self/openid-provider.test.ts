import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import { arriveAtLogin, discover as discoverProvider, REDIRECT_URI } from './openid-walk.js';

const john = {
  id: 'john',
  label: 'John Doe',
  claims: { given_name: 'John', family_name: 'Doe', email: 'john@example.com', 'urn:pvpgvat:oidc.bpk': 'BF:1234' },
  acr: 'high',
  amr: ['pwd', 'otp'],
  authTime: 1_700_000_000,
};

describe('the OpenID provider for tests', () => {
  let provider: OpenIdProvider;

  beforeAll(async () => {
    provider = await startOpenIdProvider({
      clients: [
        { client_id: 'sign', client_secret: 'a secret of the client' },
        { client_id: 'pushed', client_secret: 'another secret', require_pushed_authorization_requests: true },
      ],
      accounts: [john],
    });
    provider.registerRedirectUri('sign', REDIRECT_URI);
    provider.registerRedirectUri('pushed', REDIRECT_URI);
  });

  beforeEach(() => {
    provider.setAccounts([john]);
    provider.calls.clear();
  });

  afterAll(async () => {
    await provider.close();
  });

  const discover = (clientId: string, secret: string): Promise<client.Configuration> =>
    discoverProvider(provider, { client_id: clientId }, client.ClientSecretBasic(secret));

  it('logs an account in and issues its claims, with acr, amr and auth_time', async () => {
    const configuration = await discover('sign', 'a secret of the client');
    const { browser, checks } = await arriveAtLogin(configuration);
    const callback = await browser.click('#account-john');

    const tokens = await client.authorizationCodeGrant(configuration, callback.url, checks);

    expect(tokens.claims()).toMatchObject({
      sub: 'john',
      given_name: 'John',
      'urn:pvpgvat:oidc.bpk': 'BF:1234',
      acr: 'high',
      amr: ['pwd', 'otp'],
      auth_time: 1_700_000_000,
    });
    const userinfo = await client.fetchUserInfo(configuration, tokens.access_token, 'john');
    expect(userinfo).toMatchObject({ sub: 'john', email: 'john@example.com' });
    expect(provider.calls.counts()).toEqual({
      discovery: 1,
      authorization: 1,
      login: 2,
      resume: 1,
      token: 1,
      userinfo: 1,
    });
  });

  it('takes a typed user name and says so when nobody has it', async () => {
    const { browser } = await arriveAtLogin(await discover('sign', 'a secret of the client'));
    browser.page.fill('#username', 'jane');
    const again = await browser.click('#sign-in');
    expect(again.find('[role=alert]').text).toContain('jane');
    again.fill('#username', 'john');
    const callback = await browser.click('#sign-in');
    expect(callback.url.searchParams.get('code')).toEqual(expect.any(String));
  });

  it('answers access_denied, with iss, when the person declines', async () => {
    const { browser } = await arriveAtLogin(await discover('sign', 'a secret of the client'));
    const callback = await browser.click('#decline');
    expect(Object.fromEntries(callback.url.searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'the-state',
      iss: provider.issuer,
    });
  });

  it('answers by form_post when asked to', async () => {
    const { browser } = await arriveAtLogin(await discover('sign', 'a secret of the client'), {
      response_mode: 'form_post',
    });
    const callback = await browser.click('#account-john');
    expect(callback.url.href).toBe(REDIRECT_URI);
    expect(Object.fromEntries(callback.submitted)).toMatchObject({ state: 'the-state', code: expect.any(String) });
  });

  it('takes a pushed authorization request', async () => {
    const configuration = await discover('pushed', 'another secret');
    const { browser, checks } = await arriveAtLogin(configuration, {}, (parameters) =>
      client.buildAuthorizationUrlWithPAR(configuration, parameters),
    );
    const callback = await browser.click('#account-john');
    await client.authorizationCodeGrant(configuration, callback.url, checks);
    expect(provider.calls.count('pushed_authorization_request')).toBe(1);
  });

  it('signs with new keys after a rotation and forgets the old ones', async () => {
    const configuration = await discover('sign', 'a secret of the client');
    const kids = async (): Promise<string[]> => {
      const response = await fetch(`${provider.issuer}/jwks`);
      const { keys } = (await response.json()) as { keys: { kid: string }[] };
      return keys.map(({ kid }) => kid);
    };
    const before = await kids();
    const { browser, checks } = await arriveAtLogin(configuration);

    await provider.rotateKeys();

    const after = await kids();
    expect(after.filter((kid) => before.includes(kid))).toEqual([]);
    const callback = await browser.click('#account-john');
    client.enableNonRepudiationChecks(configuration);
    await expect(client.authorizationCodeGrant(configuration, callback.url, checks)).resolves.toBeDefined();
  });

  it('knows other accounts once they are set, without forgetting a login in progress', async () => {
    const configuration = await discover('sign', 'a secret of the client');
    const { browser, checks } = await arriveAtLogin(configuration);
    provider.setAccounts([{ id: 'jane', claims: { licence: { classes: ['B'] } } }]);
    browser.page.fill('#username', 'jane');
    const callback = await browser.click('#sign-in');
    const tokens = await client.authorizationCodeGrant(configuration, callback.url, checks);
    expect(tokens.claims()).toMatchObject({ sub: 'jane', licence: { classes: ['B'] } });
  });

  it('tells why it refused, so that a failing test can be understood', async () => {
    const configuration = await discover('sign', 'a wrong secret');
    const { browser, checks } = await arriveAtLogin(configuration);
    const callback = await browser.click('#account-john');
    await expect(client.authorizationCodeGrant(configuration, callback.url, checks)).rejects.toThrow();
    expect(provider.errors.at(-1)).toMatchObject({ event: 'grant.error', message: 'invalid_client' });
  });
});
