import type { UnitOfWork } from '../../database/unit-of-work.js';
import type { NoteVerifierKey } from '../log/signed-note.js';
import type { SealedStore } from '../trail/sealed.store.js';
import { accountedErasures } from './accounted-erasures.js';
import { checkSealed } from './check-sealed.js';
import { checkSequenced } from './check-sequenced.js';
import { checkStreams } from './check-streams.js';
import { checkTree } from './check-tree.js';
import type { Progress } from './difference.js';
import { type HeldNote, heldRoots } from './held-roots.js';

interface AuditCheckParts {
  readonly unitOfWork: UnitOfWork;
  /** Opens what is sealed beside events; null: only the events themselves are checked. */
  readonly sealed: SealedStore | null;
  /** Checkpoints that are kept outside the database. */
  readonly held: readonly HeldNote[];
  /** Keys that verify checkpoints. */
  readonly keys: readonly NoteVerifierKey[];
  readonly progress: Progress;
}

/** What was checked and found in order. */
export interface AuditCheckReport {
  readonly events: number;
  readonly leaves: number;
  /** Events that are recorded and have no place in the log yet. */
  readonly waiting: number;
  readonly checkpoints: number;
}

/**
 * Recomputes everything from the tables, as they are at one moment: every leaf, every chain, what is sealed beside them, the
 * tree, and every checkpoint that was signed or is held.
 * @throws Difference the first thing that is not as it has to be
 */
export function auditCheck(parts: AuditCheckParts): Promise<AuditCheckReport> {
  return parts.unitOfWork.snapshot(async (reading) => {
    const erasures = await accountedErasures(reading);
    const { sealed } = parts;
    const events = await checkStreams(reading, parts.progress, async (page) => {
      if (sealed !== null) await checkSealed(reading, sealed, erasures, page);
    });
    const held = await heldRoots(reading, parts.held, parts.keys);
    const leaves = await checkTree(reading, held, parts.progress);
    const waiting = await checkSequenced(reading);
    return { events, leaves, waiting, checkpoints: held.length };
  });
}
