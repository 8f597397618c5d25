import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { compactDecrypt, decodeJwt, type JWK, SignJWT } from 'jose';
import { CORPPASS_COMPANY, startCieId, startCorppass, startSpid } from '../support/personas.js';
import { rsaPair } from '../support/rsa-pair.js';
import { type Json, LONG, type Members, PersonaWalk, REDIRECT_URI } from './persona-walk.js';

const rsaPairs = await Promise.all([rsaPair(), rsaPair(), rsaPair()]);
const ec = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwkOf = (key: KeyObject, more: object): JWK => ({ ...key.export({ format: 'jwk' }), ...more });
const verifier = 'v'.repeat(43);
const pkce = {
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
};
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A JWT of ours, a minute long. */
const jwt = (claims: Json, key: KeyObject, header: { readonly alg: string; readonly [name: string]: unknown }) =>
  new SignJWT({ jti: 'once', ...claims }).setProtectedHeader(header).setIssuedAt().setExpirationTime('1m').sign(key);

describe('the persona of', () => {
  const walk = new PersonaWalk();

  afterEach(() => walk.close());

  describe('an Italian identity provider', () => {
    const [signing, decryption, stranger] = rsaPairs;
    const keys = [
      jwkOf(signing.publicKey, { kid: 's', use: 'sig', alg: 'RS256' }),
      jwkOf(decryption.publicKey, { kid: 'e', use: 'enc', alg: 'RSA-OAEP-256' }),
    ];
    const base = 'https://op.spid.example';
    const plain = { response_type: 'code', scope: 'openid', ...pkce };

    const requestObject = (changes: Json = {}, key = signing.privateKey) => {
      const { clientId, origin } = walk.persona;
      const claims = {
        ...plain,
        iss: clientId,
        aud: origin,
        client_id: clientId,
        redirect_uri: REDIRECT_URI,
        state: LONG,
        nonce: LONG,
        acr_values: 'https://www.spid.gov.it/SpidL2',
        prompt: 'consent login',
        claims: { userinfo: { given_name: null } },
        ...changes,
      };
      return jwt(claims, key, { alg: 'RS256', kid: 's' });
    };
    const authorize = async (object: string, changes: Members = {}) =>
      (await walk.authorize(`${base}/authorization`, { ...plain, request: object, ...changes })).answer;

    it.each([
      ['a request object of a stranger', {}, {}, stranger.privateKey, 'invalid_request_object'],
      ['one for another provider', { aud: 'https://other.example' }, {}, undefined, 'invalid_request_object'],
      ['one without a level', { acr_values: undefined }, {}, undefined, 'invalid_request_object'],
      [
        'a level that does not exist',
        { acr_values: 'https://www.spid.gov.it/SpidL4' },
        {},
        undefined,
        'invalid_request',
      ],
      ['a challenge that differs beside it', {}, { code_challenge: 'another' }, undefined, 'invalid_request'],
      ['a short state', { state: 'short' }, {}, undefined, 'invalid_request'],
      ['another prompt', { prompt: 'none' }, {}, undefined, 'invalid_request'],
    ] as const)('refuses %s', async (_what, object, beside, key, error) => {
      (await walk.use(startSpid())).setClientKeys(() => Promise.resolve({ keys }));
      expect((await authorize(await requestObject(object, key), beside)).get('error')).toBe(error);
    });

    it('tells what was asked for in a UserInfo that is signed, encrypted and labelled application/jose', async () => {
      (await walk.use(startSpid())).setClientKeys(() => Promise.resolve({ keys }));
      expect((await walk.get(`${base}/.well-known/openid-configuration`)).status).toBe(404);
      const answer = await authorize(await requestObject());
      const { clientId } = walk.persona;
      const assert = (audience: string) =>
        jwt({ iss: clientId, sub: clientId, aud: audience }, signing.privateKey, { alg: 'RS256', kid: 's' });
      const withAssertion = async (audience: string) => ({
        client_assertion_type: assertionType,
        client_assertion: await assert(audience),
        code_verifier: verifier,
      });
      const refused = await walk.exchange(`${base}/token`, answer, await withAssertion('https://other.example'));
      expect(refused.status).toBe(401);

      const again = await authorize(await requestObject());
      const tokens = await walk.tokens(
        `${base}/token`,
        again,
        await withAssertion(walk.persona.relocate(`${base}/token`)),
      );
      expect(decodeJwt(String(tokens.id_token))).not.toHaveProperty('given_name');
      const userinfo = await walk.get(`${base}/userinfo`, { authorization: `Bearer ${String(tokens.access_token)}` });
      expect(userinfo.headers.get('content-type')).toBe('application/jose');
      const { plaintext } = await compactDecrypt(await userinfo.text(), decryption.privateKey);
      const claims = decodeJwt(Buffer.from(plaintext).toString());
      expect(claims).toMatchObject({ given_name: 'John', aud: clientId });
      expect(claims).not.toHaveProperty('family_name');
    });

    it('of the identity card names itself in the response', async () => {
      (await walk.use(startCieId())).setClientKeys(() => Promise.resolve({ keys }));
      const { answer } = await walk.authorize('https://op.cie.example/authorization', {
        ...plain,
        request: await requestObject(),
      });
      expect(answer.get('iss')).toBe(walk.persona.origin);
    });
  });

  it('Corppass: wants the request pushed and each call proved with one key', async () => {
    const corppass = await walk.use(startCorppass());
    const [signing, decryption, dpop, stranger] = [ec(), ec(), ec(), ec()];
    const keys = [
      jwkOf(signing.publicKey, { kid: 's', use: 'sig', alg: 'ES256' }),
      jwkOf(decryption.publicKey, { kid: 'e', use: 'enc', alg: 'ECDH-ES+A256KW' }),
    ];
    corppass.setClientKeys(() => Promise.resolve({ keys }));
    const { clientId, origin } = corppass;
    const send = async (path: string, form: Members, key: ReturnType<typeof ec>): Promise<Response> => {
      const client = { iss: clientId, sub: clientId, aud: origin };
      const proof = { htm: 'POST', htu: `${origin}${path}` };
      const assertion = await jwt(client, signing.privateKey, { alg: 'ES256', kid: 's' });
      const jwk = jwkOf(key.publicKey, {});
      return fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { dpop: await jwt(proof, key.privateKey, { alg: 'ES256', typ: 'dpop+jwt', jwk }) },
        body: new URLSearchParams({ client_assertion_type: assertionType, client_assertion: assertion, ...form }),
      });
    };
    const request = {
      client_id: clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'openid user.name',
      state: LONG,
      nonce: LONG,
      authentication_context_type: 'APP_AUTHENTICATION_DEFAULT',
      ...pkce,
    };
    const exchange = async (key: ReturnType<typeof ec>): Promise<Response> => {
      const { request_uri } = (await (await send('/request', request, dpop)).json()) as { request_uri: string };
      const { answer } = await walk.authorize('https://id.corppass.gov.sg/authorize', { request_uri });
      const form = {
        grant_type: 'authorization_code',
        code: answer.get('code') ?? '',
        redirect_uri: REDIRECT_URI,
        code_verifier: verifier,
      };
      return await send('/token', form, key);
    };

    expect((await send('/request', { ...request, client_assertion: 'x' }, dpop)).status).toBe(401);
    expect((await send('/request', { ...request, state: 'short' }, dpop)).status).toBe(400);
    expect((await walk.authorize('https://id.corppass.gov.sg/authorize', request)).page.status).toBe(400);
    expect((await exchange(stranger)).status).toBe(400);
    const { id_token } = (await (await exchange(dpop)).json()) as Json;
    const { plaintext, protectedHeader } = await compactDecrypt(String(id_token), decryption.privateKey);
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES+A256KW', kid: 'e', cty: 'JWT' });
    const { payload } = await walk.verify(
      Buffer.from(plaintext).toString(),
      'https://id.corppass.gov.sg/.well-known/keys',
    );
    expect(payload).toMatchObject({ sub: CORPPASS_COMPANY, act: { sub_attributes: { identity_coi: 'SG' } } });
  });
});
