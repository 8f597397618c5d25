import { z } from 'zod';
import { judgedBy } from '../http/judged-by.js';
import { faultOfKey } from './client-key.rules.js';

/** `kid` in a path. */
export const keyIdSchema = z.string().min(1).max(200);

/** A public key of a client. */
export const clientKeySchema = z
  .looseObject({ kty: z.string(), kid: z.string().min(1).max(200).optional() })
  .superRefine(judgedBy(faultOfKey))
  .meta({
    id: 'OAuthClientKey',
    description:
      'Public JWK; `kid` is its RFC 7638 thumbprint where it is left out. With `x5c` for self-signed certificates.',
  });

/** Kinds of keys that are made here. */
const generatedKeyKinds = ['RSA-2048', 'RSA-4096', 'EC-P256'] as const;
export type GeneratedKeyKind = (typeof generatedKeyKinds)[number];

export const generateKeySchema = z.enum(generatedKeyKinds).meta({
  description:
    'Makes a key pair; its private key is answered once, as `privateKeyShownOnce` (PKCS#8 PEM), and stored nowhere.',
});
