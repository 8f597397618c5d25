import { z } from 'zod';
import { asymmetricSigningAlgorithmSchema } from '../../credentials/algorithms.schema.js';
import { readPrivateKey } from '../../credentials/key-material.js';
import { faultOfAbsoluteUri } from '../../http/absolute-uri.js';
import { judgedBy } from '../../http/judged-by.js';
import { uriSchema } from '../../http/uri.schema.js';
import { configuredHeaderNameSchema, configuredHeaderValueSchema } from '../../outbound/configured-header.js';
import { clientCertificateNameSchema } from '../certificates/client-certificate.schema.js';
import { matchKinds } from './target-url.js';

const keptSchema = z.strictObject({ set: z.literal(true).meta({ description: 'It is stored, and stays.' }) });

/** A secret in a request: entered as text, or as answers show it, which keeps the stored one, as leaving it out does. */
const secretSchema = (text: z.ZodType<string, string>, expected: string) =>
  z
    .union([text, keptSchema], {
      error: ({ input }) =>
        typeof input === 'string' ? expected : 'must be text, or {"set": true} to keep the stored one',
    })
    .optional()
    .meta({ description: 'Write-only: text to enter it; left out, or `{"set": true}`, keeps the stored one.' });

const clientSecretSchema = secretSchema(
  z
    .string()
    .min(1)
    .max(4096)
    .regex(/^[^\p{Cc}]*$/u),
  'must be 1 to 4096 characters without control characters',
);

const privateKeySchema = secretSchema(
  z
    .string()
    .max(32_768)
    .refine((text) => readPrivateKey(text) !== null),
  'must be an unencrypted private key: PKCS#8 PEM, or a JWK as JSON text',
);

const valueSchema = secretSchema(
  configuredHeaderValueSchema,
  'must be 1 to 2000 visible ASCII characters without line breaks',
);

const headersSchema = z
  .array(z.strictObject({ name: configuredHeaderNameSchema, value: valueSchema }))
  .max(20)
  .default([])
  .meta({ description: 'Sent with each request; every value is a secret.' });

const ownFormName = /^(grant_type|client_id|client_secret|client_assertion.*)$/i;

const formValuesSchema = z
  .array(
    z.strictObject({
      name: z
        .string()
        .min(1)
        .max(100)
        .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII without spaces')
        .refine((name) => !ownFormName.test(name), 'is a form value that may not be configured here'),
      value: valueSchema,
    }),
  )
  .max(20)
  .default([])
  .meta({ description: 'Form values beside those of the grant; every value is a secret.' });

export const mutualTlsShape = {
  enabled: z.boolean().default(true).meta({ description: 'Whether our certificate is presented.' }),
  clientCertificate: clientCertificateNameSchema
    .nullable()
    .default(null)
    .meta({ description: 'Name of a certificate of `/v1/client-certificates`.' }),
};

export const serverCertificateShape = {
  isPublicCA: z.boolean().default(true).meta({
    description:
      '`true`: a chain to a public CA is required, and with `pem` the leaf is pinned as well. `false`: exactly that leaf; its chain is not judged, name and validity are.',
  }),
  pem: z.string().max(32_768).nullable().default(null).meta({
    description:
      "PEM of the server's own certificate, or of two while it rotates. One that can sign others is refused.",
  }),
};

const mutualTlsSchema = z.strictObject(mutualTlsShape).nullable().default(null);
const serverCertificateSchema = z
  .strictObject(serverCertificateShape)
  .nullable()
  .default(null)
  .meta({ description: 'null: a public CA, or one that the operator trusts.' });

export const clientAuthenticationMethods = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;

const visible = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');

