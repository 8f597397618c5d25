import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readOrMakeKey } from '../../config/generated-key.js';
import type { Settings } from '../../config/settings.js';
import type { NoteSigningKey } from '../log/signed-note.js';

const PEM_BLOCK = /-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----/g;

export class CheckpointKeyError extends Error {
  constructor(source: string, expectation: string, options?: ErrorOptions) {
    super(`${source}: ${expectation}; make one with: openssl genpkey -algorithm ed25519`, options);
    this.name = 'CheckpointKeyError';
  }
}

/** The private keys that sign checkpoints: the first is current, the others sign along while they are rotated out. */
export class CheckpointKeys {
  constructor(private readonly keys: readonly KeyObject[]) {}

  /** The keys under the name of a log: its origin. */
  signing(origin: string): readonly NoteSigningKey[] {
    return this.keys.map((privateKey) => ({ name: origin, privateKey }));
  }
}

/** Reads PKCS#8 PEM blocks, one key each. @throws CheckpointKeyError */
export function parseCheckpointKeys(pem: string, source: string): CheckpointKeys {
  const blocks = pem.match(PEM_BLOCK) ?? [];
  if (blocks.length === 0) throw new CheckpointKeyError(source, 'expected an Ed25519 key as PKCS#8 PEM');
  return new CheckpointKeys(
    blocks.map((block, index) => {
      const key = readPrivateKey(block, `${source}, key ${index + 1}`);
      if (key.asymmetricKeyType !== 'ed25519') {
        throw new CheckpointKeyError(
          source,
          `expected Ed25519, key ${index + 1} is ${key.asymmetricKeyType ?? 'none'}`,
        );
      }
      return key;
    }),
  );
}

function readPrivateKey(pem: string, source: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new CheckpointKeyError(source, 'expected an unencrypted private key', { cause });
  }
}

export function makeCheckpointKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
}

/** Where the key is in the data directory when the settings name none. */
export const GENERATED_FILE = 'checkpoint-key.pem';

/**
 * The keys that the settings name: the variable, the file, or a key made once in the data directory.
 * @throws CheckpointKeyError
 */
export function loadCheckpointKeys(
  settings: Pick<Settings, 'CHECKPOINT_KEY' | 'CHECKPOINT_KEY_FILE' | 'DATA_DIR'>,
): CheckpointKeys {
  if (settings.CHECKPOINT_KEY !== undefined) return parseCheckpointKeys(settings.CHECKPOINT_KEY, 'CHECKPOINT_KEY');
  if (settings.CHECKPOINT_KEY_FILE !== undefined) {
    return parseCheckpointKeys(readKeyFile(settings.CHECKPOINT_KEY_FILE), settings.CHECKPOINT_KEY_FILE);
  }
  const made = readOrMakeKey(settings.DATA_DIR, GENERATED_FILE, makeCheckpointKey);
  return parseCheckpointKeys(made.value, made.file);
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CheckpointKeyError(file, 'cannot be read', { cause });
  }
}
