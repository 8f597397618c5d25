import { randomBytes } from 'node:crypto';
import { readOrMakeKey } from '../config/generated-key.js';
import type { Settings } from '../config/settings.js';

/** The keys that encryption at rest uses. */
interface EncryptionKeys {
  /** 32 bytes each; the first seals, the others only open. */
  readonly keys: readonly [Uint8Array, ...Uint8Array[]];
  /** The file that the first one was made in; null: it is configured. */
  readonly file: string | null;
}

/** The configured ones, or one made once in the data directory. */
export function encryptionKeysOf(
  settings: Pick<Settings, 'ENCRYPTION_KEY' | 'ENCRYPTION_KEYS_PREVIOUS' | 'DATA_DIR'>,
): EncryptionKeys {
  const previous = (settings.ENCRYPTION_KEYS_PREVIOUS ?? []).map((key) => Buffer.from(key, 'base64'));
  if (settings.ENCRYPTION_KEY !== undefined)
    return { keys: [Buffer.from(settings.ENCRYPTION_KEY, 'base64'), ...previous], file: null };
  const made = readOrMakeKey(settings.DATA_DIR, 'encryption.key', () => randomBytes(32).toString('base64'));
  return { keys: [Buffer.from(made.value, 'base64'), ...previous], file: made.file };
}
