import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CompactSign, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import type { SigningAlgorithm } from '../../src/access/oauth-client-terms.js';
import { AuthorizationServer } from '../../src/authorization-server/authorization-server.js';
import { keySetAt, nextKeyFrom, type SigningKey } from '../../src/authorization-server/signing-keys/signing-key.js';
import { SigningKeys } from '../../src/authorization-server/signing-keys/signing-keys.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { basic, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import { startTestService, type TestService } from '../support/service.js';

const DAY = 86_400_000;

describe('of the keys of two algorithms', () => {
  const [day0, day] = [new Date('2030-01-01'), (days: number) => new Date(Date.UTC(2030, 0, 1) + days * DAY)];
  const key = (id: string, algorithm: SigningAlgorithm, signsFrom: Date): SigningKey => ({
    id,
    algorithm,
    jwk: {},
    signsFrom,
  });
  const idsAt = (keys: readonly SigningKey[], now: Date) => keySetAt(keys, now)?.published.map(({ id }) => id);

  test('each signs by its newest, and publishes the next a day before and the last 35 days after', () => {
    const keys = [
      key('ec1', 'ES256', day0),
      key('ec2', 'ES256', day(91)),
      key('rsa1', 'RS256', day(10)),
      key('rsa2', 'RS256', day(101)),
    ];
    expect(idsAt(keys, day(50))).toEqual(['ec1', 'ec2', 'rsa1', 'rsa2']);
    expect(idsAt(keys, day(95))).toEqual(['ec2', 'ec1', 'rsa1', 'rsa2']);
    expect(idsAt(keys, day(126.5))).toEqual(['ec2', 'rsa2', 'rsa1']);
    expect(idsAt(keys, day(137))).toEqual(['ec2', 'rsa2']);
    expect(idsAt(keys.slice(0, 2), day(95))).toEqual(['ec2', 'ec1']);
    expect(idsAt(keys, day(5))).toBeUndefined();
  });

  test('the first may sign for whoever looks at the same moment, by a clock that is a minute behind', () => {
    const first = key('ec1', 'ES256', nextKeyFrom([], day0) ?? day(1));
    expect(idsAt([first], new Date(day0.getTime() - 60_000))).toEqual(['ec1']);
  });

  test('none takes the place of one of the other', () => {
    expect(nextKeyFrom([key('rsa1', 'RS256', day0)], day(89))).toBeNull();
    expect(nextKeyFrom([key('rsa1', 'RS256', day0)], day(90))).toEqual(day(91));
  });
});

