import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import type { SignerBrowser } from '../support/signer-browser.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { completed, REDIRECT_URI, walk } from './support/walk.js';

const john = {
  id: 'john',
  label: 'John Doe',
  claims: { given_name: 'John', family_name: 'Doe', email: 'john@example.com', 'urn:pvpgvat:oidc.bpk': 'BF:1234' },
  acr: 'high',
  amr: ['pwd', 'otp'],
};

const secret = 'a secret with : and % and -._~ and +';

const clients = [
  { client_id: 'basic:id', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' },
  { client_id: 'post', client_secret: secret, token_endpoint_auth_method: 'client_secret_post' },
  { client_id: 'public', token_endpoint_auth_method: 'none' },
] as const;

describe('a login at a real OpenID provider', () => {
  let provider: OpenIdProvider;
  let tested: FederationUnderTest;

  beforeAll(async () => {
    provider = await startOpenIdProvider({ clients, accounts: [john] });
    for (const { client_id } of clients) provider.registerRedirectUri(client_id, REDIRECT_URI);
  });

  beforeEach(() => {
    provider.calls.clear();
    tested = federationUnderTest();
  });

  afterEach(async () => {
    await tested.close();
  });

  afterAll(async () => {
    await provider.close();
  });

  const configured = (clientId: string, clientAuthentication: object, more: object = {}) =>
    providerUnderTest({
      kind: 'oidc',
      clientId,
      clientAuthentication,
      issuer: provider.issuer,
      scopes: ['openid', 'profile', 'email'],
      ...more,
    });

  const asJohn = { atProvider: (browser: SignerBrowser) => browser.click('#account-john') };

  it.each([
    ['client_secret_basic', 'basic:id', { method: 'client_secret_basic', clientSecret: secret }],
    ['client_secret_post', 'post', { method: 'client_secret_post', clientSecret: secret }],
    ['none', 'public', { method: 'none' }],
  ])('succeeds with %s', async (_method, clientId, clientAuthentication) => {
    const trip = completed(await walk(tested, configured(clientId, clientAuthentication), asJohn));

    expect(trip.subject).toEqual({ issuer: provider.issuer, sub: 'john' });
    expect(trip.sources).toHaveLength(1);
    expect(trip.sources[0]).toMatchObject({ source: 'id_token', claims: john.claims });
    expect(trip).toMatchObject({ acr: 'high', amr: ['pwd', 'otp'], tokenType: 'bearer', relaxations: [] });
    expect(trip.idToken?.jwkThumbprint).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('fetches UserInfo from the endpoint that discovery names and keeps its source apart', async () => {
    const resources = [{ name: 'userinfo', type: 'userinfo' }];
    const basic = { method: 'client_secret_basic', clientSecret: secret };
    const trip = completed(await walk(tested, configured('basic:id', basic, { resources }), asJohn));

    expect(trip.sources.map(({ source }) => source)).toEqual(['id_token', 'resource:userinfo']);
    expect(trip.sources[1]?.claims).toMatchObject({ sub: 'john', email: 'john@example.com' });
  });

  it('calls the provider for discovery and keys once, and on a warm login for the token alone', async () => {
    const configuredOnce = configured('public', { method: 'none' });
    completed(await walk(tested, configuredOnce, asJohn));
    expect(provider.calls.counts()).toMatchObject({ discovery: 1, jwks: 1, token: 1 });
    provider.calls.clear();

    completed(await walk(tested, configuredOnce, asJohn));
    expect(provider.calls.counts()).toMatchObject({ token: 1 });
    expect(provider.calls.counts()).not.toHaveProperty('discovery');
    expect(provider.calls.counts()).not.toHaveProperty('jwks');
  });

  it('accepts a token signed with a key that came after ours were fetched, with one more call for keys', async () => {
    const configuredOnce = configured('public', { method: 'none' });
    completed(await walk(tested, configuredOnce, asJohn));
    await provider.rotateKeys();
    provider.calls.clear();

    completed(await walk(tested, configuredOnce, asJohn));
    expect(provider.calls.counts()).toMatchObject({ jwks: 1, token: 1 });
  });
});
