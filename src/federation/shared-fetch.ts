import type { TripStep } from './trip.js';
import type { TripLog } from './trip-log.js';
import { handled, untilAborted } from './until-aborted.js';

/** Where the fetch that is under way stands, for whoever needs the same. */
interface Fetching<Result> {
  fetching: Promise<Result> | null;
}

/**
 * Waits for what several trips need and one fetches, so no single trip's signal may end it. A failure stands in the log of every trip that
 * waited.
 * @param step of the fetch
 * @param begin fetches, records its step in the log of this trip, and takes itself out of `entry` at its end
 * @throws whatever `begin` does, as the log tells it; the signal's reason when the trip ends before
 */
export async function sharedFetch<Result>(
  entry: Fetching<Result>,
  { log, signal }: { readonly log: TripLog; readonly signal: AbortSignal },
  step: TripStep,
  begin: () => Promise<Result>,
): Promise<Result> {
  const isOwn = entry.fetching === null;
  entry.fetching ??= handled(begin());
  try {
    return await untilAborted(entry.fetching, signal);
  } catch (error) {
    if (isOwn && !signal.aborted) throw error;
    // What another trip has begun, or goes on without this one, has left no record here.
    return await log.step({ step }, () => {
      throw error;
    });
  }
}
