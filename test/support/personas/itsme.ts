import type { JWTPayload } from 'jose';
import { oauthError } from '../http/answers.js';
import { type KeyedPersona, RegisteredClientKeys } from './client-keys.js';
import { startOpenIdPersona, UNANNOUNCED } from './openid-persona.js';

const CLAIM = 'http://itsme.services/v2/claim/';

/**
 * itsme: private_key_jwt (audience: the token endpoint), ID token and UserInfo signed, then encrypted to us, claims named by URLs
 * and nested in objects, a scope that names the service, and an e-mail address that is never said to be verified.
 */
export async function startItsme(): Promise<KeyedPersona> {
  const clientKeys = new RegisteredClientKeys();
  const encrypt = (signed: string): Promise<string> => clientKeys.encrypt(signed, 'A128CBC-HS256');
  const persona = await startOpenIdPersona(
    {
      name: 'itsme',
      clientId: 'EXAMPLE_SIGN',
      realOrigins: ['https://idp.prd.itsme.services', 'https://idp.e2e.itsme.services'],
      clientAuthentication: { method: 'private_key_jwt', assertionAudience: 'token_endpoint' },
      issuerPath: '/v2',
      paths: {
        authorization: '/v2/authorization',
        token: '/v2/token',
        jwks: '/v2/jwkset',
        userinfo: '/v2/userinfo',
      },
      metadata: {
        ...UNANNOUNCED,
        acr_values_supported: [`${CLAIM}acr_basic`, `${CLAIM}acr_advanced`],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
        token_endpoint_auth_signing_alg_values_supported: ['RS256'],
        id_token_encryption_alg_values_supported: ['RSA-OAEP', 'RSA-OAEP-256'],
        id_token_encryption_enc_values_supported: ['A128CBC-HS256'],
        userinfo_encryption_alg_values_supported: ['RSA-OAEP', 'RSA-OAEP-256'],
        userinfo_encryption_enc_values_supported: ['A128CBC-HS256'],
        claims_parameter_supported: true,
      },
      person: { idToken: { sub: 'b6f1d7a2c9e84f3a5d0c', ...PERSON } },
    },
    (provider) => ({
      authorization: (happy, { query }) =>
        / service:/.test(query.get('scope') ?? '')
          ? { ...happy, parameters: happy.parameters.filter(([name]) => name !== 'iss') }
          : {
              ...happy,
              parameters: [['error', 'invalid_scope'], ...happy.parameters.filter(([name]) => name !== 'code')],
            },
      token: async (happy, { form }) =>
        (await clientKeys.authenticates(form, provider.clientId, provider.tokenUri, ['exp', 'jti']))
          ? happy
          : oauthError('invalid_client', undefined, 401),
      wrapIdToken: encrypt,
      userinfo: async (happy) => {
        const claims = { iss: provider.issuer, aud: provider.clientId, ...(happy.json as JWTPayload) };
        return { headers: { 'content-type': 'application/jwt' }, body: await encrypt(provider.sign(claims)) };
      },
    }),
  );
  return { ...persona, encrypt, setClientKeys: clientKeys.set };
}

const PERSON = {
  name: 'John Doe',
  given_name: 'John',
  family_name: 'Doe',
  gender: 'male',
  birthdate: '1988-04-18',
  locale: 'EN',
  email: 'john@example.com',
  email_verified: false,
  phone_number: '+32 470123456',
  phone_number_verified: true,
  address: { street_address: 'Rue du Test 1', postal_code: '1348', locality: 'Louvain-la-Neuve', country: 'BE' },
  [`${CLAIM}claim_citizenship`]: 'Belg',
  [`${CLAIM}place_of_birth`]: { formatted: 'Bruxelles Belgium', city: 'Bruxelles', country: 'BE' },
  [`${CLAIM}BENationalNumber`]: '88041812345',
  [`${CLAIM}BEeidSn`]: '000-1234567-89',
};
