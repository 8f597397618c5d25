import {
  type NoteSigningKey,
  type NoteVerifierKey,
  parseSignedNote,
  SignedNoteError,
  signNote,
  verifySignedNote,
} from '../log/signed-note.js';
import type { Cursor } from '../sequencer/leader-state.js';
import { Difference } from './difference.js';

/** Says how far a log was found in order: the first `size` leaves with everything that they are of. */
export interface CheckMark {
  /** Of the log, when it was checked. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** Where the sequencer stood: every event before has its leaf. */
  readonly cursor: Cursor;
  /** When everything was checked for the last time, and not only what was new. */
  readonly wholeAt: Date;
}

/** The first line, so that no other note of the same key can be taken for a mark. */
const KIND = 'countersign audit check v1';
const LINES =
  /^(?<origin>.+)\n(?<size>\d{1,15})\n(?<root>[A-Za-z0-9+/]{43}=)\n(?<txid>\d{1,20}) (?<id>[0-9a-f-]{36})\n(?<wholeAt>\S+)\n$/;

/** Signed with the log's own keys: whoever can write the file, and no more, cannot keep anything from being checked. */
export function signCheckMark(mark: CheckMark, keys: readonly NoteSigningKey[]): string {
  const { origin, size, root, cursor, wholeAt } = mark;
  const lines = [KIND, origin, size, root.toString('base64'), `${cursor.txid} ${cursor.id}`, wholeAt.toISOString()];
  return signNote(`${lines.join('\n')}\n`, keys);
}

/**
 * Reads a mark that one of the keys has signed.
 * @param holder where it stands, for the message
 * @throws Difference
 */
export function openCheckMark(note: string, holder: string, keys: readonly NoteVerifierKey[]): CheckMark {
  try {
    const signed = parseSignedNote(note);
    verifySignedNote(signed, keys);
    const text = signed.text.startsWith(`${KIND}\n`) ? signed.text.slice(KIND.length + 1) : '';
    const { origin = '', size, root = '', txid = '', id = '', wholeAt = '' } = LINES.exec(text)?.groups ?? {};
    if (origin === '' || Number.isNaN(Date.parse(wholeAt))) throw new SignedNoteError('it is no mark of a check');
    return {
      origin,
      size: Number(size),
      root: Buffer.from(root, 'base64'),
      cursor: { txid, id },
      wholeAt: new Date(wholeAt),
    };
  } catch (error) {
    if (!(error instanceof SignedNoteError)) throw error;
    throw new Difference(holder, `${error.message}; without this file everything is checked`);
  }
}
