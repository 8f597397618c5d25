import type { Reading } from '../../database/transaction.js';
import { type Checkpoint, openCheckpoint, parseCheckpoint } from '../log/checkpoint.js';
import { type NoteVerifierKey, noteKeyId, parseSignedNote, SignedNoteError } from '../log/signed-note.js';
import type { HeldRoot } from './check-tree.js';
import { Difference } from './difference.js';

interface StoredRow {
  readonly origin: string | null;
  readonly size: string;
  readonly root: Buffer;
  readonly note: string;
}

/** A checkpoint that is kept outside the database. */
export interface HeldNote {
  readonly holder: string;
  readonly note: string;
}

/**
 * Every root that was promised: by the checkpoints in the database, by those that instances have served and missed there, and by those
 * held outside.
 * @param keys verify the signatures of the notes that one of them has signed
 * @throws Difference when a checkpoint is not what it says, or is of an unknown log
 */
export async function heldRoots(
  reading: Reading,
  outside: readonly HeldNote[],
  keys: readonly NoteVerifierKey[],
): Promise<HeldRoot[]> {
  const rows: StoredRow[] = await reading.query(
    `SELECT origin.origin, size, root, note FROM audit_checkpoint
    LEFT JOIN audit_origin AS origin ON origin.number = origin_number ORDER BY size`,
  );
  const stored = rows.map((row) => storedRoot(row, keys));
  const told: (StoredRow & { readonly kept_in: string })[] = await reading.query(
    `SELECT origin.origin, size, root, note, kept_in FROM audit_promise
    JOIN audit_origin AS origin ON origin.number = origin_number
    WHERE origin_number = (SELECT max(number) FROM audit_origin) ORDER BY size`,
  );
  const served = told.map((row) =>
    storedRoot(row, keys, `checkpoint of ${row.size} events, kept in ${row.kept_in} by an instance that served it`),
  );
  const origins: { origin: string }[] = await reading.query('SELECT origin FROM audit_origin ORDER BY number');
  const current = origins.at(-1)?.origin;
  const held = outside.flatMap(({ holder, note }) => {
    const checkpoint = read(note, holder, keys);
    if (checkpoint.origin === current) return [{ holder, size: checkpoint.size, root: checkpoint.root }];
    // What was promised under an origin that was given up binds nobody any more.
    if (origins.some((one) => one.origin === checkpoint.origin)) return [];
    throw new Difference(holder, `is of the log ${checkpoint.origin}, which this database does not know`);
  });
  return [...stored, ...held, ...served].sort((one, other) => one.size - other.size);
}

function storedRoot(
  row: StoredRow,
  keys: readonly NoteVerifierKey[],
  holder = `checkpoint of ${row.size} events in the database`,
): HeldRoot {
  const checkpoint = read(row.note, holder, keys);
  const same =
    checkpoint.origin === row.origin && checkpoint.size === Number(row.size) && checkpoint.root.equals(row.root);
  if (!same) throw new Difference(holder, 'its note says something else than its row');
  return { holder, size: checkpoint.size, root: checkpoint.root };
}

/** Notes of earlier keys are read; those of a known key must have its signature. */
function read(note: string, holder: string, keys: readonly NoteVerifierKey[]): Checkpoint {
  try {
    const { signatures } = parseSignedNote(note);
    const known = keys.filter((key) => signatures.some((one) => one.name === key.name && one.keyId === noteKeyId(key)));
    return known.length === 0 ? parseCheckpoint(note) : openCheckpoint(note, known);
  } catch (error) {
    throw asDifference(error, holder);
  }
}

function asDifference(error: unknown, holder: string): unknown {
  return error instanceof SignedNoteError ? new Difference(holder, error.message) : error;
}
