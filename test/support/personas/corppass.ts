import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, type JWTPayload, jwtVerify } from 'jose';
import { oauthError } from '../http/answers.js';
import type { ScriptableCall } from '../scriptable-provider.js';
import { type KeyedPersona, RegisteredClientKeys } from './client-keys.js';
import { startOpenIdPersona, UNANNOUNCED } from './openid-persona.js';

/** Registration number of the company for which John acts; `sub` of the ID token. */
export const CORPPASS_COMPANY = '201812345D';
/** John himself, in `act.sub`. */
export const CORPPASS_PERSON = '0f14a2fc-09c2-4780-95f0-8c28347f2780';

const SCOPES = [
  'openid',
  'authinfo',
  'user.identity',
  'user.name',
  'user.corppass.email',
  'entity.identity',
  'entity.basic_profile.name',
];
const { pushed_authorization_request_endpoint: _announced, ...unannounced } = UNANNOUNCED;
const LONG = /^[A-Za-z0-9/+_\-=.]{30,255}$/;

/**
 * Corppass with FAPI 2.0: requests must be pushed, with a DPoP proof and a context type; private_key_jwt (audience: the
 * issuer) with ES256; the ID token is signed, then encrypted to an elliptic curve key of ours; `sub` is the company, `act` the
 * person; UserInfo is signed only and tells what the person may do.
 */
export async function startCorppass(): Promise<KeyedPersona> {
  const clientKeys = new RegisteredClientKeys();
  const encrypt = (signed: string): Promise<string> => clientKeys.encrypt(signed, 'A256GCM');
  /** Thumbprint of the key that a request was bound to, by its PKCE challenge. */
  const boundTo = new Map<string, string>();
  const persona = await startOpenIdPersona(
    {
      name: 'corppass',
      clientId: 'example0client0id00',
      realOrigins: ['https://id.corppass.gov.sg', 'https://stg-id.corppass.gov.sg'],
      clientAuthentication: { method: 'private_key_jwt', assertionAudience: 'issuer' },
      signingAlgorithm: 'ES256',
      paths: { authorization: '/authorize', jwks: '/.well-known/keys', par: '/request' },
      metadata: {
        ...unannounced,
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
        token_endpoint_auth_signing_alg_values_supported: ['ES256', 'ES384', 'ES512'],
        id_token_encryption_alg_values_supported: ['ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'],
        id_token_encryption_enc_values_supported: ['A256GCM'],
        dpop_signing_alg_values_supported: ['ES256'],
        require_pushed_authorization_requests: true,
        scopes_supported: SCOPES,
        claims_parameter_supported: false,
      },
      person: PERSON,
    },
    (provider) => ({
      par: async (happy, call) => {
        if (!(await clientKeys.authenticates(call.form, provider.clientId, provider.issuer))) {
          return oauthError('invalid_client', undefined, 401);
        }
        const problem = problemWith(call.form);
        if (problem !== null) return oauthError('invalid_request', problem);
        const key = await keyOfProof(call, `${provider.origin}/request`);
        if (key === null || (call.form.get('dpop_jkt') ?? key) !== key) return oauthError('invalid_dpop_proof');
        boundTo.set(call.form.get('code_challenge') ?? '', key);
        return happy;
      },
      authorization: (happy, { query }) =>
        query.has('request_uri')
          ? { ...happy, parameters: happy.parameters.filter(([name]) => name !== 'iss') }
          : { status: 400, body: 'Push the request first' },
      token: async (happy, call) => {
        if (!(await clientKeys.authenticates(call.form, provider.clientId, provider.issuer))) {
          return oauthError('invalid_client', undefined, 401);
        }
        const challenge = createHash('sha256')
          .update(call.form.get('code_verifier') ?? '')
          .digest('base64url');
        const key = await keyOfProof(call, provider.tokenUri);
        if (key === null) return oauthError('invalid_dpop_proof');
        return boundTo.get(challenge) === key ? happy : oauthError('invalid_grant');
      },
      wrapIdToken: encrypt,
      userinfo: async (happy, call) => {
        const isBound = /^DPoP /.test(call.headers.authorization ?? '');
        if (!isBound || (await keyOfProof(call, provider.userinfoUri)) === null)
          return oauthError('invalid_token', undefined, 401);
        const now = Math.floor(Date.now() / 1000);
        const claims = { iss: provider.issuer, aud: provider.clientId, iat: now, exp: now + 600 };
        return {
          headers: { 'content-type': 'application/jwt' },
          body: provider.sign({ ...claims, ...(happy.json as JWTPayload) }),
        };
      },
    }),
  );
  return { ...persona, encrypt, setClientKeys: clientKeys.set };
}

/** The thumbprint of the key that made the DPoP proof of a call (RFC 9449 §4.3); null when the proof is not right. */
async function keyOfProof({ method, headers }: ScriptableCall, uri: string): Promise<string | null> {
  const { dpop } = headers;
  if (typeof dpop !== 'string') return null;
  try {
    const { payload, protectedHeader } = await jwtVerify(dpop, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'] });
    if (payload.htm !== method || payload.htu !== uri || protectedHeader.jwk === undefined) return null;
    return await calculateJwkThumbprint(protectedHeader.jwk);
  } catch {
    return null;
  }
}

/** What is wrong with a pushed request; null: nothing. */
function problemWith(form: URLSearchParams): string | null {
  const weak = ['state', 'nonce'].find((name) => !LONG.test(form.get(name) ?? ''));
  if (weak !== undefined) return `${weak} is missing or has the wrong form`;
  if (form.get('code_challenge_method') !== 'S256' || !form.has('code_challenge')) return 'PKCE with S256 is required';
  if (form.get('authentication_context_type') !== 'APP_AUTHENTICATION_DEFAULT') {
    return 'authentication_context_type is missing or not supported';
  }
  const scopes = (form.get('scope') ?? '').split(' ');
  return scopes.every((scope) => SCOPES.includes(scope)) ? null : 'a scope is not supported';
}

const PERSON = {
  idToken: {
    sub: CORPPASS_COMPANY,
    sub_attributes: { entity_type: 'UEN', entity_reg_number: CORPPASS_COMPANY, entity_coi: 'SG' },
    act: {
      sub: CORPPASS_PERSON,
      sub_attributes: {
        account_type: 'User',
        identity_number: 'S1234567D',
        identity_coi: 'SG',
        name: 'Doe John',
        corppass_email: 'john@example.com',
        corppass_email_verified: true,
      },
    },
    amr: ['pwd', 'sms'],
  },
  userinfo: {
    auth_info: { Result_Set: { ESrvc_Row_Count: 1, ESrvc_Result: [{ CPESrvcID: 'EXAMPLE', Auth_Result_Set: {} }] } },
  },
};
