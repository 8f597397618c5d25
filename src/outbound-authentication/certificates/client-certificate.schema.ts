import { z } from 'zod';
import { readPrivateKey } from '../../credentials/key-material.js';
import { judgedBy } from '../../http/judged-by.js';
import { faultOfSubject, keyTypes } from './make-certificate.js';

export const clientCertificateNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'must be 1 to 63 of the characters A-Z a-z 0-9 . _ - and start with a letter or digit',
  )
  .meta({ description: 'Unique in the tenant, case-sensitive, immutable.', example: 'partner-2026' });

const subjectText = z.string().min(1).max(500).superRefine(judgedBy(faultOfSubject));

const alternativeNameSchema = z.strictObject({
  type: z.enum(['dns', 'url', 'email', 'ip']),
  value: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII'),
});

const generateSchema = z
  .strictObject({
    keyType: z.enum(keyTypes).default('EC-P256').meta({ description: 'Default EC-P256.' }),
    subject: subjectText.meta({ description: 'RFC 4514.', example: 'CN=countersign,O=Example' }),
    alternativeNames: z.array(alternativeNameSchema).max(20).default([]).meta({
      description: 'subjectAltName (RFC 5280 §4.2.1.6), for servers that know us by it (RFC 8705 §2.1).',
    }),
    selfSigned: z.boolean().default(false).meta({
      description: 'Signs it with its own key, so that it can be used at once. Default: only a request (CSR) is made.',
    }),
    validDays: z.int().min(1).max(1825).default(397).meta({ description: 'Of a self-signed one. Default 397.' }),
  })
  .meta({ description: 'Makes a key here, which never leaves, and a request for a certificate (PKCS#10).' });

const pem = z.string().max(65_536);

const importSchema = z
  .strictObject({
    certificate: pem
      .optional()
      .meta({ description: 'PEM, our own certificate first, then its issuers; the root may be left out.' }),
    privateKey: z
      .string()
      .max(32_768)
      .refine(
        (text) => readPrivateKey(text) !== null,
        'must be an unencrypted private key: PKCS#8 PEM (BEGIN PRIVATE KEY), or a JWK as JSON text',
      )
      .optional()
      .meta({ description: 'Key of the first certificate. Write-only.', writeOnly: true }),
    pkcs12: z.base64().max(131_072).optional().meta({
      description: 'A PKCS#12 file (.p12, .pfx) in base64, in place of the two. Write-only.',
      writeOnly: true,
    }),
    passphrase: z.string().max(1_000).optional().meta({ description: 'Of the PKCS#12 file.', writeOnly: true }),
  })
  .meta({ description: 'Either `certificate` and `privateKey`, or `pkcs12` and its `passphrase`.' });

const source = { generate: generateSchema.optional(), import: importSchema.optional() };

export const newCertificateSchema = z
  .strictObject({ name: clientCertificateNameSchema, ...source })
  .meta({ id: 'NewClientCertificate', description: 'One of `generate` and `import`.' });

export const rotationSchema = z
  .strictObject({
    ...source,
    useAfterSeconds: z.int().min(0).max(2_592_000).default(0).meta({
      description:
        'For how long the new one is only shown, so that the other side can be told of it, before it is used. Default 0.',
    }),
  })
  .meta({ id: 'ClientCertificateRotation', description: 'One of `generate` and `import`.' });

export const installSchema = z
  .strictObject({
    certificate: pem.meta({ description: 'What was issued for the request: PEM, own certificate first.' }),
  })
  .meta({ id: 'IssuedCertificate' });

export type CertificateSource = Pick<z.output<typeof rotationSchema>, 'generate' | 'import'>;
export type NewCertificate = z.output<typeof newCertificateSchema>;
export type Rotation = z.output<typeof rotationSchema>;
export type Installation = z.output<typeof installSchema>;

export const clientCertificateSchema = z
  .strictObject({
    name: clientCertificateNameSchema,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    certificates: z
      .array(
        z.strictObject({
          version: z.int().min(1).meta({ description: 'Counts the keys of this name.' }),
          status: z
            .enum(['presented', 'next', 'superseded', 'expired'])
            .meta({ description: '`presented`: the one that is used now. `next`: valid later, or used later.' }),
          thumbprint: z.string().meta({ description: '`x5t#S256` (RFC 8705 §3.1) of the first certificate.' }),
          subject: z.string(),
          notBefore: z.iso.datetime(),
          notAfter: z.iso.datetime(),
          usableFrom: z.iso.datetime(),
          generated: z.boolean().meta({ description: 'Whether its key was made here.' }),
          pem: z.string().meta({ description: 'The public chain, for the trust store of the other side.' }),
        }),
      )
      .meta({ description: 'Newest first; two while rotating.' }),
    csr: z
      .string()
      .optional()
      .meta({ description: 'The request (PKCS#10, PEM) whose certificate has not been installed yet.' }),
    warnings: z.array(z.strictObject({ code: z.string(), path: z.string(), message: z.string() })),
  })
  .meta({ id: 'ClientCertificate' });

export type ClientCertificateAnswer = z.output<typeof clientCertificateSchema>;