const tokenEndpointShape = {
  url: uriSchema.meta({ description: 'Token endpoint.' }),
  clientAuthenticationMethod: z.enum(clientAuthenticationMethods).nullable().default(null).meta({
    description:
      'How we authenticate at the token endpoint (RFC 6749 §2.3, RFC 7523, RFC 8705). null: as `useBasicAuthentication` says.',
  }),
  useBasicAuthentication: z.boolean().optional().meta({
    description:
      '`true`: id and secret by Basic. `false`: in the body. Default `true`, unless another method is given.',
  }),
  basicEncoding: z.enum(['standard', 'raw']).default('standard').meta({
    description: '`raw` leaves out the form-encoding of RFC 6749 §2.3.1, for servers that get it wrong.',
  }),
  clientSecret: clientSecretSchema,
  privateKey: privateKeySchema,
  keyId: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .nullable()
    .default(null)
    .meta({ description: '`kid` of the assertion. null: the RFC 7638 thumbprint of the key.' }),
  signingAlgorithm: asymmetricSigningAlgorithmSchema
    .default('ES256')
    .meta({ description: 'Of assertions. It decides the type of a key that is made here.' }),
  assertionAudience: visible(2000).nullable().default(null).meta({ description: '`aud` of assertions. null: `url`.' }),
  scope: visible(2000).nullable().default(null),
  audience: visible(2000)
    .nullable()
    .default(null)
    .meta({ description: 'Sent as `audience`, which some servers ask for.' }),
  resource: z
    .string()
    .max(2000)
    .superRefine(judgedBy(faultOfAbsoluteUri))
    .nullable()
    .default(null)
    .meta({ description: 'Sent as `resource` (RFC 8707): an absolute URI without fragment, of whatever scheme.' }),
  headers: headersSchema,
  formValues: formValuesSchema,
  useEndpointMtlsConfiguration: z.boolean().default(false).meta({
    description:
      '`true`: the token endpoint gets `mutualTls` and `serverCertificate` of the endpoint. `false`: its own, or none.',
  }),
  mutualTls: mutualTlsSchema,
  serverCertificate: serverCertificateSchema,
  certificateBoundTokens: z.boolean().default(false).meta({
    description: 'A token that is not bound to our certificate (RFC 8705 §3) is refused before it is used.',
  }),
  dpop: z.boolean().default(false).meta({ description: 'Tokens are bound to a key of ours (RFC 9449).' }),
};

export const clientCredentialsShape = {
  ...tokenEndpointShape,
  clientId: visible(500).meta({ description: '`client_id`.' }),
};

export const jwtBearerShape = {
  ...tokenEndpointShape,
  clientId: visible(500)
    .nullable()
    .default(null)
    .meta({ description: '`client_id`; null where the assertion alone says who we are.' }),
  issuer: visible(500).meta({ description: '`iss` of the assertion.' }),
  subject: visible(500).meta({ description: '`sub` of the assertion: on whose behalf.' }),
  lifetimeSeconds: z.int().min(10).max(3600).default(60).meta({ description: 'Of the assertion. Default 60.' }),
  claims: z
    .record(
      z
        .string()
        .min(1)
        .max(100)
        .refine((name) => !['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti'].includes(name), 'has a member of its own'),
      visible(2000),
    )
    .default({})
    .meta({ description: 'More claims of the assertion, e.g. `scope`, which some servers read there.' }),
};

const oAuthConfigurationSchema = z
  .strictObject({
    clientCredentialsConfig: z
      .strictObject(clientCredentialsShape)
      .optional()
      .meta({ description: 'The client credentials grant (RFC 6749 §4.4).' }),
    jwtBearerConfig: z
      .strictObject(jwtBearerShape)
      .optional()
      .meta({ description: 'The JWT bearer grant (RFC 7523 §2.1) with a key of ours.' }),
  })
  .nullable()
  .default(null)
  .meta({ description: 'One of the two grants; the token is sent as `Authorization`.' });

export const endpointShape = {
  url: uriSchema.meta({
    description: 'Which calls it is for: scheme, host, port and path. Without query.',
    example: 'https://hooks.partner.example/esign',
  }),
  match: z.enum(matchKinds).default('exact').meta({
    description:
      '`prefix`: everything below the path too, by whole segments. Exact goes before prefix, the longest prefix wins.',
  }),
  headers: headersSchema,
};

export const ownerSchema = z.uuid().nullable().meta({
  description: 'The user who is told when calls stop working; null: the administrators.',
});

export const externalAuthenticationRequestSchema = z
  .strictObject({
    ...endpointShape,
    mutualTls: mutualTlsSchema,
    serverCertificate: serverCertificateSchema,
    oAuthConfiguration: oAuthConfigurationSchema,
    owner: ownerSchema.default(null),
  })
  .meta({ id: 'ExternalAuthenticationRequest', description: 'How calls to a URL authenticate.' });

export type ExternalAuthenticationRequest = z.output<typeof externalAuthenticationRequestSchema>;

/** Documents a body without judging it: what is stored decides about some faults, and all are named at once. */
export const externalAuthenticationBodySchema: z.ZodType = externalAuthenticationRequestSchema.catch(
  (context?: { value: unknown }) => context?.value as never,
);

/** A secret as text, kept, or left out. */
export type EnteredSecret = z.output<typeof valueSchema>;

/** A stored secret as answers show it. */
export const storedSecretSchema = z
  .strictObject({ set: z.literal(true) })
  .meta({ id: 'StoredExternalSecret', description: 'A write-only value: that it is stored, never the value.' });
