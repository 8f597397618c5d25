import { randomBytes } from 'node:crypto';
import { Global, Logger, Module } from '@nestjs/common';
import { readOrMakeKey } from '../config/generated-key.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { DataKeys } from './data-keys.js';
import { KeyedHash } from './keyed-hash.js';
import { Sealing } from './sealing.js';

/** The keys that encryption at rest uses: the configured one, or one made once in the data directory. */
export function sealingFrom(settings: Settings): Sealing {
  const previous = (settings.ENCRYPTION_KEYS_PREVIOUS ?? []).map((key) => Buffer.from(key, 'base64'));
  if (settings.ENCRYPTION_KEY !== undefined)
    return new Sealing([Buffer.from(settings.ENCRYPTION_KEY, 'base64'), ...previous]);
  const made = readOrMakeKey(settings.DATA_DIR, 'encryption.key', () => randomBytes(32).toString('base64'));
  new Logger('Secrets').warn(
    `ENCRYPTION_KEY is not set: using the key in ${made.file}. Without that file nothing in the database can be read; set a key of your own in production.`,
  );
  return new Sealing([Buffer.from(made.value, 'base64'), ...previous]);
}

/** Encryption at rest. May depend on config and database. */
@Global()
@Module({
  providers: [{ provide: Sealing, inject: [SETTINGS], useFactory: sealingFrom }, DataKeys, KeyedHash],
  exports: [Sealing, DataKeys, KeyedHash],
})
export class SecretsModule {}
