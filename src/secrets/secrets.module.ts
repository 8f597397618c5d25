import { Global, Logger, Module } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { DataKeys } from './data-keys.js';
import { encryptionKeysOf } from './encryption-keys.js';
import { KeyedHash } from './keyed-hash.js';
import { Sealing } from './sealing.js';

/** Seals under the keys of the settings. */
export function sealingFrom(settings: Settings): Sealing {
  const { keys, file } = encryptionKeysOf(settings);
  if (file !== null)
    new Logger('Secrets').warn(
      `ENCRYPTION_KEY is not set: using the key in ${file}. Without that file nothing in the database can be read; set a key of your own in production.`,
    );
  return new Sealing(keys);
}

/** Encryption at rest. May depend on config and database. */
@Global()
@Module({
  providers: [{ provide: Sealing, inject: [SETTINGS], useFactory: sealingFrom }, DataKeys, KeyedHash],
  exports: [Sealing, DataKeys, KeyedHash],
})
export class SecretsModule {}
