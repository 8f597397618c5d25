import { z } from 'zod';
import { encryptionKey, list } from './formats.js';

/** Characters after `csk_`: 128 bits and more when they are hexadecimal. Fewer are for trying only. */
export const leastOperatorKey = 32;

export function isGuessable(operatorKey: string): boolean {
  return operatorKey.length < 'csk_'.length + leastOperatorKey;
}

/** What seals the rows, and the key that makes all others. */
export const keySettings = {
  ENCRYPTION_KEY: encryptionKey.optional().meta({ description: 'Base64 of 32 bytes; unset: made once in `DATA_DIR`.' }),
  ENCRYPTION_KEYS_PREVIOUS: list
    .pipe(z.array(encryptionKey))
    .optional()
    .meta({ description: 'Keys that still open what they sealed, comma-separated; see key rotation.' }),
  BOOTSTRAP_API_KEY: z
    .string()
    .regex(/^csk_[A-Za-z0-9_-]{1,128}$/, {
      error: `expected csk_ followed by letters, digits, - or _, ${leastOperatorKey} to 128 of them`,
    })
    .optional()
    .meta({ description: 'Operator key of tenant `default`; unset: made once in `DATA_DIR`.' }),
};
