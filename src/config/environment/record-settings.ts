import { z } from 'zod';
import { wholeNumber } from '../whole-number.js';
import { readableFile } from './formats.js';

/** What is kept of what happened: the log and what it is signed with, erasures, deliveries. */
export const recordSettings = {
  CHECKPOINT_KEY_FILE: readableFile
    .optional()
    .meta({ description: 'Ed25519 key (PKCS#8 PEM) that signs checkpoints; unset: made once in `DATA_DIR`.' }),
  CHECKPOINT_KEY: z
    .string()
    .includes('-----BEGIN', { error: 'expected a PKCS#8 PEM' })
    .optional()
    .meta({ description: 'The same key itself, in place of `CHECKPOINT_KEY_FILE`.' }),
  ERASURES_FILE: z.string().min(1).optional().meta({
    description:
      'Where the list of erasures is kept outside the database, to be replayed after a restore; default in `DATA_DIR`.',
  }),
  CHECKPOINT_FILE: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Where the last checkpoint is published outside the database; default in `DATA_DIR`.' }),
  DELIVERY_RETENTION_DAYS: wholeNumber(1, 36_500)
    .default(90)
    .meta({ description: 'Days for which deliveries that have ended, and their tries, can be read.' }),
};
