import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type OAuthProvider,
  type OAuthProviderOptions,
  type OAuthResource,
  startOAuthProvider,
} from '../support/oauth-provider.js';
import type { SignerBrowser } from '../support/signer-browser.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { completed, failed, REDIRECT_URI, walk } from './support/walk.js';

const person = { id: 4711, person_data: { given_name: 'John', family_name: 'Doe' } };
const licence = { version: '1.2' };

describe('a login at a real OAuth 2.0 provider with resource URIs', () => {
  let provider: OAuthProvider;
  let tested: FederationUnderTest;

  beforeEach(() => {
    tested = federationUnderTest();
  });

  afterEach(async () => {
    await tested.close();
    await provider.close();
  });

  const serve = async (options: Partial<OAuthProviderOptions> = {}, resource: Partial<OAuthResource> = {}) => {
    provider = await startOAuthProvider({
      clients: [{ clientId: 'sign', clientSecret: 'se/cret:+', redirectUris: [REDIRECT_URI] }],
      accounts: [{ id: 'john', resources: { person, license: licence }, tokenMembers: { user_id: 7 } }],
      resources: [{ name: 'person', ...resource }, { name: 'license' }],
      ...options,
    });
  };

  const configured = (tokenParameter = 'none', more: object = {}) =>
    providerUnderTest({
      kind: 'oauth2',
      clientId: 'sign',
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'se/cret:+' },
      authorizationUri: provider.authorizationUri,
      tokenUri: provider.tokenUri,
      subject: { source: 'resource:person', path: 'id' },
      resources: [
        { name: 'person', uri: `${provider.resourceUri('person')}?fields=id,name`, tokenParameter },
        { name: 'license', uri: provider.resourceUri('license') },
      ],
      ...more,
    });

  const asJohn = { atProvider: (browser: SignerBrowser) => browser.click('#account-john') };

  it('keeps every document under its own source, and one without mapping too', async () => {
    await serve();
    const trip = completed(await walk(tested, configured(), asJohn));

    expect(trip.sources).toEqual([
      { source: 'token_response', claims: { user_id: 7 } },
      { source: 'resource:person', claims: person },
      { source: 'resource:license', claims: licence },
    ]);
    expect(trip.subject).toEqual({ issuer: provider.origin, sub: '4711' });
    expect(trip.idToken).toBeNull();
    expect(Buffer.from(trip.resources[1]?.body ?? []).toString()).toBe(JSON.stringify(licence));
  });

  it.each(['oauth_token', 'oauth2_access_token', 'access_token', 'bearer'] as const)(
    'sends the token as query parameter %s, and in the header too since it is a bearer token',
    async (tokenParameter) => {
      await serve({ tokenType: 'bEaReR' }, { acceptsParameters: [tokenParameter], acceptsHeader: false });
      completed(await walk(tested, configured(tokenParameter), asJohn));

      const [call, ...more] = provider.calls.all('resource:person');
      expect(more).toEqual([]);
      expect(call?.query.get(tokenParameter)).toBe(provider.issuedTokens[0]);
      expect(call?.query.get('fields')).toBe('id,name');
      expect(call?.headers.authorization).toBe(`Bearer ${provider.issuedTokens[0] ?? ''}`);
    },
  );

  it('sends the token in the header only when no parameter is configured', async () => {
    await serve();
    completed(await walk(tested, configured('none'), asJohn));
    const [call] = provider.calls.all('resource:person');
    expect([...(call?.query.keys() ?? [])]).toEqual(['fields']);
    expect(call?.headers.authorization).toBe(`Bearer ${provider.issuedTokens[0] ?? ''}`);
  });

  it('does not send the header along with the parameter when the token is of no stated type', async () => {
    await serve({ tokenType: null }, { acceptsParameters: ['access_token'] });
    completed(await walk(tested, configured('access_token'), asJohn));
    expect(provider.calls.all('resource:person')[0]?.headers.authorization).toBeUndefined();
  });

  it('makes one second call with the header only after an HTTP error, and records both without the token', async () => {
    await serve({}, { acceptsParameters: [] });
    const trip = completed(await walk(tested, configured('oauth_token'), asJohn));

    expect(trip.resources[0]?.calls).toEqual([
      {
        status: 401,
        tokenSentAs: ['query parameter oauth_token', 'Authorization header'],
        outcome: 'resource.http_error',
      },
      { status: 200, tokenSentAs: ['Authorization header'], outcome: 'ok' },
    ]);
    const [first, second] = trip.steps.filter(({ name }) => name === 'person');
    expect(first?.request?.url).toBe(`${provider.resourceUri('person')}?fields=id,name&oauth_token=[redacted]`);
    expect(second?.request?.url).toBe(`${provider.resourceUri('person')}?fields=id,name`);
    expect(JSON.stringify(trip.steps)).not.toContain(provider.issuedTokens[0]);
  });

  it('refuses when both calls get an HTTP error, and does not go on to the next resource', async () => {
    await serve({}, { acceptsHeader: false });
    const failure = failed(await walk(tested, configured('access_token'), asJohn));

    expect(failure.code).toBe('resource.http_error');
    expect(failure.resources[0]?.calls).toHaveLength(2);
    expect(provider.calls.all('resource:license')).toEqual([]);
    expect(JSON.stringify(failure)).not.toContain(provider.issuedTokens[0]);
  });

  it('goes on without a resource that is not required', async () => {
    await serve({}, { acceptsHeader: false });
    const resources = [
      { name: 'person', uri: provider.resourceUri('person'), required: false },
      { name: 'license', uri: provider.resourceUri('license') },
    ];
    const subject = { source: 'token_response', path: 'user_id' };
    const trip = completed(await walk(tested, configured('none', { resources, subject }), asJohn));

    expect(trip.sources.map(({ source }) => source)).toEqual(['token_response', 'resource:license']);
    expect(trip.resources[0]).toMatchObject({ name: 'person', body: null });
  });

  it.each(['json', 'form', 'form-unless-asked'] as const)('reads a token answer that is %s', async (tokenAnswer) => {
    await serve({ tokenAnswer });
    completed(await walk(tested, configured(), asJohn));
  });

  it('names a wrong secret even when the provider answers its errors with status 200', async () => {
    await serve({ errorStatus: 200 });
    const wrong = configured('none', {
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'another' },
    });
    expect(failed(await walk(tested, wrong, asJohn)).code).toBe('token_request.invalid_client');
  });

  it('leaves PKCE out where it is turned off, and says so', async () => {
    await serve({ refusesPkce: true });
    const trip = completed(await walk(tested, configured('none', { usePkce: false }), asJohn));
    expect(trip.relaxations).toEqual(['pkce']);
  });
});
