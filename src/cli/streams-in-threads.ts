import { Worker } from 'node:worker_threads';
import type { AccountedErasures } from '../audit/check/accounted-for.js';
import { checkSlices, type SliceCount } from '../audit/check/check-slices.js';
import type { StreamSlice } from '../audit/check/check-streams.js';
import { Difference, type Progress } from '../audit/check/difference.js';
import type { Settings } from '../config/settings.js';
import type { OpenSnapshot } from '../database/snapshot-elsewhere.js';

/** What a thread is given. */
export interface SliceToCheck {
  /** Of them, those that name the keys of encryption at rest. */
  readonly settings: Settings;
  readonly databaseUrl: string;
  /** Which all of them read. */
  readonly snapshot: OpenSnapshot;
  readonly slice: StreamSlice;
  /** Whether what is sealed beside events is opened. */
  readonly sealed: boolean;
  readonly erasures: AccountedErasures;
}

/** What a thread tells: how far it is, and at last how many events it has found in order, or the first difference. */
export type CheckedSlice =
  | SliceCount
  | { readonly events: number }
  | { readonly difference: { readonly place: string; readonly what: string } };

/**
 * Checks streams in several threads, each over a connection of its own: one thread takes longer for an event than PostgreSQL does.
 * @returns see `auditCheck`
 */
export function streamsInThreads(
  settings: Settings,
  databaseUrl: string,
  threads: number,
  sealed: boolean,
  progress: Progress,
): (snapshot: OpenSnapshot, erasures: AccountedErasures) => Promise<number> {
  return (snapshot, erasures) =>
    checkSlices(
      threads,
      (slice, counted) => checkInThread({ settings, databaseUrl, snapshot, slice, sealed, erasures }, counted),
      progress,
    );
}

function checkInThread(given: SliceToCheck, counted: (count: SliceCount) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./check-streams.worker.js', import.meta.url), { workerData: given });
    worker.on('message', (told: CheckedSlice) => {
      if ('events' in told) resolve(told.events);
      else if ('difference' in told) reject(new Difference(told.difference.place, told.difference.what));
      else counted(told);
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('A thread of the check ended without a word'));
    });
  });
}
