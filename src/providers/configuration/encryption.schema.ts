import { z } from 'zod';
import { contentEncryptionAlgorithms, keyManagementAlgorithms } from '../../credentials/algorithms.schema.js';

/** Which encryption a JWT from the provider must have. The nested token must always be signed. */
export const encryptionSchema = z
  .strictObject({
    keyManagementAlgorithms: z
      .array(z.enum(keyManagementAlgorithms))
      .min(1)
      .max(20)
      .meta({ description: 'Accepted `alg` of the JWE header (RFC 7518 §4.1).' }),
    contentEncryptionAlgorithms: z
      .array(z.enum(contentEncryptionAlgorithms))
      .min(1)
      .max(20)
      .default([...contentEncryptionAlgorithms])
      .meta({ description: 'Accepted `enc` of the JWE header (RFC 7518 §5.1).' }),
  })
  .meta({
    description: 'The token must be encrypted to our decryption key with one of these algorithms; `zip` is refused.',
  });
export type Encryption = z.output<typeof encryptionSchema>;
