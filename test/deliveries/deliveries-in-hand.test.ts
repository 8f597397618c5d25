import { describe, expect, it } from '@jest/globals';
import { DeliveriesInHand } from '../../src/deliveries/sending/deliveries-in-hand.js';
import type { DueDelivery } from '../../src/deliveries/sending/due-delivery.js';
import { answersOf } from '../../src/deliveries/sending/endpoint-turn.rows.js';

/** @param id the stream, and the place in it: `a1` is the first */
const delivery = (id: string): DueDelivery =>
  ({ id, follows: !/^.1$/.test(id), event: { streamId: id.charAt(0) } }) as DueDelivery;

function inHand(...ids: string[]): { readonly all: DeliveriesInHand; readonly begin: () => string | undefined } {
  const all = new DeliveriesInHand();
  all.take(ids.map(delivery));
  return { all, begin: () => all.begin()?.id };
}

describe('of a stream', () => {
  it('one delivery at a time is begun, the next once the one before was accepted, before what waits already', () => {
    const { all, begin } = inHand('a1', 'a2', 'a3', 'b1', 'c1');
    expect([begin(), begin()]).toEqual(['a1', 'b1']);
    all.end(delivery('a1'), true);
    expect([begin(), begin(), begin()]).toEqual(['a2', 'c1', undefined]);
    all.end(delivery('a2'), true);
    expect(begin()).toBe('a3');
    for (const id of ['a3', 'b1', 'c1']) all.end(delivery(id), true);
    expect(all.isEmpty).toBe(true);
  });

  it('nothing is begun after one that was refused, and nothing of it is in hand any more', () => {
    const { all, begin } = inHand('a1', 'a2', 'a3');
    begin();
    all.end(delivery('a1'), false);
    expect([begin(), all.isEmpty, all.ids()]).toEqual([undefined, true, []]);
  });

  it('nothing is read behind one that waits for its next try', () => {
    const row = (id: string, waits: boolean) => ({
      ...{ listener_id: 'l', id, stream_id: id.charAt(0), follows: !/^.1$/.test(id), waits },
      ...{ leaf: '{"data":{}}', leaf_hash: '' },
    });
    const held = [{ listener_id: 'l' }] as unknown as Parameters<typeof answersOf>[0];
    const rows = [row('a1', false), row('a2', true), row('a3', false), row('b1', false)];
    const found = answersOf(held, rows as unknown as Parameters<typeof answersOf>[1], []).get('l')?.found;
    expect(found?.map(({ id }) => id)).toEqual(['a1', 'b1']);
  });
});

it('what was not begun is forgotten when a listener is not sent to any more, and what is under way still counts', () => {
  const { all, begin } = inHand('a1', 'a2', 'b1');
  begin();
  all.forget();
  expect([begin(), all.underWay, all.ids()]).toEqual([undefined, 1, ['a1']]);
});

it('more is asked for when fewer may be sent than the listener takes at once, or little is left', () => {
  const stream = Array.from({ length: 60 }, (_, place) => `a${place === 0 ? 1 : place + 100}`);
  const { all, begin } = inHand(...stream);
  begin();
  expect([all.isLow(1), all.isLow(4)]).toEqual([false, true]);
  expect(inHand('a1', 'b1').all.isLow(1)).toBe(true);
});
