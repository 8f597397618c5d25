import { describe, expect, it } from '@jest/globals';
import type { ListenerConfiguration } from '../../src/deliveries/listener.js';
import type { MadeTry } from '../../src/deliveries/sending/deliver.js';
import {
  type DeliveryResult,
  type EndpointHealth,
  judgeResults,
} from '../../src/deliveries/sending/delivery-results.js';
import { pauseAfter, readRetryAfter, SUSPENDED_AFTER } from '../../src/deliveries/sending/retry-schedule.js';

const NOW = new Date('2026-11-28T00:00:00Z');
const at = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const healthy: EndpointHealth = { failingSince: null, failures: 0, pausedUntil: null, succeededAt: null };
const configuration = { retrySchedule: Array.from({ length: 30 }, () => 1) } as unknown as ListenerConfiguration;

const refused: MadeTry['verdict'] = { kind: 'refused', code: 'delivery.http_error', detail: '', retryAfter: null };
const accepted: MadeTry['verdict'] = { kind: 'accepted' };
const notSent: MadeTry['verdict'] = { kind: 'not_sent', code: 'delivery.circuit_open', detail: '' };

const result = (verdict: MadeTry['verdict'], triedAt = NOW, delivery: object = {}): DeliveryResult => ({
  delivery: { id: '', tries: 0, round: 0, roundBeganAt: null, ...delivery } as DeliveryResult['delivery'],
  made: { at: triedAt, verdict } as MadeTry,
  erased: false,
});
const times = (count: number, ...one: Parameters<typeof result>): DeliveryResult[] =>
  Array.from({ length: count }, () => result(...one));
const judge = (results: readonly DeliveryResult[], before = healthy, now = NOW) =>
  judgeResults(results, before, configuration, now, () => 0);

describe('a listener that refuses everything', () => {
  it('is left alone from the tenth try on, and no longer however many were under way when that began', () => {
    const alone = judge(times(10, refused)).health;
    const crowd = judge(times(64, refused)).health;
    expect(crowd).toEqual(alone);
    expect(crowd.pausedUntil).toEqual(new Date(NOW.getTime() + pauseAfter(10)));
    const late = judge(times(30, refused, at(1)), crowd, at(9)).health;
    expect(late).toEqual(crowd);
  });

  it('is left alone for twice as long after each try that was made once the pause was over', () => {
    const first = judge(times(10, refused)).health;
    const then = judge([result(refused, at(60))], first, at(60)).health;
    expect(then.failures).toBe(11);
    expect(then.pausedUntil?.getTime()).toBe(at(60).getTime() + 2 * pauseAfter(10));
  });

  it('is not left alone any more as soon as it accepts one, and the trail hears that it works again', () => {
    const down = judge(times(12, refused)).health;
    const up = judge([result(refused, at(60)), result(accepted, at(60))], down, at(60));
    expect(up.turned).toEqual({ to: 'recovered' });
    expect(up.health).toMatchObject({ pausedUntil: null, failures: 0, succeededAt: at(60) });
  });

  it('is neither left alone nor called down for what it refuses between others that it accepts, however many end together', () => {
    const mixed = [...times(40, refused, at(1)), result(accepted, at(1)), ...times(4, refused, at(1))];
    const judged = judge(mixed, healthy, at(2));
    expect(judged.turned).toBeNull();
    expect(judged.health).toMatchObject({ pausedUntil: null, failures: 4, failingSince: at(1) });
    const then = judge([...times(30, refused, at(3)), result(accepted, at(3))], judged.health, at(4));
    expect(then.turned).toBeNull();
    expect(then.health).toMatchObject({ pausedUntil: null, failures: 0, failingSince: null });
  });

  it('is called down in the trail once, with the reason', () => {
    expect(judge(times(4, refused)).turned).toBeNull();
    expect(judge(times(9, refused)).turned).toEqual({ to: 'failed', code: 'delivery.http_error' });
    expect(judge(times(3, refused), judge(times(9, refused)).health).turned).toBeNull();
  });

  it('is suspended after five days though its schedule goes on', () => {
    const since = { ...healthy, failingSince: new Date(NOW.getTime() - SUSPENDED_AFTER + 1), failures: 50 };
    expect(judge([result(refused)], since).stop).toBeNull();
    expect(judge([result(refused)], since, at(1)).stop).toBe('suspended');
  });
});

describe('what could not even be sent', () => {
  it('counts for nothing, and all that waits is put off together instead of one by one', () => {
    const { ends, health, stop } = judge([
      result(notSent),
      result(notSent, NOW, { tries: 3, round: 3, roundBeganAt: at(-9) }),
    ]);
    expect(ends).toMatchObject([
      { status: 'pending', counts: false, round: 0, roundBeganAt: null, retryAt: at(5) },
      { status: 'failed', counts: false, round: 3, roundBeganAt: at(-9), retryAt: at(5) },
    ]);
    expect(health).toEqual({ ...healthy, pausedUntil: at(5) });
    expect(stop).toBeNull();
  });

  it('because the service is stopping puts nothing else off: another instance goes on', () => {
    expect(judge([result({ ...notSent, code: 'delivery.aborted' })]).health.pausedUntil).toBeNull();
  });
});

it.each<[string, number | null]>([
  ['30', 30],
  [' 7 ', 7],
  ['Sat, 28 Nov 2026 00:00:30 GMT', 30],
  ['Saturday, 28-Nov-26 00:00:30 GMT', 30],
  ['Sat Nov 28 00:00:30 2026', 30],
  ['2026-11-28T01:00:30+01:00', 30],
  ['99999999999999999999', 86_400],
  ['Fri, 31 Dec 2999 23:59:59 GMT', 86_400],
  ['1.5', null],
  ['-5', null],
  ['5 6', null],
  ['soon', null],
  ['', null],
])('Retry-After: %s', (field, seconds) => {
  expect(readRetryAfter(field, NOW)).toEqual(seconds === null ? null : at(seconds));
});
