import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { compactDecrypt, createRemoteJWKSet, decodeJwt, importPKCS8, type JWK, jwtVerify, SignJWT } from 'jose';
import {
  BANKID_ACR_VALUES,
  ENTRA_TENANT_ID,
  ID_AUSTRIA_BPK,
  type Persona,
  startApple,
  startBankIdBroker,
  startEntra,
  startFacebook,
  startFranceConnect,
  startGitHub,
  startGoogle,
  startIdAustria,
  startItsme,
  startLinkedIn,
  startVk,
} from '../support/personas.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';

const REDIRECT_URI = 'https://sign.example/callback/default/persona';
const LONG = 'a-value-of-more-than-22-characters';

type Members = Readonly<Record<string, string>>;
type Json = Record<string, unknown>;

describe('the persona of', () => {
  let persona: Persona;

  afterEach(() => persona.close());

  const use = async <Kind extends Persona>(start: Promise<Kind>): Promise<Kind> => {
    const started = await start;
    persona = started;
    started.registerRedirectUri(REDIRECT_URI);
    return started;
  };

  /** Logs John in at `uri` (of the real provider) and gives the parameters that come back. */
  async function authorize(uri: string, extra: Members = {}): Promise<{ page: BrowserPage; answer: URLSearchParams }> {
    const browser = new SignerBrowser();
    const parameters = {
      response_type: 'code',
      client_id: persona.clientId,
      redirect_uri: REDIRECT_URI,
      state: LONG,
      nonce: LONG,
      ...extra,
    };
    await browser.open(`${persona.relocate(uri)}?${new URLSearchParams(parameters).toString()}`);
    if (browser.page.status !== null && browser.page.status < 400) await persona.passLogin(browser);
    const { page } = browser;
    return { page, answer: page.submitted.size > 0 ? page.submitted : page.url.searchParams };
  }

  /** Exchanges a code with the secret in the form (or whatever `extra` says). */
  function exchange(uri: string, answer: URLSearchParams, extra: Members = {}): Promise<Response> {
    const { clientAuthentication: client } = persona;
    return fetch(persona.relocate(uri), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: answer.get('code') ?? '',
        redirect_uri: REDIRECT_URI,
        client_id: persona.clientId,
        ...('clientSecret' in client ? { client_secret: client.clientSecret } : {}),
        ...extra,
      }),
    });
  }

  const jsonOf = async (answer: Promise<Response> | Response): Promise<Json> => (await (await answer).json()) as Json;
  const get = (uri: string, headers: Members = {}): Promise<Response> => fetch(persona.relocate(uri), { headers });
  const verify = async (token: unknown, jwksUri: string) =>
    jwtVerify(String(token), createRemoteJWKSet(new URL(persona.relocate(jwksUri))));

  describe('Google', () => {
    const authorization = 'https://accounts.google.com/o/oauth2/v2/auth';
    const token = 'https://oauth2.googleapis.com/token';

    it('answers with azp, other scopes and parameters of its own', async () => {
      await use(startGoogle());
      const { answer } = await authorize(authorization, { scope: 'openid email profile' });
      expect([answer.get('authuser'), answer.has('iss')]).toEqual(['0', false]);
      const tokens = await jsonOf(exchange(token, answer));
      expect(tokens.scope).toContain('https://www.googleapis.com/auth/userinfo.email');
      const { payload } = await verify(tokens.id_token, 'https://www.googleapis.com/oauth2/v3/certs');
      expect(payload).toMatchObject({ iss: persona.origin, azp: persona.clientId, email_verified: true, nonce: LONG });
    });

    it('can leave the scheme out of its issuer, and can name itself in the callback', async () => {
      await use(startGoogle({ issuerWithoutScheme: true, issuerParameter: true }));
      const { answer } = await authorize(authorization, { scope: 'openid' });
      expect(answer.get('iss')).toBe(persona.origin);
      const tokens = await jsonOf(exchange(token, answer));
      expect(decodeJwt(String(tokens.id_token)).iss).toBe(new URL(persona.origin).host);
    });
  });

  it('Entra: a template as issuer, a directory in the token, tokens dated back, keys without alg', async () => {
    await use(startEntra());
    const base = 'https://login.microsoftonline.com/common';
    expect(await jsonOf(get(`${base}/v2.0/.well-known/openid-configuration`))).toMatchObject({
      issuer: `${persona.origin}/{tenantid}/v2.0`,
      token_endpoint: `${persona.origin}/common/oauth2/v2.0/token`,
    });
    const { keys } = await jsonOf(get(`${base}/discovery/v2.0/keys`));
    expect(keys).toHaveLength(3);
    expect((keys as Json[])[0]).toMatchObject({ issuer: `${persona.origin}/{tenantid}/v2.0` });
    expect((keys as Json[])[0]).not.toHaveProperty('alg');
    const { answer } = await authorize(`${base}/oauth2/v2.0/authorize`, { scope: 'openid profile' });
    const tokens = await jsonOf(exchange(`${base}/oauth2/v2.0/token`, answer));
    const { payload } = await verify(tokens.id_token, `${base}/discovery/v2.0/keys`);
    expect(payload).toMatchObject({
      iss: `${persona.origin}/${ENTRA_TENANT_ID}/v2.0`,
      tid: ENTRA_TENANT_ID,
      ver: '2.0',
    });
    expect(payload).not.toHaveProperty('email_verified');
    expect(Date.now() / 1000 - (payload.nbf ?? 0)).toBeGreaterThan(295);
  });

  describe('Apple', () => {
    const authorization = 'https://appleid.apple.com/auth/authorize';
    const scope = { scope: 'openid name email', response_mode: 'form_post' };

    async function secret(changes: Json = {}): Promise<string> {
      const client = persona.clientAuthentication;
      if (client.method !== 'apple_client_secret') throw new Error('Apple wants a secret JWT');
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: client.teamId, iat: now, exp: now + 300, aud: persona.origin, sub: persona.clientId };
      return new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: 'ES256', kid: client.keyId })
        .sign(await importPKCS8(client.privateKey, 'ES256'));
    }

    it('posts the name once, signs for a day and spells true as text', async () => {
      await use(startApple());
      const first = await authorize(authorization, scope);
      expect(JSON.parse(first.answer.get('user') ?? '')).toMatchObject({
        name: { firstName: 'John', lastName: 'Doe' },
      });
      expect((await authorize(authorization, scope)).answer.has('user')).toBe(false);
      const tokens = await jsonOf(
        exchange('https://appleid.apple.com/auth/token', first.answer, { client_secret: await secret() }),
      );
      const { payload } = await verify(tokens.id_token, 'https://appleid.apple.com/auth/keys');
      expect(payload).toMatchObject({ email_verified: 'true', nonce_supported: true });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(86_400);
    });

    it('refuses names by query', async () => {
      await use(startApple());
      expect((await authorize(authorization, { scope: 'openid name' })).page.status).toBe(400);
    });

    it.each([
      { what: 'of another team', changes: { iss: 'ZZZ999ZZZ9' } },
      { what: 'for another audience', changes: { aud: 'https://appleid.apple.com' } },
      { what: 'for more than six months', changes: { exp: Math.floor(Date.now() / 1000) + 20_000_000 } },
    ])('refuses a secret $what', async ({ changes }) => {
      await use(startApple());
      const { answer } = await authorize(authorization, scope);
      const refused = await exchange('https://appleid.apple.com/auth/token', answer, {
        client_secret: await secret(changes),
      });
      expect([refused.status, await refused.json()]).toEqual([400, { error: 'invalid_client' }]);
    });
  });

  it('LinkedIn: no nonce, no code_verifier, two shapes of the same facts', async () => {
    await use(startLinkedIn());
    const base = 'https://www.linkedin.com/oauth';
    const scope = { scope: 'openid profile email' };
    const { answer } = await authorize(`${base}/v2/authorization`, { ...scope, code_challenge: 'x' });
    expect(await jsonOf(exchange(`${base}/v2/accessToken`, answer, { code_verifier: 'y' }))).toMatchObject({
      error: 'invalid_client',
    });
    const again = await authorize(`${base}/v2/authorization`, scope);
    const tokens = await jsonOf(exchange(`${base}/v2/accessToken`, again.answer));
    const { payload } = await verify(tokens.id_token, `${base}/openid/jwks`);
    expect(payload).toMatchObject({ iss: `${persona.origin}/oauth`, email_verified: 'true', locale: 'en_US' });
    expect(payload).not.toHaveProperty('nonce');
    const authorizationHeader = { authorization: `Bearer ${String(tokens.access_token)}` };
    expect(await jsonOf(get('https://api.linkedin.com/v2/userinfo', authorizationHeader))).toMatchObject({
      email_verified: true,
      locale: { country: 'US', language: 'en' },
    });
  });

  it('FranceConnect: identity in a signed UserInfo only, and no request without acr_values', async () => {
    await use(startFranceConnect());
    const base = 'https://oidc.franceconnect.gouv.fr/api/v2';
    const incomplete = await authorize(`${base}/authorize`, { scope: 'openid' });
    expect(incomplete.answer.get('error_description')).toBe('acr_values is missing');
    const short = await authorize(`${base}/authorize`, { scope: 'openid', acr_values: 'eidas1', nonce: 'short' });
    expect(short.answer.get('error_description')).toBe('nonce is too short');

    const { answer } = await authorize(`${base}/authorize`, { scope: 'openid given_name', acr_values: 'eidas1' });
    expect(answer.get('iss')).toBe(`${persona.origin}/api/v2`);
    const tokens = await jsonOf(exchange(`${base}/token`, answer));
    const { payload } = await verify(tokens.id_token, `${base}/jwks`);
    expect(payload).toMatchObject({ acr: 'eidas1' });
    expect(payload).not.toHaveProperty('given_name');
    const userinfo = await get(`${base}/userinfo`, { authorization: `Bearer ${String(tokens.access_token)}` });
    expect(userinfo.headers.get('content-type')).toContain('application/jwt');
    const identity = await verify(await userinfo.text(), `${base}/jwks`);
    expect(identity.payload).toMatchObject({
      sub: payload.sub,
      given_name_array: ['John', 'Paul'],
      family_name: 'DOE',
    });
  });

  it('itsme: takes our assertion only, and encrypts ID token and UserInfo to us', async () => {
    const itsme = await use(startItsme());
    const base = 'https://idp.prd.itsme.services/v2';
    const signing = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const decryption = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const keys = [
      { ...(signing.publicKey.export({ format: 'jwk' }) as JWK), kid: 's', use: 'sig', alg: 'RS256' },
      { ...(decryption.publicKey.export({ format: 'jwk' }) as JWK), kid: 'e', use: 'enc', alg: 'RSA-OAEP' },
    ];
    itsme.setClientKeys(() => Promise.resolve({ keys }));
    const assert = (audience: string): Promise<string> =>
      new SignJWT({ jti: 'once' })
        .setProtectedHeader({ alg: 'RS256', kid: 's' })
        .setIssuer(persona.clientId)
        .setSubject(persona.clientId)
        .setAudience(audience)
        .setExpirationTime('1m')
        .sign(signing.privateKey);
    const withAssertion = async (audience: string): Promise<Members> => ({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assert(audience),
    });
    const open = async (encrypted: unknown) => {
      const { plaintext } = await compactDecrypt(String(encrypted), decryption.privateKey);
      return (await verify(Buffer.from(plaintext).toString(), `${base}/jwkset`)).payload;
    };

    expect((await authorize(`${base}/authorization`, { scope: 'openid' })).answer.get('error')).toBe('invalid_scope');
    const scope = { scope: 'openid service:EXAMPLE profile' };
    const refused = await authorize(`${base}/authorization`, scope);
    const elsewhere = await withAssertion('https://other.example');
    expect((await exchange(`${base}/token`, refused.answer, elsewhere)).status).toBe(401);

    const { answer } = await authorize(`${base}/authorization`, scope);
    const tokens = await jsonOf(
      exchange(`${base}/token`, answer, await withAssertion(persona.relocate(`${base}/token`))),
    );
    expect(await open(tokens.id_token)).toMatchObject({
      iss: `${persona.origin}/v2`,
      address: { locality: 'Louvain-la-Neuve' },
      'http://itsme.services/v2/claim/place_of_birth': { city: 'Bruxelles' },
    });
    const userinfo = await get(`${base}/userinfo`, { authorization: `Bearer ${String(tokens.access_token)}` });
    expect(await open(await userinfo.text())).toMatchObject({ given_name: 'John', email_verified: false });
  });

  it('ID Austria: the bPK stays, the subject changes, there is no UserInfo', async () => {
    await use(startIdAustria());
    const base = 'https://eid.oesterreich.gv.at';
    expect(await jsonOf(get(`${base}/.well-known/openid-configuration`))).not.toHaveProperty('userinfo_endpoint');
    const claims = [];
    for (let login = 0; login < 2; login += 1) {
      const { answer } = await authorize(`${base}/auth/idp/profile/oidc/authorize`, { scope: 'openid profile' });
      const tokens = await jsonOf(exchange(`${base}/auth/idp/profile/oidc/token`, answer));
      claims.push((await verify(tokens.id_token, `${base}/auth/idp/profile/oidc/keyset`)).payload);
    }
    expect(claims.map((each) => each['urn:pvpgvat:oidc.bpk'])).toEqual([ID_AUSTRIA_BPK, ID_AUSTRIA_BPK]);
    expect(claims[0]?.sub).not.toBe(claims[1]?.sub);
  });

  it('a BankID broker: acr_values choose the eID, the subject stands in braces', async () => {
    await use(startBankIdBroker());
    const base = 'https://broker.example';
    expect((await authorize(`${base}/oauth2/authorize`)).answer.get('error')).toBe('invalid_request');
    const { answer } = await authorize(`${base}/oauth2/authorize`, { scope: 'openid', acr_values: BANKID_ACR_VALUES });
    const tokens = await jsonOf(exchange(`${base}/oauth2/token`, answer));
    const { payload } = await verify(tokens.id_token, `${base}/.well-known/jwks`);
    expect(payload.sub).toMatch(/^\{[0-9a-f-]{36}\}$/);
    expect(payload).toMatchObject({ identityscheme: 'sebankid', ssn: '198001019876' });
  });

  it('GitHub: form-encoded answers, errors with 200, choosy about headers, e-mail addresses in a list', async () => {
    await use(startGitHub());
    const token = 'https://github.com/login/oauth/access_token';
    const { answer } = await authorize('https://github.com/login/oauth/authorize', { scope: 'read:user user:email' });
    expect(answer.get('iss')).toBe(`${persona.origin}/login/oauth`);
    const tokens = new URLSearchParams(await (await exchange(token, answer)).text());
    expect([tokens.get('token_type'), tokens.get('scope')]).toEqual(['bearer', 'read:user,user:email']);
    const again = await exchange(token, answer);
    expect([again.status, await again.text()]).toEqual([200, expect.stringContaining('error=invalid_grant')]);

    const access = tokens.get('access_token') ?? '';
    const headers = { authorization: `Bearer ${access}`, 'user-agent': 'Countersign' };
    expect(await jsonOf(get('https://api.github.com/user', headers))).toMatchObject({ login: 'johndoe', email: null });
    expect(await (await get('https://api.github.com/user/emails', headers)).json()).toHaveLength(2);
    expect((await get(`https://api.github.com/user?access_token=${access}`, headers)).status).toBe(400);
    expect((await get('https://api.github.com/user', { ...headers, 'user-agent': '' })).status).toBe(403);
  });

  it('Facebook: only the fields that are asked for, errors as objects', async () => {
    await use(startFacebook());
    const token = 'https://graph.facebook.com/v23.0/oauth/access_token';
    const { page, answer } = await authorize('https://www.facebook.com/v23.0/dialog/oauth', { scope: 'email' });
    expect(page.url.hash).toBe('#_=_');
    const { access_token } = await jsonOf(exchange(token, answer));
    const me = `https://graph.facebook.com/me?access_token=${String(access_token)}`;
    expect(Object.keys(await jsonOf(get(me)))).toEqual(['id', 'name']);
    const full = await get(`${me}&fields=id,email,last_name`);
    const text = await full.text();
    expect(text).toContain('\\u0040');
    expect(JSON.parse(text)).toMatchObject({ email: 'john@example.com', last_name: 'Doe' });
    expect(await jsonOf(exchange(token, answer))).toMatchObject({ error: { type: 'OAuthException' } });
  });

  it('VK: no token type, an e-mail address beside the token, errors with 200', async () => {
    await use(startVk());
    const { answer } = await authorize('https://oauth.vk.com/authorize', { scope: 'email' });
    const tokens = await jsonOf(exchange('https://oauth.vk.com/access_token', answer));
    expect(tokens).toMatchObject({ email: 'john@example.com', user_id: 210_700_286 });
    expect(tokens).not.toHaveProperty('token_type');
    const users = 'https://api.vk.com/method/users.get?v=5.199';
    expect(await jsonOf(get(`${users}&access_token=${String(tokens.access_token)}`))).toMatchObject({
      response: [{ first_name: 'John', last_name: 'Doe' }],
    });
    const refused = await get(users);
    expect([refused.status, await refused.json()]).toEqual([
      200,
      expect.objectContaining({ error: expect.anything() }),
    ]);
  });

  it('anything relocates texts at any depth and nothing that only begins alike', async () => {
    await use(startVk());
    expect(
      persona.relocate({ a: ['https://api.vk.com/x'], b: 'https://api.vk.com', c: 'https://api.vk.com.evil/', d: 1 }),
    ).toEqual({ a: [`${persona.origin}/x`], b: persona.origin, c: 'https://api.vk.com.evil/', d: 1 });
  });
});
