import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../config/settings.js';
import { CheckpointKeyError, GENERATED_FILE, makeCheckpointKey, parseCheckpointKeys } from './checkpoint-keys.js';

type KeySettings = Pick<Settings, 'CHECKPOINT_KEY' | 'CHECKPOINT_KEY_FILE' | 'DATA_DIR'>;

/**
 * Puts a new key before the present ones in the key file: from the next start on every checkpoint has the signatures of both,
 * until verifiers know the new key and `dropFormerKeys` ends the rotation.
 * @returns the file
 * @throws CheckpointKeyError when the key is not in a file, or the file is none
 */
export function addCheckpointKey(settings: KeySettings): string {
  const { file, pem } = keyFile(settings);
  replace(file, `${makeCheckpointKey()}\n${pem.trim()}\n`);
  return file;
}

/** Leaves only the newest key in the file. @returns the file */
export function dropFormerKeys(settings: KeySettings): string {
  const { file, pem } = keyFile(settings);
  const end = pem.indexOf('-----END');
  replace(file, `${pem.slice(0, pem.indexOf('\n', end) + 1 || undefined).trim()}\n`);
  return file;
}

function keyFile(settings: KeySettings): { readonly file: string; readonly pem: string } {
  if (settings.CHECKPOINT_KEY !== undefined) {
    throw new CheckpointKeyError('CHECKPOINT_KEY', 'put the new key before the present one in the variable yourself');
  }
  const file = settings.CHECKPOINT_KEY_FILE ?? join(settings.DATA_DIR, GENERATED_FILE);
  const pem = readFileSync(file, 'utf8');
  parseCheckpointKeys(pem, file);
  return { file, pem };
}

function replace(file: string, pem: string): void {
  parseCheckpointKeys(pem, file);
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, pem, { mode: 0o600, flush: true });
  renameSync(draft, file);
}
