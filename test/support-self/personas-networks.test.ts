import { afterEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, importPKCS8, SignJWT } from 'jose';
import { ENTRA_TENANT_ID, startApple, startEntra, startGoogle, startLinkedIn } from '../support/personas.js';
import { type Json, LONG, PersonaWalk } from './persona-walk.js';

describe('the persona of', () => {
  const walk = new PersonaWalk();

  afterEach(() => walk.close());

  describe('Google', () => {
    const authorization = 'https://accounts.google.com/o/oauth2/v2/auth';
    const token = 'https://oauth2.googleapis.com/token';

    it('answers with azp, other scopes and parameters of its own', async () => {
      await walk.use(startGoogle());
      const { answer } = await walk.authorize(authorization, { scope: 'openid email profile' });
      expect([answer.get('authuser'), answer.has('iss')]).toEqual(['0', false]);
      const tokens = await walk.tokens(token, answer);
      expect(tokens.scope).toContain('https://www.googleapis.com/auth/userinfo.email');
      const { payload } = await walk.verify(tokens.id_token, 'https://www.googleapis.com/oauth2/v3/certs');
      expect(payload).toMatchObject({
        iss: walk.persona.origin,
        azp: walk.persona.clientId,
        email_verified: true,
        nonce: LONG,
      });
    });

    it('can leave the scheme out of its issuer, and can name itself in the callback', async () => {
      await walk.use(startGoogle({ issuerWithoutScheme: true, issuerParameter: true }));
      const { answer } = await walk.authorize(authorization, { scope: 'openid' });
      expect(answer.get('iss')).toBe(walk.persona.origin);
      const tokens = await walk.tokens(token, answer);
      expect(decodeJwt(String(tokens.id_token)).iss).toBe(new URL(walk.persona.origin).host);
    });
  });

  it('Entra: a template as issuer, a directory in the token, tokens dated back, keys without alg', async () => {
    await walk.use(startEntra());
    const base = 'https://login.microsoftonline.com/common';
    expect(await walk.json(`${base}/v2.0/.well-known/openid-configuration`)).toMatchObject({
      issuer: `${walk.persona.origin}/{tenantid}/v2.0`,
      token_endpoint: `${walk.persona.origin}/common/oauth2/v2.0/token`,
    });
    const { keys } = await walk.json(`${base}/discovery/v2.0/keys`);
    expect(keys).toHaveLength(3);
    expect((keys as Json[])[0]).toMatchObject({ issuer: `${walk.persona.origin}/{tenantid}/v2.0` });
    expect((keys as Json[])[0]).not.toHaveProperty('alg');
    const { answer } = await walk.authorize(`${base}/oauth2/v2.0/authorize`, { scope: 'openid profile' });
    const tokens = await walk.tokens(`${base}/oauth2/v2.0/token`, answer);
    const { payload } = await walk.verify(tokens.id_token, `${base}/discovery/v2.0/keys`);
    expect(payload).toMatchObject({
      iss: `${walk.persona.origin}/${ENTRA_TENANT_ID}/v2.0`,
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
      const client = walk.persona.clientAuthentication;
      if (client.method !== 'apple_client_secret') throw new Error('Apple wants a secret JWT');
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: client.teamId,
        iat: now,
        exp: now + 300,
        aud: walk.persona.origin,
        sub: walk.persona.clientId,
      };
      return new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: 'ES256', kid: client.keyId })
        .sign(await importPKCS8(client.privateKey, 'ES256'));
    }

    it('posts the name once, signs for a day and spells true as text', async () => {
      await walk.use(startApple());
      const first = await walk.authorize(authorization, scope);
      expect(JSON.parse(first.answer.get('user') ?? '')).toMatchObject({
        name: { firstName: 'John', lastName: 'Doe' },
      });
      expect((await walk.authorize(authorization, scope)).answer.has('user')).toBe(false);
      const tokens = await walk.tokens('https://appleid.apple.com/auth/token', first.answer, {
        client_secret: await secret(),
      });
      const { payload } = await walk.verify(tokens.id_token, 'https://appleid.apple.com/auth/keys');
      expect(payload).toMatchObject({ email_verified: 'true', nonce_supported: true });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(86_400);
    });

    it('refuses names by query', async () => {
      await walk.use(startApple());
      expect((await walk.authorize(authorization, { scope: 'openid name' })).page.status).toBe(400);
    });

    it.each([
      { what: 'of another team', changes: { iss: 'ZZZ999ZZZ9' } },
      { what: 'for another audience', changes: { aud: 'https://appleid.apple.com' } },
      { what: 'for more than six months', changes: { exp: Math.floor(Date.now() / 1000) + 20_000_000 } },
    ])('refuses a secret $what', async ({ changes }) => {
      await walk.use(startApple());
      const { answer } = await walk.authorize(authorization, scope);
      const refused = await walk.exchange('https://appleid.apple.com/auth/token', answer, {
        client_secret: await secret(changes),
      });
      expect([refused.status, await refused.json()]).toEqual([400, { error: 'invalid_client' }]);
    });
  });

  it('LinkedIn: no nonce, no code_verifier, two shapes of the same facts', async () => {
    await walk.use(startLinkedIn());
    const base = 'https://www.linkedin.com/oauth';
    const scope = { scope: 'openid profile email' };
    const { answer } = await walk.authorize(`${base}/v2/authorization`, { ...scope, code_challenge: 'x' });
    expect(await walk.tokens(`${base}/v2/accessToken`, answer, { code_verifier: 'y' })).toMatchObject({
      error: 'invalid_client',
    });
    const again = await walk.authorize(`${base}/v2/authorization`, scope);
    const tokens = await walk.tokens(`${base}/v2/accessToken`, again.answer);
    const { payload } = await walk.verify(tokens.id_token, `${base}/openid/jwks`);
    expect(payload).toMatchObject({ iss: `${walk.persona.origin}/oauth`, email_verified: 'true', locale: 'en_US' });
    expect(payload).not.toHaveProperty('nonce');
    const authorizationHeader = { authorization: `Bearer ${String(tokens.access_token)}` };
    expect(await walk.json('https://api.linkedin.com/v2/userinfo', authorizationHeader)).toMatchObject({
      email_verified: true,
      locale: { country: 'US', language: 'en' },
    });
  });
});
