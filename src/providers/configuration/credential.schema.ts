import { z } from 'zod';
import {
  appleClientSecretSchema,
  clientSecretBasicSchema,
  clientSecretJwtSchema,
  clientSecretPostSchema,
  noClientAuthenticationSchema,
  privateKeyJwtSchema,
  selfSignedTlsClientAuthSchema,
  tlsClientAuthSchema,
} from '../../client-authentication/client-authentication.schema.js';
import { readPrivateKey } from '../../credentials/key-material.js';
import { timeTextSchema } from '../../http/time.schema.js';
import { certificatesSchema } from './identity.schema.js';

const maximumOverlapSeconds = 2_592_000;

const clientSecretSchema = z
  .string({ error: 'must be the secret as text; leave the member out to keep the stored one' })
  .min(1)
  .max(4096)
  .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters')
  .optional()
  .meta({ description: 'Write-only. A PUT that omits it keeps the stored one.', writeOnly: true });

export const privateKeyTextSchema = z
  .string({ error: 'must be the key as text; leave the member out to keep the stored one' })
  .max(32_768)
  .refine(
    (text) => readPrivateKey(text) !== null,
    'must be an unencrypted private key: PKCS#8 PEM, or a JWK as JSON text',
  );

const privateKeySchema = (description: string) =>
  privateKeyTextSchema.optional().meta({ description, writeOnly: true });

const keyIdText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

const overlap = {
  overlapSeconds: z.int().min(0).max(maximumOverlapSeconds).optional().meta({
    description:
      'For how long a secret or key that this request replaces stays valid, so that both work while rotating. Default 0 (at once), at most 30 days.',
    writeOnly: true,
  }),
};

const expiry = {
  expiresAt: timeTextSchema.nullable().optional().meta({
    description:
      'When the provider stops accepting it; warned of 30, 7 and 1 days ahead. A PUT that omits it keeps it.',
  }),
};

const secretMembers = { clientSecret: clientSecretSchema, ...expiry, ...overlap };

const certificateMembers = {
  certificate: certificatesSchema(10).optional().meta({
    description:
      'Our client certificate as PEM, leaf first. Goes together with `privateKey`. A PUT that omits both keeps both.',
    writeOnly: true,
  }),
  privateKey: privateKeySchema('Private key of the certificate. Write-only.'),
  ...overlap,
};

/** `clientAuthentication` of a request: the configuration of the method and its credential, which is write-only. */
export const clientAuthenticationRequestSchema = z
  .discriminatedUnion('method', [
    clientSecretBasicSchema.extend(secretMembers),
    clientSecretPostSchema.extend(secretMembers),
    clientSecretJwtSchema.extend(secretMembers),
    privateKeyJwtSchema.extend({
      privateKey: privateKeySchema('Your own key. Without it a key pair is generated. Write-only.'),
      keyId: keyIdText.optional().meta({
        description: '`kid` of your own key, given together with it. Default: its RFC 7638 thumbprint.',
      }),
      ...expiry,
      ...overlap,
    }),
    appleClientSecretSchema.extend({
      privateKey: privateKeySchema('Content of the .p8 file (EC P-256). Write-only.'),
      keyId: keyIdText
        .optional()
        .meta({ description: 'Key id that Apple shows beside the key, given together with it.' }),
      ...expiry,
      ...overlap,
    }),
    tlsClientAuthSchema.extend(certificateMembers),
    selfSignedTlsClientAuthSchema.extend(certificateMembers),
    noClientAuthenticationSchema,
  ])
  .meta({ description: 'How we authenticate at the token endpoint.' });

export const storedSecretSchema = z
  .strictObject({
    set: z.boolean().meta({ description: 'Whether one is stored.' }),
    setAt: z.iso.datetime().nullable().meta({ description: 'When the newest one was entered or generated.' }),
  })
  .meta({
    id: 'StoredSecret',
    description: 'A write-only value: whether and since when it is stored, never the value.',
  });
export type StoredSecret = z.output<typeof storedSecretSchema>;

const storedExpiry = {
  expiresAt: z.iso.datetime().nullable().meta({ description: 'When the newest credential expires, where known.' }),
};
const storedKeyId = { keyId: z.string().nullable().meta({ description: '`kid` of the newest key.' }) };
const storedSecretMembers = { clientSecret: storedSecretSchema, ...storedExpiry };
const storedKeyMembers = { privateKey: storedSecretSchema, ...storedKeyId, ...storedExpiry };
const storedCertificateMembers = { certificate: storedSecretSchema, privateKey: storedSecretSchema, ...storedExpiry };

/** `clientAuthentication` of an answer: credentials are shown as set or not, never as values. */
export const clientAuthenticationResponseSchema = z.discriminatedUnion('method', [
  clientSecretBasicSchema.extend(storedSecretMembers),
  clientSecretPostSchema.extend(storedSecretMembers),
  clientSecretJwtSchema.extend(storedSecretMembers),
  privateKeyJwtSchema.extend(storedKeyMembers),
  appleClientSecretSchema.extend(storedKeyMembers),
  tlsClientAuthSchema.extend(storedCertificateMembers),
  selfSignedTlsClientAuthSchema.extend(storedCertificateMembers),
  noClientAuthenticationSchema,
]);
