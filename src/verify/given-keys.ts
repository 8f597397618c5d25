import { existsSync, readFileSync } from 'node:fs';
import { type NoteVerifierKey, parseVerifierKey } from '../audit/log/signed-note.js';

/**
 * Reads what was given as `--key`: a verifier key, or a file with one a line.
 * @throws SignedNoteError
 */
export function readGivenKeys(given: readonly string[]): readonly NoteVerifierKey[] {
  return given.flatMap((text) => {
    const lines = existsSync(text) ? readFileSync(text, 'utf8').split('\n') : [text];
    return lines
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map(parseVerifierKey);
  });
}
