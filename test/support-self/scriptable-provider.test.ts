import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { compactDecrypt, createRemoteJWKSet, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { gzipBomb, oauthError, slowDrip, withMembers } from '../support/http/answers.js';
import {
  encryptJwt,
  generateSigningKey,
  type ScriptableProvider,
  type ScriptableProviderOptions,
  sharedSecretKey,
  signJwt,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import { SignerBrowser } from '../support/signer-browser.js';

const REDIRECT_URI = 'https://sign.example/callback/default/test';

interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly id_token: string;
}

describe('the scriptable provider', () => {
  let provider: ScriptableProvider;

  afterEach(async () => {
    await provider.close();
  });

  const start = async (options: ScriptableProviderOptions = {}): Promise<void> => {
    provider = await startScriptableProvider(options);
  };

  /** Walks to the callback and gives its address. */
  async function authorize(extra: Record<string, string> = {}) {
    const browser = new SignerBrowser();
    const parameters = {
      response_type: 'code',
      client_id: 'sign',
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile',
      state: 'the-state',
      nonce: 'the-nonce',
      ...extra,
    };
    return browser.open(`${provider.authorizationUri}?${new URLSearchParams(parameters).toString()}`);
  }

  function exchange(code: string, extra: Record<string, string> = {}): Promise<Response> {
    return fetch(provider.tokenUri, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT_URI,
        client_id: 'sign',
        ...extra,
      }),
    });
  }

  async function tokens(): Promise<TokenAnswer> {
    const callback = await authorize();
    const answer = await exchange(callback.url.searchParams.get('code') ?? '');
    return (await answer.json()) as TokenAnswer;
  }

  const keySet = () => createRemoteJWKSet(new URL(provider.jwksUri));

  describe('as long as nothing else is said', () => {
    it.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)(
      'satisfies a certified relying party with %s',
      async (alg) => {
        await start({ signingAlgorithm: alg });
        const configuration = await client.discovery(
          new URL(provider.issuer),
          'sign',
          { id_token_signed_response_alg: alg },
          client.None(),
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to stand out; the provider is on loopback
          { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
        );
        const pkceCodeVerifier = client.randomPKCECodeVerifier();
        const url = client.buildAuthorizationUrl(configuration, {
          redirect_uri: REDIRECT_URI,
          scope: 'openid',
          state: 'the-state',
          nonce: 'the-nonce',
          code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
          code_challenge_method: 'S256',
        });
        const callback = await new SignerBrowser().open(url);
        const granted = await client.authorizationCodeGrant(configuration, callback.url, {
          pkceCodeVerifier,
          expectedState: 'the-state',
          expectedNonce: 'the-nonce',
        });
        const subject = granted.claims()?.sub ?? '';
        expect(await client.fetchUserInfo(configuration, granted.access_token, subject)).toMatchObject({
          given_name: 'John',
        });
      },
    );

    it('spends a code once and counts who tries again', async () => {
      await start();
      const code = (await authorize()).url.searchParams.get('code') ?? '';
      expect((await exchange(code)).status).toBe(200);
      expect(provider.codesPresentedAgain).toBe(0);
      expect((await exchange(code)).status).toBe(400);
      expect(provider.codesPresentedAgain).toBe(1);
    });

    it('refuses a code with another redirect URI, a missing verifier or a wrong secret', async () => {
      await start({ clientSecret: 'right' });
      const codes = await Promise.all([authorize(), authorize({ code_challenge: 'x' }), authorize()]);
      const [first, second, third] = codes.map(({ url }) => url.searchParams.get('code') ?? '');
      const refusals = [
        await exchange(first!, { redirect_uri: 'https://other.example/', client_secret: 'right' }),
        await exchange(second!, { client_secret: 'right' }),
        await exchange(third!, { client_secret: 'wrong' }),
      ];
      expect(await Promise.all(refusals.map((each) => each.json()))).toMatchObject([
        { error: 'invalid_grant' },
        { error: 'invalid_grant' },
        { error: 'invalid_client' },
      ]);
    });

    it('takes pushed and signed requests and answers with a signed response when asked', async () => {
      await start();
      const key = await generateSigningKey('ES256');
      const request = signJwt({ key, claims: { state: 'from-the-object', response_mode: 'jwt' } });
      const pushed = await fetch(`${provider.origin}/par`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'sign', redirect_uri: REDIRECT_URI, request }),
      });
      const { request_uri } = (await pushed.json()) as { request_uri: string };
      const callback = await new SignerBrowser().open(
        `${provider.authorizationUri}?${new URLSearchParams({ client_id: 'sign', request_uri }).toString()}`,
      );
      const { payload } = await jwtVerify(callback.url.searchParams.get('response') ?? '', keySet());
      expect(payload).toMatchObject({ iss: provider.issuer, aud: 'sign', state: 'from-the-object' });
    });

    it('posts the response when asked to', async () => {
      await start();
      const callback = await authorize({ response_mode: 'form_post' });
      expect(callback.url.href).toBe(REDIRECT_URI);
      expect(Object.fromEntries(callback.submitted)).toMatchObject({ state: 'the-state', iss: provider.issuer });
    });

    it('sits where it is told to: issuer path, endpoint paths, resources', async () => {
      await start({
        issuerPath: '/tenant/v2.0',
        paths: { token: '/tenant/oauth2/token' },
        resourcePaths: { emails: '/user/emails' },
        person: { idToken: { sub: '1' }, resources: { emails: [{ email: 'john@example.com' }], plain: { a: 1 } } },
      });
      const document = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json();
      expect(document).toMatchObject({
        issuer: `${provider.origin}/tenant/v2.0`,
        token_endpoint: `${provider.origin}/tenant/oauth2/token`,
      });
      const { access_token } = await tokens();
      const headers = { authorization: `Bearer ${access_token}` };
      expect(await (await fetch(provider.resourceUri('emails'), { headers })).json()).toEqual([
        { email: 'john@example.com' },
      ]);
      expect(await (await fetch(`${provider.resourceUri('plain')}?bearer=${access_token}`)).json()).toEqual({ a: 1 });
      expect(provider.calls.count('resource:emails')).toBe(1);
    });
  });

  describe('by its script', () => {
    it.each([
      { what: 'a parameter', step: { state: 'other' }, search: { state: ['other'] } },
      { what: 'one left out', step: { iss: undefined }, search: { iss: [] } },
      { what: 'one sent twice', step: { state: ['one', 'two'] }, search: { state: ['one', 'two'] } },
      {
        what: 'one of its own',
        step: { code: undefined, error: 'access_denied' },
        search: { code: [], error: ['access_denied'] },
      },
    ])('changes the authorization response: $what', async ({ step, search }) => {
      await start();
      provider.behave({ authorization: step });
      const { searchParams } = (await authorize()).url;
      const seen = Object.fromEntries(Object.keys(search).map((name) => [name, searchParams.getAll(name)]));
      expect(seen).toEqual(search);
    });

    it('answers the authorization request in another way altogether', async () => {
      await start();
      provider.behave({ authorization: (happy) => ({ ...happy, mode: 'fragment' }) });
      expect((await authorize()).url.hash).toContain('code=');
      provider.behave({ authorization: () => ({ status: 500, body: 'broken' }) });
      expect((await authorize()).status).toBe(500);
    });

    it('replaces an answer, edits it, and goes through a sequence whose last step repeats', async () => {
      await start();
      provider.behave({
        jwks: [{ status: 500 }, 'happy', withMembers({ keys: [] }), oauthError('teapot', undefined, 418)],
      });
      const answers = [];
      for (let call = 0; call < 5; call += 1) {
        const answer = await fetch(provider.jwksUri);
        answers.push([
          answer.status,
          answer.status === 200 ? ((await answer.json()) as { keys: [] }).keys.length : null,
        ]);
      }
      expect(answers).toEqual([
        [500, null],
        [200, 1],
        [200, 0],
        [418, null],
        [418, null],
      ]);
    });

    it('behaves well again when told so', async () => {
      await start();
      provider.behave({ discovery: { status: 404 } });
      provider.behave({});
      expect((await fetch(`${provider.issuer}/.well-known/openid-configuration`)).status).toBe(200);
    });

    it('changes claims and header of the ID token member by member', async () => {
      await start();
      provider.behave({
        idToken: { header: { typ: 'at+jwt', kid: undefined }, claims: { aud: ['a', 'b'], nonce: undefined } },
      });
      const { id_token } = await tokens();
      const { payload, protectedHeader } = await jwtVerify(id_token, keySet());
      expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'at+jwt' });
      expect(payload).toMatchObject({ aud: ['a', 'b'], given_name: 'John' });
      expect(payload).not.toHaveProperty('nonce');
    });

    it('signs with what no honest provider would', async () => {
      await start();
      const stranger = await generateSigningKey('ES256', null);
      provider.behave({
        idToken: [
          { key: 'none' },
          { key: 'none', header: { alg: 'NoNe' } },
          { key: sharedSecretKey('secret') },
          { key: stranger },
          { damageSignature: true },
          { payload: '{"sub":"1","sub":"2"}' },
          { raw: 'not a token' },
        ],
      });
      const sent = [];
      for (let login = 0; login < 7; login += 1) sent.push((await tokens()).id_token);
      expect(sent.slice(0, 6).map((token) => decodeProtectedHeader(token).alg)).toEqual([
        'none',
        'NoNe',
        'HS256',
        'ES256',
        'RS256',
        'RS256',
      ]);
      expect(sent[0]).toMatch(/\.$/);
      await expect(jwtVerify(sent[2]!, Buffer.from('secret'))).resolves.toBeDefined();
      await expect(jwtVerify(sent[3]!, await importJWK(stranger.publicJwk as JWK))).resolves.toBeDefined();
      await expect(jwtVerify(sent[4]!, keySet())).rejects.toMatchObject({
        code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      });
      expect(Buffer.from(sent[5]!.split('.')[1]!, 'base64url').toString()).toBe('{"sub":"1","sub":"2"}');
      expect(sent[6]).toBe('not a token');
    });

    it('rotates its key in the middle of a token request', async () => {
      await start();
      const before = provider.signingKey;
      provider.behave({ idToken: async () => ({ key: await provider.rotateKey({ kid: before.kid ?? null }) }) });
      const { id_token } = await tokens();
      expect(decodeProtectedHeader(id_token).kid).toBe(before.kid);
      await expect(jwtVerify(id_token, keySet())).resolves.toBeDefined();
      await expect(jwtVerify(id_token, await importJWK(before.publicJwk as JWK))).rejects.toThrow();
    });

    it('encrypts the ID token', async () => {
      await start();
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'enc-1' } as JWK;
      provider.behave({ wrapIdToken: (signed) => encryptJwt(signed, publicJwk, { alg: 'ECDH-ES' }) });
      const { plaintext, protectedHeader } = await compactDecrypt((await tokens()).id_token, privateKey);
      expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT', kid: 'enc-1' });
      await expect(jwtVerify(Buffer.from(plaintext).toString(), keySet())).resolves.toBeDefined();
    });

    it('signs UserInfo', async () => {
      await start();
      provider.behave({
        userinfo: (happy) => ({
          headers: { 'content-type': 'application/jwt' },
          body: provider.sign(happy.json as Record<string, unknown>, { header: { typ: 'JWT' } }),
        }),
      });
      const { access_token } = await tokens();
      const answer = await fetch(provider.userinfoUri, { headers: { authorization: `Bearer ${access_token}` } });
      const { payload } = await jwtVerify(await answer.text(), keySet());
      expect(payload).toMatchObject({ given_name: 'John' });
    });

    it('breaks the connection after the code is spent', async () => {
      await start();
      provider.behave({ token: [(happy) => ({ ...happy, reset: 'before-headers' }), 'happy'] });
      const code = (await authorize()).url.searchParams.get('code') ?? '';
      await expect(exchange(code)).rejects.toThrow('fetch failed');
      expect(await (await exchange(code)).json()).toMatchObject({ error: 'invalid_grant' });
    });

    it('breaks off in the middle of a body', async () => {
      await start();
      provider.behave({ jwks: (happy) => ({ ...happy, reset: 'mid-body' }) });
      const answer = await fetch(provider.jwksUri);
      await expect(answer.text()).rejects.toThrow();
    });

    it('sends little that grows large, and compresses whether wanted or not', async () => {
      await start();
      provider.behave({ token: gzipBomb(20) });
      const answer = await exchange('any');
      expect(answer.headers.get('content-encoding')).toBe('gzip');
      expect(Number(answer.headers.get('content-length'))).toBeLessThan(30_000);
      expect((await answer.text()).length).toBeGreaterThan(20_000_000);
    });

    it('drips and hangs', async () => {
      await start();
      provider.behave({ token: [slowDrip(20), { hang: true }] });
      const dripping = await exchange('any');
      const chunks = dripping.body as ReadableStream<Uint8Array>;
      const first = await chunks.getReader().read();
      expect(first.value).toHaveLength(1);
      await expect(fetch(provider.tokenUri, { method: 'POST', signal: AbortSignal.timeout(100) })).rejects.toThrow();
    });

    it('says what is wrong with a script that throws', async () => {
      await start();
      provider.behave({
        token: () => {
          throw new Error('a mistake in the test');
        },
      });
      const answer = await exchange('any');
      expect(answer.headers.get('x-test-provider-failed')).toBe('yes');
      expect(await answer.text()).toContain('a mistake in the test');
    });
  });

  describe('in its benign variations', () => {
    it('varies what no relying party may mind, the same for the same seed', async () => {
      const run = async (seed: number): Promise<readonly string[]> => {
        await start({ benignVariation: { seed } });
        const { token_type, ...rest } = await tokens();
        const document = (await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json()) as object;
        expect(token_type.toLowerCase()).toBe('bearer');
        await expect(jwtVerify(rest.id_token, keySet())).resolves.toBeDefined();
        await provider.close();
        return [token_type, ...Object.keys(rest), ...Object.keys(document)];
      };
      const first = await run(1);
      expect(await run(1)).toEqual(first);
      expect(await run(2)).not.toEqual(first);
      await start();
    });
  });

  it('logs in whoever it is told, per authorization request', async () => {
    await start();
    provider.setPerson((call) => ({ idToken: { sub: call.query.get('login_hint') ?? 'nobody' } }));
    const callback = await authorize({ login_hint: 'jane' });
    const answer = await exchange(callback.url.searchParams.get('code') ?? '');
    const { id_token } = (await answer.json()) as TokenAnswer;
    expect((await jwtVerify(id_token, keySet())).payload.sub).toBe('jane');
  });
});
