import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ClientMetadata } from '../../support/openid-provider.js';
import { rsaPair } from '../../support/rsa-pair.js';

/** Keys of ours that the clients have registered. */
export const signing = { rsa: await rsaPair(), ed: generateKeyPairSync('ed25519') };
export const decryption = {
  rsa: await rsaPair(),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};
export const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicJwk = (key: KeyObject, more: object) => ({ ...createPublicKey(key).export({ format: 'jwk' }), ...more });

export const john = {
  id: 'john',
  label: 'John Doe',
  claims: { given_name: 'John', family_name: 'Doe', email: 'john@example.com', licence: 'A-1' },
  acr: 'high',
  amr: ['pwd', 'otp'],
  authTime: Math.floor(Date.now() / 1000) - 100,
};

const jwks = {
  keys: [
    publicJwk(signing.rsa.privateKey, { use: 'sig', alg: 'RS256', kid: 'rsa-sig' }),
    publicJwk(signing.ed.privateKey, { use: 'sig', alg: 'EdDSA', kid: 'ed-sig' }),
    publicJwk(decryption.rsa.privateKey, { use: 'enc', kid: 'rsa-enc' }),
    publicJwk(decryption.ec.privateKey, { use: 'enc', kid: 'ec-enc' }),
  ],
} as NonNullable<ClientMetadata['jwks']>;

/** One registered client for each protocol option. */
export const clients: (Partial<ClientMetadata> & { client_id: string })[] = [
  { client_id: 'plain', token_endpoint_auth_method: 'none' },
  { client_id: 'par', token_endpoint_auth_method: 'none', require_pushed_authorization_requests: true },
  { client_id: 'jar', token_endpoint_auth_method: 'none', jwks, require_signed_request_object: true },
  { client_id: 'dpop', token_endpoint_auth_method: 'none', dpop_bound_access_tokens: true },
  { client_id: 'jarm', token_endpoint_auth_method: 'none', authorization_signed_response_alg: 'PS256' },
  {
    client_id: 'jarm-encrypted',
    token_endpoint_auth_method: 'none',
    jwks,
    authorization_signed_response_alg: 'ES256',
    authorization_encrypted_response_alg: 'RSA-OAEP-256',
    authorization_encrypted_response_enc: 'A256GCM',
  },
  ...(['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'] as const).map((alg) => ({
    client_id: `jwe-${alg}`,
    token_endpoint_auth_method: 'none' as const,
    jwks,
    id_token_encrypted_response_alg: alg,
    id_token_encrypted_response_enc: 'A128CBC-HS256' as const,
  })),
  { client_id: 'userinfo-signed', token_endpoint_auth_method: 'none', userinfo_signed_response_alg: 'ES256' },
  {
    client_id: 'userinfo-encrypted',
    token_endpoint_auth_method: 'none',
    jwks,
    userinfo_signed_response_alg: 'RS256',
    userinfo_encrypted_response_alg: 'RSA-OAEP-256',
    userinfo_encrypted_response_enc: 'A256GCM',
  },
  ...(['RS512', 'PS256', 'ES256', 'EdDSA'] as const).map((alg) => ({
    client_id: `id-token-${alg}`,
    token_endpoint_auth_method: 'none' as const,
    id_token_signed_response_alg: alg,
  })),
  { client_id: 'id-token-HS256', client_secret: 'x'.repeat(40), id_token_signed_response_alg: 'HS256' },
];
