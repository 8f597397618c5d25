import { afterEach, describe, expect, it } from '@jest/globals';
import { compactDecrypt, type JWK, SignJWT } from 'jose';
import {
  BANKID_ACR_VALUES,
  ID_AUSTRIA_BPK,
  startBankIdBroker,
  startFranceConnect,
  startIdAustria,
  startItsme,
} from '../support/personas.js';
import { rsaPair } from '../support/rsa-pair.js';
import { type Members, PersonaWalk } from './persona-walk.js';

describe('the persona of', () => {
  const walk = new PersonaWalk();

  afterEach(() => walk.close());

  it('FranceConnect: identity in a signed UserInfo only, and no request without acr_values', async () => {
    await walk.use(startFranceConnect());
    const base = 'https://oidc.franceconnect.gouv.fr/api/v2';
    const incomplete = await walk.authorize(`${base}/authorize`, { scope: 'openid' });
    expect(incomplete.answer.get('error_description')).toBe('acr_values is missing');
    const short = await walk.authorize(`${base}/authorize`, { scope: 'openid', acr_values: 'eidas1', nonce: 'short' });
    expect(short.answer.get('error_description')).toBe('nonce is too short');

    const { answer } = await walk.authorize(`${base}/authorize`, { scope: 'openid given_name', acr_values: 'eidas1' });
    expect(answer.get('iss')).toBe(`${walk.persona.origin}/api/v2`);
    const tokens = await walk.tokens(`${base}/token`, answer);
    const { payload } = await walk.verify(tokens.id_token, `${base}/jwks`);
    expect(payload).toMatchObject({ acr: 'eidas1' });
    expect(payload).not.toHaveProperty('given_name');
    const userinfo = await walk.get(`${base}/userinfo`, { authorization: `Bearer ${String(tokens.access_token)}` });
    expect(userinfo.headers.get('content-type')).toContain('application/jwt');
    const identity = await walk.verify(await userinfo.text(), `${base}/jwks`);
    expect(identity.payload).toMatchObject({
      sub: payload.sub,
      given_name_array: ['John', 'Paul'],
      family_name: 'DOE',
    });
  });

  it('itsme: takes our assertion only, and encrypts ID token and UserInfo to us', async () => {
    const itsme = await walk.use(startItsme());
    const base = 'https://idp.prd.itsme.services/v2';
    const signing = await rsaPair();
    const decryption = await rsaPair();
    const keys = [
      { ...(signing.publicKey.export({ format: 'jwk' }) as JWK), kid: 's', use: 'sig', alg: 'RS256' },
      { ...(decryption.publicKey.export({ format: 'jwk' }) as JWK), kid: 'e', use: 'enc', alg: 'RSA-OAEP' },
    ];
    itsme.setClientKeys(() => Promise.resolve({ keys }));
    const assert = (audience: string): Promise<string> =>
      new SignJWT({ jti: 'once' })
        .setProtectedHeader({ alg: 'RS256', kid: 's' })
        .setIssuer(walk.persona.clientId)
        .setSubject(walk.persona.clientId)
        .setAudience(audience)
        .setExpirationTime('1m')
        .sign(signing.privateKey);
    const withAssertion = async (audience: string): Promise<Members> => ({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assert(audience),
    });
    const open = async (encrypted: unknown) => {
      const { plaintext } = await compactDecrypt(String(encrypted), decryption.privateKey);
      return (await walk.verify(Buffer.from(plaintext).toString(), `${base}/jwkset`)).payload;
    };

    expect((await walk.authorize(`${base}/authorization`, { scope: 'openid' })).answer.get('error')).toBe(
      'invalid_scope',
    );
    const scope = { scope: 'openid service:EXAMPLE profile' };
    const refused = await walk.authorize(`${base}/authorization`, scope);
    const elsewhere = await withAssertion('https://other.example');
    expect((await walk.exchange(`${base}/token`, refused.answer, elsewhere)).status).toBe(401);

    const { answer } = await walk.authorize(`${base}/authorization`, scope);
    const tokens = await walk.tokens(
      `${base}/token`,
      answer,
      await withAssertion(walk.persona.relocate(`${base}/token`)),
    );
    expect(await open(tokens.id_token)).toMatchObject({
      iss: `${walk.persona.origin}/v2`,
      address: { locality: 'Louvain-la-Neuve' },
      'http://itsme.services/v2/claim/place_of_birth': { city: 'Bruxelles' },
    });
    const userinfo = await walk.get(`${base}/userinfo`, { authorization: `Bearer ${String(tokens.access_token)}` });
    expect(await open(await userinfo.text())).toMatchObject({ given_name: 'John', email_verified: false });
  });

  it('ID Austria: the bPK stays, the subject changes, there is no UserInfo', async () => {
    await walk.use(startIdAustria());
    const base = 'https://eid.oesterreich.gv.at';
    expect(await walk.json(`${base}/.well-known/openid-configuration`)).not.toHaveProperty('userinfo_endpoint');
    const claims = [];
    for (let login = 0; login < 2; login += 1) {
      const { answer } = await walk.authorize(`${base}/auth/idp/profile/oidc/authorize`, { scope: 'openid profile' });
      const tokens = await walk.tokens(`${base}/auth/idp/profile/oidc/token`, answer);
      claims.push((await walk.verify(tokens.id_token, `${base}/auth/idp/profile/oidc/keyset`)).payload);
    }
    expect(claims.map((each) => each['urn:pvpgvat:oidc.bpk'])).toEqual([ID_AUSTRIA_BPK, ID_AUSTRIA_BPK]);
    expect(claims[0]?.sub).not.toBe(claims[1]?.sub);
  });

  it('a BankID broker: acr_values choose the eID, the subject stands in braces', async () => {
    await walk.use(startBankIdBroker());
    const base = 'https://broker.example';
    expect((await walk.authorize(`${base}/oauth2/authorize`)).answer.get('error')).toBe('invalid_request');
    const { answer } = await walk.authorize(`${base}/oauth2/authorize`, {
      scope: 'openid',
      acr_values: BANKID_ACR_VALUES,
    });
    const tokens = await walk.tokens(`${base}/oauth2/token`, answer);
    const { payload } = await walk.verify(tokens.id_token, `${base}/.well-known/jwks`);
    expect(payload.sub).toMatch(/^\{[0-9a-f-]{36}\}$/);
    expect(payload).toMatchObject({ identityscheme: 'sebankid', ssn: '198001019876' });
  });
});
