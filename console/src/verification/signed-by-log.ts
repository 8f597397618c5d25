import type { NoteVerifierKey } from '../../../src/audit/log/signed-note.js';
import { noteKeyId, parseSignedNote } from '../../../src/audit/log/signed-note.js';

/**
 * Asks the browser's own cryptography about the signature of a note, beside the verifier.
 * @returns null where the browser has no Ed25519
 */
export async function signedByBrowser(note: string, key: NoteVerifierKey): Promise<boolean | null> {
  const { text, signatures } = parseSignedNote(note);
  const signature = signatures.find(({ name, keyId }) => name === key.name && keyId === noteKeyId(key));
  if (signature === undefined) return false;
  try {
    const imported = await crypto.subtle.importKey('raw', new Uint8Array(key.publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify(
      'Ed25519',
      imported,
      new Uint8Array(signature.signature),
      new TextEncoder().encode(text),
    );
  } catch {
    return null;
  }
}
