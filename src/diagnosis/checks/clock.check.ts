import { type Finding, fault, notApplicable, ok, warning } from '../check.js';
import type { Evidence } from '../evidence.js';

const path = '$.idToken.clockToleranceSeconds';

/** `Date` has whole seconds, and an answer is on its way for a while. */
const inaccuracySeconds = 2;

/** Tokens of so short a lifetime are common: a clock that is further behind makes them expired on arrival. */
const shortLifetimeSeconds = 240;

/** Our clock and the provider's say the same, within the tolerance for ID tokens. */
export function checkClock({ clockSkews, subject }: Evidence): Finding[] {
  const { idToken, clientAuthentication } = subject.provider.configuration;
  const tolerance = idToken?.clockToleranceSeconds ?? 30;
  const expected = `clocks that differ by at most ${tolerance} s`;
  const seconds = clockSkews.map(({ milliseconds }) => milliseconds / 1000).toSorted((one, other) => one - other);
  const median = seconds[Math.floor(seconds.length / 2)];
  if (median === undefined) return [notApplicable(path, 'no answer had a date', expected)];
  const difference = Math.round(Math.abs(median));
  const seen = `the clock of ${hosts(clockSkews)} is ${difference} s ${median > 0 ? 'ahead of' : 'behind'} ours`;
  if (difference <= tolerance + inaccuracySeconds) return [ok(path, { seen, expected })];
  const remedy =
    'Synchronise the clocks (NTP), ours and that of the provider. A tolerance of at most 300 s can be set meanwhile.';
  const signsAssertions = clientAuthentication.method.endsWith('_jwt');
  const judged = idToken !== null && (idToken.validate.issuedAt || idToken.validate.expiration);
  const fails = (judged && (median > 0 || difference > shortLifetimeSeconds)) || (signsAssertions && difference > 60);
  return [(fails ? fault : warning)(path, { seen, expected, remedy })];
}

function hosts(skews: Evidence['clockSkews']): string {
  return [...new Set(skews.map(({ host }) => host))].slice(0, 3).join(', ');
}
