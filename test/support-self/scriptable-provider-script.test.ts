import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { compactDecrypt, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose';
import { oauthError, withMembers } from '../support/http/answers.js';
import { encryptJwt, generateSigningKey, sharedSecretKey } from '../support/scriptable-provider.js';
import { ScriptableWalk } from './scriptable-walk.js';

describe('the scriptable provider, by its script', () => {
  const walk = new ScriptableWalk();

  afterEach(() => walk.close());

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
    await walk.start();
    walk.provider.behave({ authorization: step });
    const { searchParams } = (await walk.authorize()).url;
    const seen = Object.fromEntries(Object.keys(search).map((name) => [name, searchParams.getAll(name)]));
    expect(seen).toEqual(search);
  });

  it('answers the authorization request in another way altogether', async () => {
    await walk.start();
    walk.provider.behave({ authorization: (happy) => ({ ...happy, mode: 'fragment' }) });
    expect((await walk.authorize()).url.hash).toContain('code=');
    walk.provider.behave({ authorization: () => ({ status: 500, body: 'broken' }) });
    expect((await walk.authorize()).status).toBe(500);
  });

  it('replaces an answer, edits it, and goes through a sequence whose last step repeats', async () => {
    await walk.start();
    walk.provider.behave({
      jwks: [{ status: 500 }, 'happy', withMembers({ keys: [] }), oauthError('teapot', undefined, 418)],
    });
    const answers = [];
    for (let call = 0; call < 5; call += 1) {
      const answer = await fetch(walk.provider.jwksUri);
      answers.push([answer.status, answer.status === 200 ? ((await answer.json()) as { keys: [] }).keys.length : null]);
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
    await walk.start();
    walk.provider.behave({ discovery: { status: 404 } });
    walk.provider.behave({});
    expect((await fetch(`${walk.provider.issuer}/.well-known/openid-configuration`)).status).toBe(200);
  });

  it('changes claims and header of the ID token member by member', async () => {
    await walk.start();
    walk.provider.behave({
      idToken: { header: { typ: 'at+jwt', kid: undefined }, claims: { aud: ['a', 'b'], nonce: undefined } },
    });
    const { id_token } = await walk.tokens();
    const { payload, protectedHeader } = await jwtVerify(id_token, walk.keySet);
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'at+jwt' });
    expect(payload).toMatchObject({ aud: ['a', 'b'], given_name: 'John' });
    expect(payload).not.toHaveProperty('nonce');
  });

  it('signs with what no honest provider would', async () => {
    await walk.start();
    const stranger = await generateSigningKey('ES256', null);
    walk.provider.behave({
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
    for (let login = 0; login < 7; login += 1) sent.push((await walk.tokens()).id_token);
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
    await expect(jwtVerify(sent[4]!, walk.keySet)).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
    expect(Buffer.from(sent[5]!.split('.')[1]!, 'base64url').toString()).toBe('{"sub":"1","sub":"2"}');
    expect(sent[6]).toBe('not a token');
  });

  it('rotates its key in the middle of a token request', async () => {
    await walk.start();
    const before = walk.provider.signingKey;
    walk.provider.behave({
      idToken: async () => ({ key: await walk.provider.rotateKey({ kid: before.kid ?? null }) }),
    });
    const { id_token } = await walk.tokens();
    expect(decodeProtectedHeader(id_token).kid).toBe(before.kid);
    await expect(jwtVerify(id_token, walk.keySet)).resolves.toBeDefined();
    await expect(jwtVerify(id_token, await importJWK(before.publicJwk as JWK))).rejects.toThrow();
  });

  it('encrypts the ID token', async () => {
    await walk.start();
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'enc-1' } as JWK;
    walk.provider.behave({ wrapIdToken: (signed) => encryptJwt(signed, publicJwk, { alg: 'ECDH-ES' }) });
    const { plaintext, protectedHeader } = await compactDecrypt((await walk.tokens()).id_token, privateKey);
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT', kid: 'enc-1' });
    await expect(jwtVerify(Buffer.from(plaintext).toString(), walk.keySet)).resolves.toBeDefined();
  });

  it('signs UserInfo', async () => {
    await walk.start();
    walk.provider.behave({
      userinfo: (happy) => ({
        headers: { 'content-type': 'application/jwt' },
        body: walk.provider.sign(happy.json as Record<string, unknown>, { header: { typ: 'JWT' } }),
      }),
    });
    const { access_token } = await walk.tokens();
    const answer = await fetch(walk.provider.userinfoUri, { headers: { authorization: `Bearer ${access_token}` } });
    const { payload } = await jwtVerify(await answer.text(), walk.keySet);
    expect(payload).toMatchObject({ given_name: 'John' });
  });
});
