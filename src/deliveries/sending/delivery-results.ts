import type { ErrorCode } from '../../errors/catalogue.js';
import type { ListenerConfiguration } from '../listener.js';
import type { MadeTry } from './deliver.js';
import type { DueDelivery } from './due-delivery.js';
import { FAILURES_TO_PAUSE, nextTry, pauseAfter, SUSPENDED_AFTER } from './retry-schedule.js';

/** How it goes with an endpoint, as the last results left it. */
export interface EndpointHealth {
  readonly failingSince: Date | null;
  /** Tries in a row that failed, of whatever deliveries. */
  readonly failures: number;
  readonly pausedUntil: Date | null;
  readonly succeededAt: Date | null;
}

/** A try with the delivery that it was for. */
export interface DeliveryResult {
  readonly delivery: DueDelivery;
  readonly made: MadeTry;
  readonly erased: boolean;
}

/** What becomes of one delivery. */
export interface DeliveryEnd {
  readonly result: DeliveryResult;
  /** `pending`: it was not even tried. */
  readonly status: 'pending' | 'delivered' | 'failed' | 'given_up';
  readonly code: ErrorCode | null;
  readonly round: number;
  /** null: no try was made yet. */
  readonly roundBeganAt: Date | null;
  /** null: it has ended. */
  readonly retryAt: Date | null;
  /** Whether the try counts: it was made. */
  readonly counts: boolean;
}

export interface JudgedResults {
  readonly ends: readonly DeliveryEnd[];
  readonly health: EndpointHealth;
  /** Why nothing more may be sent; null: it goes on. */
  readonly stop: 'suspended' | 'gone' | null;
  /** What the trail is told about the connection. */
  readonly turned: { readonly to: 'failed'; readonly code: ErrorCode } | { readonly to: 'recovered' } | null;
}

/** Failures in a row after which the trail says that a connection has stopped working. */
const FAILURES_TO_TELL = 5;

/** How soon a delivery that could not be tried is looked at again. */
const LOOK_AGAIN = 5_000;

/**
 * Judges what tries mean for their deliveries and for the listener. Pure.
 * @param results in the order in which they ended: what was refused before another was accepted is no failure in a row
 * @param random gives a number from 0 to 1
 */
export function judgeResults(
  results: readonly DeliveryResult[],
  before: EndpointHealth,
  configuration: ListenerConfiguration,
  now: Date,
  random: () => number,
): JudgedResults {
  let health = before;
  let stop: JudgedResults['stop'] = null;
  let turned: JudgedResults['turned'] = null;
  const ends: DeliveryEnd[] = [];
  const lastAccepted = results.findLastIndex((result) => rank(result) === 0);
  const inARow = new Set(results.slice(lastAccepted + 1));
  // Those that were accepted first: whoever accepts anything is no listener to suspend.
  const acceptedFirst = [...results].sort((one, other) => rank(one) - rank(other));
  for (const result of acceptedFirst) {
    const { delivery, made } = result;
    const { verdict } = made;
    const roundBeganAt = delivery.roundBeganAt ?? made.at;
    const plain = { result, roundBeganAt, counts: true } as const;
    if (verdict.kind === 'not_sent') {
      const retryAt = new Date(now.getTime() + LOOK_AGAIN);
      // All that waits would fare alike: it is left alone, rather than taken up and put off one by one.
      if (verdict.code !== 'delivery.aborted') health = { ...health, pausedUntil: later(health.pausedUntil, retryAt) };
      const status = delivery.tries === 0 ? 'pending' : 'failed';
      ends.push({
        ...plain,
        roundBeganAt: delivery.roundBeganAt,
        counts: false,
        status,
        code: verdict.code,
        round: delivery.round,
        retryAt,
      });
      continue;
    }
    if (verdict.kind === 'accepted') {
      if (before.failures >= FAILURES_TO_TELL) turned = { to: 'recovered' };
      health = { failingSince: null, failures: 0, pausedUntil: null, succeededAt: now };
      ends.push({ ...plain, status: 'delivered', code: null, round: delivery.round, retryAt: null });
      continue;
    }
    // What was under way when the pause began says nothing new: many at once must not make it long.
    const known = health.pausedUntil !== null && made.at < health.pausedUntil;
    const tells = !known && inARow.has(result);
    const failures = health.failures + (tells ? 1 : 0);
    const failingSince = health.failingSince ?? made.at;
    if (inARow.has(result))
      health = {
        ...health,
        failingSince,
        failures,
        pausedUntil:
          !tells || failures < FAILURES_TO_PAUSE ? health.pausedUntil : new Date(now.getTime() + pauseAfter(failures)),
      };
    if (tells && failures === FAILURES_TO_TELL) turned = { to: 'failed', code: verdict.code };
    const round = delivery.round + 1;
    const retryAfter = verdict.kind === 'refused' ? verdict.retryAfter : null;
    const retryAt = nextTry(configuration, round, now, retryAfter, random());
    const failed = { ...plain, code: verdict.code, round };
    const works = health.succeededAt !== null && health.succeededAt >= roundBeganAt;
    if (verdict.kind === 'gone') stop = 'gone';
    else if (now.getTime() - failingSince.getTime() >= SUSPENDED_AFTER) stop ??= 'suspended';
    else if (retryAt === null && !works) stop ??= 'suspended';
    // Whoever accepts others and refuses this one for good has had every chance; a listener that is down keeps its place.
    if (retryAt === null && works) ends.push({ ...failed, status: 'given_up', retryAt: null });
    else ends.push({ ...failed, status: 'failed', retryAt: retryAt ?? now });
  }
  return { ends, health, stop, turned };
}

const later = (one: Date | null, other: Date): Date => (one !== null && one > other ? one : other);

const rank = ({ made }: DeliveryResult): number => (made.verdict.kind === 'accepted' ? 0 : 1);
