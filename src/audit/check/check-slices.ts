import { type StreamSlice, streamSlices } from './check-streams.js';
import type { Progress } from './difference.js';

/** How far the check of one slice is. */
export interface SliceCount {
  readonly done: number;
  readonly total: number;
}

/** Checks one slice. @returns how many events it has @throws Difference */
type CheckSlice = (slice: StreamSlice, counted: (count: SliceCount) => void) => Promise<number>;

/**
 * Checks all streams in so many slices at the same time.
 * @returns how many events there are
 * @throws Difference of several the first in the order of stream ids, whichever was found before the others
 */
export async function checkSlices(count: number, check: CheckSlice, progress: Progress): Promise<number> {
  const slices = streamSlices(count);
  const counts: SliceCount[] = slices.map(() => ({ done: 0, total: 0 }));
  const sum = (member: keyof SliceCount): number => counts.reduce((all, one) => all + one[member], 0);
  const checked = await Promise.allSettled(
    slices.map((slice, index) =>
      check(slice, (one) => {
        counts[index] = one;
        progress('events', sum('done'), sum('total'));
      }),
    ),
  );
  return checked.reduce((events, slice) => {
    if (slice.status === 'rejected') throw slice.reason as Error;
    return events + slice.value;
  }, 0);
}
