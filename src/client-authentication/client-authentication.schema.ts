import { z } from 'zod';
import { asymmetricSigningAlgorithmSchema, symmetricSigningAlgorithms } from '../credentials/algorithms.schema.js';

/**
 * How we authenticate at the token endpoint (RFC 6749 §2.3, OpenID Connect Core §9, RFC 8705): what of it is
 * configuration. Secrets, keys and certificates are credentials and stand in `credential.schema.ts`.
 */
export const clientSecretBasicSchema = z.strictObject({
  method: z.literal('client_secret_basic'),
  basicEncoding: z.enum(['standard', 'raw']).default('standard').meta({
    description:
      '`standard` form-encodes client id and secret before Basic (RFC 6749 §2.3.1); `raw` does not, for servers that get it wrong.',
  }),
});

export const clientSecretPostSchema = z.strictObject({ method: z.literal('client_secret_post') });

export const clientSecretJwtSchema = z.strictObject({
  method: z.literal('client_secret_jwt'),
  signingAlgorithm: z
    .enum(symmetricSigningAlgorithms)
    .default('HS256')
    .meta({ description: 'JWS algorithm of the assertion, keyed with the client secret.' }),
  assertionAudience: z.enum(['issuer', 'token_endpoint']).default('issuer').meta({
    description: '`aud` of the assertion: the issuer, or the token endpoint for servers that insist on it.',
  }),
});

export const privateKeyJwtSchema = z.strictObject({
  method: z.literal('private_key_jwt'),
  signingAlgorithm: asymmetricSigningAlgorithmSchema
    .default('RS256')
    .meta({ description: 'JWS algorithm of the assertion. It decides the type of a generated key.' }),
  assertionAudience: z.enum(['issuer', 'token_endpoint']).default('issuer').meta({
    description: '`aud` of the assertion: the issuer, or the token endpoint for servers that insist on it.',
  }),
});

export const appleClientSecretSchema = z.strictObject({
  method: z.literal('apple_client_secret'),
  teamId: z
    .string()
    .regex(/^[A-Z0-9]{10}$/, 'must be the ten upper-case letters and digits of the Apple team id')
    .meta({
      description: 'Team id of the Apple developer account: `iss` of the ES256 JWT that is sent as client secret.',
    }),
});

export const tlsClientAuthSchema = z.strictObject({ method: z.literal('tls_client_auth') });

export const selfSignedTlsClientAuthSchema = z.strictObject({ method: z.literal('self_signed_tls_client_auth') });

export const noClientAuthenticationSchema = z.strictObject({ method: z.literal('none') });

export const clientAuthenticationSchema = z.discriminatedUnion('method', [
  clientSecretBasicSchema,
  clientSecretPostSchema,
  clientSecretJwtSchema,
  privateKeyJwtSchema,
  appleClientSecretSchema,
  tlsClientAuthSchema,
  selfSignedTlsClientAuthSchema,
  noClientAuthenticationSchema,
]);

export type ClientAuthentication = z.output<typeof clientAuthenticationSchema>;
export type ClientAuthenticationMethod = ClientAuthentication['method'];
