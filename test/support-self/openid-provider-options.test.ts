import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';
import * as client from 'openid-client';
import { type ClientMetadata, type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import { arriveAtLogin, discover, REDIRECT_URI } from './openid-walk.js';

const SECRET = 'a secret that is long enough for HS256';
const john = { id: 'john', claims: { given_name: 'John', family_name: 'Doe', email: 'john@example.com' } };

describe('the OpenID provider for tests, as its clients want it', () => {
  let provider: OpenIdProvider;
  let signing: { readonly privateKey: CryptoKey; readonly jwk: JWK };
  let decryption: { readonly privateKey: CryptoKey; readonly jwk: JWK };

  beforeAll(async () => {
    const makeKey = async (alg: string, use: string) => {
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
      return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: use, use, alg } };
    };
    signing = await makeKey('ES256', 'sig');
    decryption = await makeKey('ECDH-ES', 'enc');
  });

  afterEach(() => provider.close());

  /** Starts a provider with one client and a relying party that uses it. */
  async function start(metadata: Partial<ClientMetadata>, authentication: client.ClientAuth) {
    provider = await startOpenIdProvider({
      clients: [{ client_id: 'sign', client_secret: SECRET, redirect_uris: [REDIRECT_URI], ...metadata }],
      accounts: [john],
    });
    const { id_token_signed_response_alg: alg } = metadata;
    const known = { client_id: 'sign', ...(alg === undefined ? {} : { id_token_signed_response_alg: alg }) };
    return discover(provider, known, authentication);
  }

  const keysOf = (...keys: JWK[]) => ({ jwks: { keys: keys.map((key) => ({ ...key, kty: key.kty ?? '' })) } });

  async function logIn(
    configuration: client.Configuration,
    options: {
      readonly extra?: Readonly<Record<string, string>>;
      readonly build?: (parameters: Record<string, string>) => Promise<URL>;
      readonly dpop?: client.DPoPHandle;
    } = {},
  ) {
    const { browser, checks } = await arriveAtLogin(configuration, options.extra, options.build);
    const callback = await browser.click('#account-john');
    const dpop = options.dpop === undefined ? {} : { DPoP: options.dpop };
    const tokens = await client.authorizationCodeGrant(configuration, callback.url, checks, {}, dpop);
    const userinfo = await client.fetchUserInfo(configuration, tokens.access_token, 'john', dpop);
    return { callback, tokens, userinfo };
  }

  it.each([
    { method: 'client_secret_basic', authentication: () => client.ClientSecretBasic(SECRET) },
    { method: 'client_secret_post', authentication: () => client.ClientSecretPost(SECRET) },
    { method: 'client_secret_jwt', authentication: () => client.ClientSecretJwt(SECRET) },
    { method: 'private_key_jwt', authentication: () => client.PrivateKeyJwt({ key: signing.privateKey, kid: 'sig' }) },
    { method: 'none', authentication: () => client.None() },
  ])('authenticates a client by $method', async ({ method, authentication }) => {
    const configuration = await start(
      { token_endpoint_auth_method: method as 'none', ...keysOf(signing.jwk) },
      authentication(),
    );
    expect((await logIn(configuration)).userinfo).toMatchObject({ given_name: 'John' });
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA', 'HS256'] as const)('signs ID tokens with %s', async (alg) => {
    const configuration = await start({ id_token_signed_response_alg: alg }, client.ClientSecretBasic(SECRET));
    if (alg !== 'HS256') client.enableNonRepudiationChecks(configuration);
    const { tokens } = await logIn(configuration);
    const header = JSON.parse(Buffer.from(tokens.id_token?.split('.')[0] ?? '', 'base64url').toString()) as JWK;
    expect(header.alg).toBe(alg);
  });

  it('encrypts the ID token and signs, then encrypts UserInfo', async () => {
    const configuration = await start(
      {
        ...keysOf(decryption.jwk),
        id_token_encrypted_response_alg: 'ECDH-ES',
        id_token_encrypted_response_enc: 'A256GCM',
        userinfo_signed_response_alg: 'RS256',
        userinfo_encrypted_response_alg: 'ECDH-ES',
        userinfo_encrypted_response_enc: 'A256GCM',
      },
      client.ClientSecretBasic(SECRET),
    );
    client.enableDecryptingResponses(configuration, ['A256GCM'], { key: decryption.privateKey, kid: 'enc' });
    const { tokens, userinfo } = await logIn(configuration);
    expect(tokens.claims()).toMatchObject({ sub: 'john' });
    expect(userinfo).toMatchObject({ email: 'john@example.com' });
  });

  it('takes a signed request object', async () => {
    const configuration = await start(
      { ...keysOf(signing.jwk), request_object_signing_alg: 'ES256', require_signed_request_object: true },
      client.ClientSecretBasic(SECRET),
    );
    const build = (parameters: Record<string, string>): Promise<URL> =>
      client.buildAuthorizationUrlWithJAR(configuration, parameters, { key: signing.privateKey, kid: 'sig' });
    expect((await logIn(configuration, { build })).tokens.claims()).toMatchObject({ sub: 'john' });
  });

  it('answers with a signed authorization response', async () => {
    const configuration = await start({ authorization_signed_response_alg: 'ES256' }, client.ClientSecretBasic(SECRET));
    client.useJwtResponseMode(configuration);
    const { callback } = await logIn(configuration);
    expect([...callback.url.searchParams.keys()]).toEqual(['response']);
  });

  it('binds tokens to a DPoP key', async () => {
    const configuration = await start({ dpop_bound_access_tokens: true }, client.ClientSecretBasic(SECRET));
    const dpop = client.getDPoPHandle(configuration, await client.randomDPoPKeyPair());
    const { tokens } = await logIn(configuration, { dpop });
    expect(tokens.token_type).toBe('dpop');
  });

  it('gives claims one by one when asked by the claims parameter', async () => {
    provider = await startOpenIdProvider({
      clients: [{ client_id: 'sign', client_secret: SECRET, redirect_uris: [REDIRECT_URI] }],
      accounts: [{ ...john, acr: 'high' }],
      acrValues: ['high'],
      idTokenClaims: 'only-requested',
    });
    const configuration = await discover(provider, { client_id: 'sign' }, client.ClientSecretBasic(SECRET));
    const claims = JSON.stringify({ id_token: { given_name: null, acr: { essential: true, value: 'high' } } });
    const { tokens } = await logIn(configuration, { extra: { claims } });
    expect(tokens.claims()).toMatchObject({ given_name: 'John', acr: 'high' });
    expect(tokens.claims()).not.toHaveProperty('family_name');
  });

  it('logs out and sends the person back to a registered address only', async () => {
    const configuration = await start({}, client.ClientSecretBasic(SECRET));
    provider.registerPostLogoutRedirectUri('sign', 'https://sign.example/goodbye');
    const { browser, checks } = await arriveAtLogin(configuration);
    const callback = await browser.click('#account-john');
    const tokens = await client.authorizationCodeGrant(configuration, callback.url, checks);
    const url = (to: string): URL =>
      client.buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: to,
        id_token_hint: tokens.id_token ?? '',
      });
    expect((await browser.open(url('https://other.example/'))).status).toBe(400);
    await browser.open(url('https://sign.example/goodbye'));
    expect((await browser.click('#log-out')).url.href).toBe('https://sign.example/goodbye');
    await browser.open(
      client.buildAuthorizationUrl(configuration, {
        redirect_uri: REDIRECT_URI,
        scope: 'openid',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
      }),
    );
    expect(browser.page.title).toBe('Test provider');
  });
});
