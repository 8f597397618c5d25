import { HASH_BYTES } from './leaf-hash.js';
import {
  type NoteSigningKey,
  type NoteVerifierKey,
  parseSignedNote,
  SignedNoteError,
  signNote,
  verifySignedNote,
} from './signed-note.js';

/** C2SP tlog-checkpoint: what a log promises, signed. */
export interface Checkpoint {
  /** The log's identity; two logs never share one. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const SIZE = /^(0|[1-9][0-9]{0,15})$/;

/** The text that is signed. Checkpoints of one tree at one size are always the same bytes. */
function formatCheckpoint(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root.toString('base64')}\n`;
}

export function signCheckpoint(checkpoint: Checkpoint, keys: readonly NoteSigningKey[]): string {
  return signNote(formatCheckpoint(checkpoint), keys);
}

/** Reads a checkpoint without verifying its signatures. @throws SignedNoteError */
export function parseCheckpoint(note: string): Checkpoint {
  const [origin = '', size = '', root = '', ...extensions] = parseSignedNote(note).text.slice(0, -1).split('\n');
  if (origin === '') throw new SignedNoteError('the checkpoint has no origin line');
  if (!SIZE.test(size) || !Number.isSafeInteger(Number(size))) {
    throw new SignedNoteError(`the checkpoint's second line is no tree size: ${size.slice(0, 80)}`);
  }
  const hash = Buffer.from(root, 'base64');
  if (hash.length !== HASH_BYTES || hash.toString('base64') !== root) {
    throw new SignedNoteError("the checkpoint's third line is not the base64 of 32 bytes");
  }
  if (extensions.includes('')) throw new SignedNoteError('the checkpoint has an empty extension line');
  return { origin, size: Number(size), root: hash };
}

/** Reads a checkpoint that one of the trusted keys has signed. @throws SignedNoteError */
export function openCheckpoint(note: string, trusted: readonly NoteVerifierKey[]): Checkpoint {
  verifySignedNote(parseSignedNote(note), trusted);
  return parseCheckpoint(note);
}
