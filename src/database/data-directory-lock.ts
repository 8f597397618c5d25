import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

/** Milliseconds after which a lock that nobody renews counts as left behind. */
const STALE_AFTER = 5_000;

function ownerIsDead(ownerFile: string): boolean {
  try {
    process.kill(Number(readFileSync(ownerFile, 'utf8')), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Takes a data directory for this process alone. Two processes on one embedded database diverge silently, so the second is refused.
 * After a crash the lock of the dead process is taken over at once, or (in another process namespace) once it is stale.
 *
 * @returns a function that gives the directory back
 * @throws Error when another process holds it
 */
export async function lockDataDirectory(directory: string): Promise<() => Promise<void>> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const ownerFile = join(directory, 'owner.pid');
  const lockFile = join(directory, 'owner.lock');
  if (ownerIsDead(ownerFile)) rmSync(lockFile, { recursive: true, force: true });
  try {
    const unlock = await lock(directory, {
      lockfilePath: lockFile,
      stale: STALE_AFTER,
      update: 1_000,
      retries: { retries: 14, minTimeout: 500, maxTimeout: 500, factor: 1 },
      onCompromised: () => {
        // A stalled event loop may miss a renewal; the directory is still ours as long as this process lives and its pid stands there.
      },
    });
    writeFileSync(ownerFile, String(process.pid), { mode: 0o600 });
    return async () => {
      rmSync(ownerFile, { force: true });
      await unlock().catch(() => undefined);
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    throw new Error(
      `The data directory ${directory} is in use by another process. Stop it, set another DATA_DIR, or set DATABASE_URL to share a PostgreSQL server.`,
      { cause: error },
    );
  }
}
