import type { ListenerConfiguration } from '../listener.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds before each further try. */
const usual: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** The part of a pause that chance may add, so that what failed together is not tried together. */
const JITTER = 0.1;

/** Longest pause that a `Retry-After` is obeyed for. */
const LONGEST_ASKED = 24 * HOUR;

/** From then on a listener that accepts nothing is suspended, whatever its schedule says. */
export const SUSPENDED_AFTER = 5 * 24 * HOUR;

/**
 * When a delivery is tried again.
 * @param round how many tries have failed since the schedule began
 * @param random from 0 to 1
 * @returns null when the schedule has come to its end
 */
export function nextTry(
  { retrySchedule }: Pick<ListenerConfiguration, 'retrySchedule'>,
  round: number,
  now: Date,
  retryAfter: Date | null,
  random: number,
): Date | null {
  const schedule = retrySchedule?.map((seconds) => seconds * SECOND) ?? usual;
  const pause = schedule[round - 1];
  if (pause === undefined) return null;
  const planned = now.getTime() + pause * (1 + JITTER * random);
  return new Date(Math.max(planned, retryAfter?.getTime() ?? 0));
}

/** As HTTP writes dates (RFC 9110 §5.6.7), or RFC 3339 does; JavaScript takes much else for one, `1.5` and `-5` among it. */
const DATE = /^(?:[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}(?: GMT| \d{4})|\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2}))$/;
/** The oldest form of HTTP names no time zone and means UTC. */
const inUtc = (date: string): string => (/ \d{4}$/.test(date) ? `${date} GMT` : date);

/** `Retry-After` (RFC 9110 §10.2.3) in seconds or as a date, no later than anybody is waited for; null when it is neither. */
export function readRetryAfter(field: string | null, now: Date): Date | null {
  const text = field?.trim() ?? '';
  const time = /^\d+$/.test(text)
    ? now.getTime() + Number(text) * SECOND
    : DATE.test(text)
      ? Date.parse(inUtc(text))
      : Number.NaN;
  return Number.isNaN(time) ? null : new Date(Math.min(time, now.getTime() + LONGEST_ASKED));
}

/** How long a listener that fails at everything is left alone before one more delivery is tried: doubles up to five minutes. */
export function pauseAfter(failures: number): number {
  return Math.min(2 ** (failures - FAILURES_TO_PAUSE) * 2 * SECOND, 5 * MINUTE);
}

/** Failures in a row, of whatever deliveries, after which a listener is left alone. */
export const FAILURES_TO_PAUSE = 10;
