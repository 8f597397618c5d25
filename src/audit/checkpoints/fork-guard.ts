import type { Checkpoint } from '../log/checkpoint.js';
import { EMPTY_ROOT } from '../log/compact-tree.js';
import { consistencyProofRanges, verifyConsistency } from '../log/consistency-proof.js';
import type { TiledTree } from '../log/tiled-tree.js';
import type { Origin } from './checkpoint.store.js';

/** Signing stops: what the database holds contradicts what was promised. */
export class SigningRefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SigningRefusedError';
  }
}

/** The root of the first `size` leaves of a tree. */
export function rootOf(size: number, tree: TiledTree): Promise<Buffer> {
  return size === 0 ? Promise.resolve(EMPTY_ROOT) : tree.rangeHash({ begin: 0, end: size });
}

/**
 * Proves that the present tree continues a checkpoint that was promised.
 * @param present the tree as the database has it now
 * @param place where the checkpoint was kept, for the message
 * @param origins every origin of this database, the present one last
 * @throws SigningRefusedError naming what differs and what to do
 */
export async function proveContinuation(
  promised: Checkpoint,
  place: string,
  present: TiledTree,
  origins: readonly Origin[],
): Promise<void> {
  const current = origins.at(-1)?.origin;
  if (promised.origin !== current) {
    // A new origin is begun by an explicit command only; the checkpoint of the one before binds nobody any more.
    if (origins.some((one) => one.origin === promised.origin)) return;
    throw new SigningRefusedError(
      `The checkpoint in ${place} is of the log ${promised.origin}, which this database does not know: it is another database, or an older one that was restored. ${REMEDY}`,
    );
  }
  if (promised.size > present.size) {
    throw new SigningRefusedError(
      `The checkpoint in ${place} promises ${promised.size} events and the database has ${present.size}, leaves ${present.size} to ${promised.size - 1} are missing: an older database was restored, or events were deleted. ${REMEDY}`,
    );
  }
  if (!(await isContinued(promised, present))) {
    throw new SigningRefusedError(
      `The first ${promised.size} events in the database are not those that the checkpoint in ${place} promises: they were changed. ${REMEDY}`,
    );
  }
}

/** Whether a tree begins with what a checkpoint promises, whatever the log is called. */
export async function isContinued(promised: Pick<Checkpoint, 'size' | 'root'>, present: TiledTree): Promise<boolean> {
  if (promised.size > present.size) return false;
  const root = await rootOf(promised.size, present);
  return (
    root.equals(promised.root) &&
    verifyConsistency({
      from: promised.size,
      fromRoot: promised.root,
      to: present.size,
      toRoot: await rootOf(present.size, present),
      proof: await present.rangeHashes(consistencyProofRanges(promised.size, present.size)),
    })
  );
}

/** What whoever operates the service can do. */
export const REMEDY =
  'Nothing is signed until this is resolved: bring back the newer database, or go on under a new origin with `countersign audit new-origin`. `npm run audit:check` names the first difference.';
