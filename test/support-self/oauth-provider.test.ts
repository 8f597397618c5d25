import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type OAuthProvider,
  type OAuthProviderOptions,
  type OAuthResource,
  startOAuthProvider,
} from '../support/oauth-provider.js';
import { SignerBrowser } from '../support/signer-browser.js';

const REDIRECT_URI = 'https://sign.example/callback/default/oauth';
const person = { person_data: { given_name: 'John', family_name: 'Doe' } };

describe('the OAuth 2.0 provider for tests', () => {
  let provider: OAuthProvider;

  afterEach(async () => {
    await provider.close();
  });

  async function start(options: Partial<OAuthProviderOptions> = {}, resource: Partial<OAuthResource> = {}) {
    provider = await startOAuthProvider({
      clients: [{ clientId: 'sign', clientSecret: 'se/cret:+', redirectUris: [REDIRECT_URI] }],
      accounts: [{ id: 'john', resources: { person, license: { version: '1.2' } }, tokenMembers: { user_id: 7 } }],
      resources: [{ name: 'person', ...resource }, { name: 'license' }],
      ...options,
    });
  }

  async function logIn(button = '#account-john'): Promise<URL> {
    const browser = new SignerBrowser();
    const parameters = { response_type: 'code', client_id: 'sign', redirect_uri: REDIRECT_URI, state: 'the-state' };
    await browser.open(`${provider.authorizationUri}?${new URLSearchParams(parameters).toString()}`);
    return (await browser.click(button)).url;
  }

  function exchange(code: string, secret = 'se/cret:+', headers: Record<string, string> = {}): Promise<Response> {
    const basic = Buffer.from(`sign:${encodeURIComponent(secret)}`).toString('base64');
    return fetch(provider.tokenUri, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, ...headers },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI }),
    });
  }

  async function accessToken(): Promise<string> {
    const code = (await logIn()).searchParams.get('code') ?? '';
    const { access_token } = (await (await exchange(code)).json()) as { access_token: string };
    return access_token;
  }

  it('walks from login to every resource', async () => {
    await start();
    const token = await accessToken();
    const headers = { authorization: `Bearer ${token}` };
    expect(await (await fetch(provider.resourceUri('person'), { headers })).json()).toEqual(person);
    expect(await (await fetch(provider.resourceUri('license'), { headers })).json()).toEqual({ version: '1.2' });
    expect(provider.issuedTokens).toEqual([token]);
    expect(provider.calls.counts()).toEqual({
      authorization: 1,
      login: 1,
      token: 1,
      'resource:person': 1,
      'resource:license': 1,
    });
  });

  it('answers access_denied when the person declines', async () => {
    await start();
    expect((await logIn('#decline')).search).toBe('?error=access_denied&state=the-state');
  });

  it('spends a code once', async () => {
    await start();
    const code = (await logIn()).searchParams.get('code') ?? '';
    expect((await exchange(code)).status).toBe(200);
    const second = await exchange(code);
    expect([second.status, await second.json()]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
  });

  it('refuses a wrong secret', async () => {
    await start();
    const answer = await exchange('any', 'wrong');
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
  });

  it('answers like GitHub: form-encoded unless asked for JSON, errors with status 200', async () => {
    await start({ tokenAnswer: 'form-unless-asked', errorStatus: 200, tokenType: 'bearer' });
    const code = (await logIn()).searchParams.get('code') ?? '';
    const answer = await exchange(code);
    const members = new URLSearchParams(await answer.text());
    expect([members.get('token_type'), members.get('user_id')]).toEqual(['bearer', '7']);
    const second = await exchange(code, 'se/cret:+', { accept: 'application/json' });
    expect([second.status, await second.json()]).toEqual([200, expect.objectContaining({ error: 'invalid_grant' })]);
  });

  it.each([
    {
      title: 'an accepted parameter',
      resource: { acceptsParameters: ['bearer'] as const },
      parameter: 'bearer',
      header: false,
      status: 200,
    },
    {
      title: 'a parameter that is not accepted',
      resource: { refusalStatus: 500 },
      parameter: 'oauth_token',
      header: true,
      status: 500,
    },
    {
      title: 'the header alone, on the second call',
      resource: { refusalStatus: 500 },
      parameter: null,
      header: true,
      status: 200,
    },
    {
      title: 'the header where only a parameter counts',
      resource: { acceptsHeader: false },
      parameter: null,
      header: true,
      status: 401,
    },
    {
      title: 'the token sent twice',
      resource: { acceptsParameters: ['access_token'] as const, refusesTokenSentTwice: true, refusalStatus: 400 },
      parameter: 'access_token',
      header: true,
      status: 400,
    },
    {
      title: 'a missing header',
      resource: { requiredHeaders: ['x-api-version'] },
      parameter: null,
      header: true,
      status: 403,
    },
  ])('answers $status to $title', async ({ resource, parameter, header, status }) => {
    await start({}, resource);
    const token = await accessToken();
    const query = parameter === null ? '' : `?${parameter}=${token}`;
    const answer = await fetch(`${provider.resourceUri('person')}${query}`, {
      headers: header ? { authorization: `Bearer ${token}` } : {},
    });
    expect(answer.status).toBe(status);
    expect(provider.calls.last('resource:person').query.get(parameter ?? 'bearer')).toBe(parameter && token);
  });

  it('shapes a body as the resource wants it', async () => {
    await start({}, { contentType: 'text/html', body: (data) => `[${JSON.stringify(data)}]` });
    const token = await accessToken();
    const answer = await fetch(provider.resourceUri('person'), { headers: { authorization: `bearer ${token}` } });
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect(await answer.text()).toBe(`[${JSON.stringify(person)}]`);
  });
});