describe('ID tokens', () => {
  let service: TestService;
  let oauth: OAuthTests;
  let ada: string;

  beforeAll(async () => {
    service = await startTestService();
    oauth = new OAuthTests(service, await service.newTenant('acme'));
    ada = await makeUser(service, 'acme', 'ada@acme.example', ['sender']);
  });
  afterAll(() => service.close());

  const keySet = async () => (await (await fetch(`${service.url}/oauth/jwks`)).json()) as JSONWebKeySet;
  const tokensOf = async (tokens: object) => {
    const client = await oauth.perUser({ scopes: ['providers:read'], tokens });
    return oauth.tokens(client, 'openid providers:read', new UserBrowser(service, ada));
  };
  const rows = (): Promise<{ id: string; alg: string }[]> =>
    service.app.get(UnitOfWork).reading.query(`SELECT id, public_jwk->>'alg' AS alg FROM oauth_signing_key ORDER BY 2`);

  test('are signed by ES256, or by RS256 where the client asks for it; access tokens never are', async () => {
    const { body } = await service.caller(null).get('/oauth/.well-known/openid-configuration');
    expect(body).toMatchObject({ id_token_signing_alg_values_supported: ['ES256', 'RS256'] });
    const keys = await keySet();
    expect(keys.keys.map(({ kty, alg, use }) => [kty, alg, use])).toEqual([
      ['EC', 'ES256', 'sig'],
      ['RSA', 'RS256', 'sig'],
    ]);
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
    for (const [settings, algorithm] of [
      [{}, 'ES256'],
      [{ idTokenSignedResponseAlg: 'RS256' }, 'RS256'],
    ] as const) {
      const tokens = await tokensOf(settings);
      const verified = await jwtVerify(tokens.id_token ?? '', createLocalJWKSet(keys), {
        issuer: `${service.url}/oauth`,
      });
      expect([verified.protectedHeader.alg, verified.payload.sub]).toEqual([algorithm, ada]);
      expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
      expect((await oauth.call(tokens.access_token, '/v1/providers')).status).toBe(200);
      expect((await oauth.call(tokens.id_token ?? '', '/v1/providers')).status).toBe(401);
    }
  });

  test.each(['none', 'HS256', 'ES384'])('are signed by nothing else: %s', async (algorithm) => {
    const answer = await oauth.register({
      grants: ['client_credentials'],
      tokens: { idTokenSignedResponseAlg: algorithm },
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '$.tokens.idTokenSignedResponseAlg' }] } });
  });

  test('an access token that the RSA key has signed is none', async () => {
    const tokens = await tokensOf({ idTokenSignedResponseAlg: 'RS256' });
    const [, body = ''] = tokens.access_token.split('.');
    const kid = (await keySet()).keys.find(({ alg }) => alg === 'RS256')?.kid ?? '';
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const forged = await new CompactSign(Buffer.from(body, 'base64url'))
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
      .sign(privateKey);
    expect((await oauth.call(forged, '/v1/providers')).status).toBe(401);
  });

  test('a database of before gets its RSA key without a hand, once, and keeps the keys that it has', async () => {
    const system = await oauth.system();
    const form = { grant_type: 'client_credentials', scope: 'providers:read' };
    const { access_token: token } = (await oauth.token(form, basic(system))).body as Tokens;
    const before = await rows();
    await service.app
      .get(UnitOfWork)
      .run((transaction) => transaction.query(`DELETE FROM oauth_signing_key WHERE public_jwk->>'alg' = 'RS256'`));
    await service.restart();
    expect((await oauth.call(token, '/v1/providers')).status).toBe(200);
    expect((await keySet()).keys.map(({ alg }) => alg)).toEqual(['ES256', 'RS256']);
    const signing = service.app.get(SigningKeys, { strict: false });
    await Promise.all([signing.current(['ES256', 'RS256']), signing.current(['ES256', 'RS256'])]);
    const kept = await rows();
    expect(kept.map(({ alg }) => alg)).toEqual(['ES256', 'RS256']);
    expect(kept[0]).toEqual(before[0]);
    expect(kept[1]).not.toEqual(before[1]);
  });

  test('both keys are changed after ninety days, and those before still verify', async () => {
    const tokens = await tokensOf({ idTokenSignedResponseAlg: 'RS256' });
    const server = service.app.get(AuthorizationServer, { strict: false });
    const before = await keySet();
    service.clock.advance(91 * DAY);
    await server.renew();
    const during = await keySet();
    expect(during.keys).toHaveLength(4);
    expect(during.keys.filter(({ kid }) => before.keys.some((key) => key.kid === kid))).toHaveLength(2);
    const system = await oauth.system();
    const signedBy = async () => {
      const { access_token: token } = (await oauth.token({ grant_type: 'client_credentials' }, basic(system)))
        .body as Tokens;
      return decodeProtectedHeader(token).kid;
    };
    // The next ones do not sign yet.
    expect(await signedBy()).toBe(before.keys[0]?.kid);
    service.clock.advance(DAY + 1000);
    await server.renew();
    const after = await keySet();
    const [ec, , rsa] = after.keys;
    for (const key of [ec, rsa]) expect(before.keys.map(({ kid }) => kid)).not.toContain(key?.kid);
    expect(await signedBy()).toBe(ec?.kid);
    await jwtVerify(tokens.id_token ?? '', createLocalJWKSet(await keySet()));
  });
});
