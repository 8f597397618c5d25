import { sha256Hex } from '../log/sha256.js';
import { canonicalJson } from './canonical-json.js';
import type { JsonValue } from './json-value.js';

/** Bytes of a salt: 128 bits, so that a digest of a guessable value says nothing once its salt is destroyed. */
export const SALT_BYTES = 16;

/** SHA-256 over salt and bytes, in lower-case hex. With public tools: `cat salt body | sha256sum`. */
export function saltedDigest(salt: Uint8Array, bytes: Uint8Array | string): string {
  if (salt.length !== SALT_BYTES) throw new RangeError(`A salt has ${SALT_BYTES} bytes, not ${salt.length}`);
  // As they stand one after the other in what was sealed, they need not be copied.
  if (typeof bytes !== 'string' && salt.buffer === bytes.buffer && salt.byteOffset + SALT_BYTES === bytes.byteOffset)
    return sha256Hex(new Uint8Array(salt.buffer, salt.byteOffset, SALT_BYTES + bytes.length));
  return sha256Hex(Buffer.concat([salt, typeof bytes === 'string' ? Buffer.from(bytes) : bytes]));
}

/** The salted digest of a disclosed value: over the salt and the value's canonical JSON (RFC 8785). */
export function disclosureDigest(salt: Uint8Array, value: JsonValue): string {
  return saltedDigest(salt, canonicalJson(value));
}
