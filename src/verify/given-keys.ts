import { existsSync, readFileSync } from 'node:fs';
import { type NoteVerifierKey, parseVerifierKey } from '../audit/log/signed-note.js';
import { namingOption } from './naming-option.js';

/**
 * Reads what was given as `--key`: a verifier key, or a file with one a line.
 * @throws Error that names the one that is neither
 */
export function readGivenKeys(given: readonly string[]): readonly NoteVerifierKey[] {
  return given.flatMap((text) => namingOption(`--key ${text}`, () => keysIn(text)));
}

function keysIn(given: string): readonly NoteVerifierKey[] {
  const isFile = existsSync(given);
  const keys = (isFile ? readFileSync(given, 'utf8').split('\n') : [given])
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseVerifierKey);
  if (keys.length === 0) throw new Error(isFile ? 'the file holds no verifier key' : 'expected a verifier key');
  return keys;
}
