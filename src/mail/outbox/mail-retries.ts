const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Milliseconds before each further try of one mail; the last goes on until the mail expires. */
const pauses: readonly number[] = [
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
];

/** When a mail that was not taken is tried again. @param tries how many have failed, this one included. Pure. */
export function nextTry(tries: number, now: Date): Date {
  const pause = pauses[Math.min(tries, pauses.length) - 1] ?? 0;
  return new Date(now.getTime() + pause);
}

/** How long nothing is sent when the server cannot be reached or takes nothing: doubles up to two minutes, in milliseconds. */
export function pauseAfter(failures: number): number {
  return Math.min(2 ** (failures - 1) * 2 * SECOND, 2 * MINUTE);
}
