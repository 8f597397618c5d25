import type { OpenSnapshot } from '../../database/snapshot-elsewhere.js';
import type { Reading } from '../../database/transaction.js';
import type { UnitOfWork } from '../../database/unit-of-work.js';
import type { NoteVerifierKey } from '../log/signed-note.js';
import type { FindDataKeys } from '../trail/open-sealed.js';
import { accountedErasures } from './accounted-erasures.js';
import type { AccountedErasures } from './accounted-for.js';
import type { CheckMark } from './check-mark.js';
import { checkNewEvents } from './check-new-events.js';
import { sealedOf } from './check-sealed.js';
import { checkSequenced } from './check-sequenced.js';
import { checkStreams } from './check-streams.js';
import { type CheckedTree, checkTree } from './check-tree.js';
import { continuedTree } from './continued-tree.js';
import type { Progress } from './difference.js';
import { type HeldNote, heldRoots } from './held-roots.js';

interface AuditCheckParts {
  readonly unitOfWork: UnitOfWork;
  /** Finds the keys of what is sealed beside events; null: only the events themselves are checked. */
  readonly findKeys: FindDataKeys | null;
  /** Checkpoints that are kept outside the database. */
  readonly held: readonly HeldNote[];
  /** Keys that verify checkpoints. */
  readonly keys: readonly NoteVerifierKey[];
  /** How far an earlier check came, so that only what is new is looked at; null: everything. */
  readonly since?: CheckMark | null;
  /** Checks all streams of a snapshot elsewhere, while the tree is checked here; null: here, before the tree. */
  readonly streams?: StreamsElsewhere | null;
  readonly progress: Progress;
}

/**
 * Checks all streams, with what is sealed beside their events, as they are in a snapshot that was exported.
 * @returns how many events there are
 * @throws Difference the first one in the order of stream ids
 */
type StreamsElsewhere = (snapshot: OpenSnapshot, erasures: AccountedErasures) => Promise<number>;

/** What was checked and found in order. */
export interface AuditCheckReport {
  readonly events: number;
  readonly leaves: number;
  /** Events that are recorded and have no place in the log yet. */
  readonly waiting: number;
  readonly checkpoints: number;
  /** The tree that is in order now, for a later check to go on from. */
  readonly tree: CheckedTree;
}

/**
 * Recomputes everything from the tables, as they are at one moment: every leaf, every chain, what is sealed beside them, the
 * tree, and every checkpoint that was signed or is held. After an earlier check only what is new, and that the log still continues
 * what was in order then.
 * @throws Difference the first thing that is not as it has to be
 */
export function auditCheck(parts: AuditCheckParts): Promise<AuditCheckReport> {
  return parts.unitOfWork.snapshot(async (reading) => {
    const { progress, since = null, streams = null } = parts;
    const erasures = await accountedErasures(reading);
    const pageChecked = sealedOf(reading, parts.findKeys, erasures);
    const held = await heldRoots(reading, parts.held, parts.keys);
    const begun = since === null ? null : await continuedTree(reading, since, held);
    const checkEvents = async (): Promise<number> => {
      if (since !== null) return checkNewEvents(reading, since.size, since.cursor, progress, pageChecked);
      if (streams === null) return checkStreams(reading, progress, pageChecked);
      return streams(await exportSnapshot(reading), erasures);
    };
    const checkLog = () => checkTree(reading, begun?.waiting ?? held, progress, begun?.tree);
    const [events, tree] =
      streams === null ? [await checkEvents(), await checkLog()] : await both(checkEvents(), checkLog());
    const waiting = await checkSequenced(reading, tree.cursor, since?.cursor);
    return { events, leaves: tree.size, waiting, checkpoints: held.length, tree };
  });
}

/** What is wrong with the first is told, whichever ends before the other. */
async function both<One, Other>(first: Promise<One>, second: Promise<Other>): Promise<[One, Other]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'rejected') throw one.reason as Error;
  if (other.status === 'rejected') throw other.reason as Error;
  return [one.value, other.value];
}

async function exportSnapshot(reading: Reading): Promise<OpenSnapshot> {
  const [row]: OpenSnapshot[] = await reading.query('SELECT pg_export_snapshot() AS name, current_user AS role');
  if (row === undefined) throw new Error('The snapshot has no name');
  return row;
}
