import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { sha256Of } from './sha256.js';

/** C2SP signed-note: text that one or more keys have signed. */

/** The type byte of Ed25519 signatures. */
const ED25519 = 0x01;
const ED25519_PUBLIC_KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
/** The DER that stands before the 32 bytes of an Ed25519 public key in a SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/;
/** White space and plus separate the parts of notes and keys; control characters are in no note. */
const KEY_NAME = /^[^\s+\p{Cc}]+$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the specification forbids exactly these
// oxlint-disable-next-line no-control-regex
const FORBIDDEN_CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const LARGEST_NOTE_BYTES = 65_536;

/** A key that verifies notes: its name and 32 bytes of Ed25519 public key. */
export interface NoteVerifierKey {
  readonly name: string;
  readonly publicKey: Buffer;
}

/** A key that signs notes. */
export interface NoteSigningKey {
  readonly name: string;
  readonly privateKey: KeyObject;
}

interface NoteSignature {
  readonly name: string;
  /** 4 bytes, hex. */
  readonly keyId: string;
  readonly signature: Buffer;
}

interface SignedNote {
  /** What is signed, with its final line break. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A note or key that is not written as the specification says, or not signed as it has to be. */
export class SignedNoteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SignedNoteError';
  }
}

/** The first four bytes of SHA-256(name || LF || 0x01 || public key), hex. */
export function noteKeyId(key: NoteVerifierKey): string {
  const digest = sha256Of(`${key.name}\n`, Uint8Array.of(ED25519), key.publicKey);
  return digest.subarray(0, KEY_ID_BYTES).toString('hex');
}

/** `name+keyid+base64(0x01 || public key)`, the form in which verifier keys are handed out. */
export function formatVerifierKey(key: NoteVerifierKey): string {
  const encoded = Buffer.concat([Uint8Array.of(ED25519), key.publicKey]).toString('base64');
  return `${key.name}+${noteKeyId(key)}+${encoded}`;
}

/** @throws SignedNoteError */
export function parseVerifierKey(text: string): NoteVerifierKey {
  const [name = '', keyId = '', ...rest] = text.split('+');
  // The base64 part may itself hold a plus.
  const bytes = Buffer.from(rest.join('+'), 'base64');
  if (!KEY_NAME.test(name) || bytes.length !== 1 + ED25519_PUBLIC_KEY_BYTES) {
    throw new SignedNoteError('expected a verifier key name+hash+base64 of 33 bytes');
  }
  if (bytes[0] !== ED25519) throw new SignedNoteError(`the verifier key ${name} is not an Ed25519 key`);
  const key = { name, publicKey: bytes.subarray(1) };
  if (noteKeyId(key) !== keyId.toLowerCase()) {
    throw new SignedNoteError(
      `the verifier key ${name} has key id ${keyId}, its name and bytes make ${noteKeyId(key)}`,
    );
  }
  return key;
}

/** The verifier key of a signing key. */
export function verifierKeyOf(key: NoteSigningKey): NoteVerifierKey {
  const spki = createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' });
  return { name: key.name, publicKey: spki.subarray(-ED25519_PUBLIC_KEY_BYTES) };
}

/**
 * Signs a text with every key given. Ed25519 is deterministic: the same text and keys give the same bytes.
 * @throws SignedNoteError when the text cannot be a note's
 */
export function signNote(text: string, keys: readonly NoteSigningKey[]): string {
  if (!text.endsWith('\n') || FORBIDDEN_CONTROL.test(text)) {
    throw new SignedNoteError('a note ends with a line break and has no other control character');
  }
  const lines = keys.map((key) => {
    const verifier = verifierKeyOf(key);
    if (!KEY_NAME.test(key.name)) throw new SignedNoteError(`a key name has no white space and no plus: ${key.name}`);
    const signature = sign(null, Buffer.from(text), key.privateKey);
    const encoded = Buffer.concat([Buffer.from(noteKeyId(verifier), 'hex'), signature]).toString('base64');
    return `— ${key.name} ${encoded}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Takes a note apart without verifying it. @throws SignedNoteError */
export function parseSignedNote(note: string): SignedNote {
  if (note.length > LARGEST_NOTE_BYTES) throw new SignedNoteError('the note is larger than 64 KiB');
  if (FORBIDDEN_CONTROL.test(note)) throw new SignedNoteError('the note holds a control character');
  const separator = note.lastIndexOf('\n\n');
  if (separator < 0 || !note.endsWith('\n')) throw new SignedNoteError('the note has no signature lines');
  const lines = note.slice(separator + 2, -1).split('\n');
  return { text: note.slice(0, separator + 1), signatures: lines.map(parseSignatureLine) };
}

function parseSignatureLine(line: string): NoteSignature {
  const match = SIGNATURE_LINE.exec(line);
  const bytes = Buffer.from(match?.[2] ?? '', 'base64');
  if (match === null || bytes.length <= KEY_ID_BYTES) {
    throw new SignedNoteError(`not a signature line: ${line.slice(0, 80)}`);
  }
  return {
    name: match[1] ?? '',
    keyId: bytes.subarray(0, KEY_ID_BYTES).toString('hex'),
    signature: bytes.subarray(KEY_ID_BYTES),
  };
}

/**
 * The keys among `trusted` that have signed the note. Signatures of unknown keys are ignored, as the specification says.
 * @throws SignedNoteError when a trusted key's signature is wrong, or none of them has signed
 */
export function verifySignedNote(note: SignedNote, trusted: readonly NoteVerifierKey[]): readonly NoteVerifierKey[] {
  const signers = trusted.filter((key) => {
    const signature = note.signatures.find((one) => one.name === key.name && one.keyId === noteKeyId(key));
    if (signature === undefined) return false;
    if (!verify(null, Buffer.from(note.text), publicKeyObject(key), signature.signature)) {
      throw new SignedNoteError(`the signature of ${key.name}+${noteKeyId(key)} is not one over this note`);
    }
    return true;
  });
  if (signers.length === 0) {
    const seen = note.signatures.map((one) => `${one.name}+${one.keyId}`).join(', ');
    const expected = trusted.map((key) => `${key.name}+${noteKeyId(key)}`).join(', ');
    throw new SignedNoteError(`no trusted key has signed the note: signed by ${seen}, trusted ${expected || 'none'}`);
  }
  return signers;
}

function publicKeyObject(key: NoteVerifierKey): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, key.publicKey]), format: 'der', type: 'spki' });
}
