import { afterEach, describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import * as client from 'openid-client';
import { generateSigningKey, signJwt } from '../support/scriptable-provider.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { REDIRECT_URI, ScriptableWalk } from './scriptable-walk.js';

describe('the scriptable provider, as long as nothing else is said', () => {
  const walk = new ScriptableWalk();

  afterEach(() => walk.close());

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('satisfies a certified relying party with %s', async (alg) => {
    await walk.start({ signingAlgorithm: alg });
    const configuration = await client.discovery(
      new URL(walk.provider.issuer),
      'sign',
      { id_token_signed_response_alg: alg },
      client.None(),
      // oxlint-disable-next-line typescript/no-deprecated -- deprecated to stand out; the provider is on loopback
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
  });

  it('spends a code once and counts who tries again', async () => {
    await walk.start();
    const code = await walk.code();
    expect((await walk.exchange(code)).status).toBe(200);
    expect(walk.provider.codesPresentedAgain).toBe(0);
    expect((await walk.exchange(code)).status).toBe(400);
    expect(walk.provider.codesPresentedAgain).toBe(1);
  });

  it('refuses a code with another redirect URI, a missing verifier or a wrong secret', async () => {
    await walk.start({ clientSecret: 'right' });
    const codes = await Promise.all([walk.authorize(), walk.authorize({ code_challenge: 'x' }), walk.authorize()]);
    const [first, second, third] = codes.map(({ url }) => url.searchParams.get('code') ?? '');
    const refusals = [
      await walk.exchange(first!, { redirect_uri: 'https://other.example/', client_secret: 'right' }),
      await walk.exchange(second!, { client_secret: 'right' }),
      await walk.exchange(third!, { client_secret: 'wrong' }),
    ];
    expect(await Promise.all(refusals.map((each) => each.json()))).toMatchObject([
      { error: 'invalid_grant' },
      { error: 'invalid_grant' },
      { error: 'invalid_client' },
    ]);
  });

  it('takes pushed and signed requests and answers with a signed response when asked', async () => {
    await walk.start();
    const key = await generateSigningKey('ES256');
    const request = signJwt({ key, claims: { state: 'from-the-object', response_mode: 'jwt' } });
    const pushed = await fetch(`${walk.provider.origin}/par`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'sign', redirect_uri: REDIRECT_URI, request }),
    });
    const { request_uri } = (await pushed.json()) as { request_uri: string };
    const callback = await new SignerBrowser().open(
      `${walk.provider.authorizationUri}?${new URLSearchParams({ client_id: 'sign', request_uri }).toString()}`,
    );
    const { payload } = await jwtVerify(callback.url.searchParams.get('response') ?? '', walk.keySet);
    expect(payload).toMatchObject({ iss: walk.provider.issuer, aud: 'sign', state: 'from-the-object' });
  });

  it('posts the response when asked to', async () => {
    await walk.start();
    const callback = await walk.authorize({ response_mode: 'form_post' });
    expect(callback.url.href).toBe(REDIRECT_URI);
    expect(Object.fromEntries(callback.submitted)).toMatchObject({ state: 'the-state', iss: walk.provider.issuer });
  });

  it('sits where it is told to: issuer path, endpoint paths, resources', async () => {
    await walk.start({
      issuerPath: '/tenant/v2.0',
      paths: { token: '/tenant/oauth2/token' },
      resourcePaths: { emails: '/user/emails' },
      person: { idToken: { sub: '1' }, resources: { emails: [{ email: 'john@example.com' }], plain: { a: 1 } } },
    });
    const document = await (await fetch(`${walk.provider.issuer}/.well-known/openid-configuration`)).json();
    expect(document).toMatchObject({
      issuer: `${walk.provider.origin}/tenant/v2.0`,
      token_endpoint: `${walk.provider.origin}/tenant/oauth2/token`,
    });
    const { access_token } = await walk.tokens();
    const headers = { authorization: `Bearer ${access_token}` };
    expect(await (await fetch(walk.provider.resourceUri('emails'), { headers })).json()).toEqual([
      { email: 'john@example.com' },
    ]);
    expect(await (await fetch(`${walk.provider.resourceUri('plain')}?bearer=${access_token}`)).json()).toEqual({
      a: 1,
    });
    expect(walk.provider.calls.count('resource:emails')).toBe(1);
  });

  it('varies what no relying party may mind, the same for the same seed', async () => {
    const run = async (seed: number): Promise<readonly string[]> => {
      await walk.start({ benignVariation: { seed } });
      const { token_type, ...rest } = await walk.tokens();
      const document = (await (
        await fetch(`${walk.provider.issuer}/.well-known/openid-configuration`)
      ).json()) as object;
      expect(token_type.toLowerCase()).toBe('bearer');
      await expect(jwtVerify(rest.id_token, walk.keySet)).resolves.toBeDefined();
      await walk.close();
      return [token_type, ...Object.keys(rest), ...Object.keys(document)];
    };
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
  });

  it('logs in whoever it is told, per authorization request', async () => {
    await walk.start();
    walk.provider.setPerson((call) => ({ idToken: { sub: call.query.get('login_hint') ?? 'nobody' } }));
    const { id_token } = await walk.tokens({ login_hint: 'jane' });
    expect((await jwtVerify(id_token, walk.keySet)).payload.sub).toBe('jane');
  });
});
