import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { GatheredLookups } from '../../src/database/gathered-lookups.js';

/** Statements that were sent and are answered by hand. */
function statements() {
  const sent: { readonly keys: readonly string[]; answer(): void; fail(error: Error): void }[] = [];
  const gathered = new GatheredLookups<{ readonly key: string }>(
    (keys) =>
      new Promise((resolve, fail) => {
        const answer = () => {
          resolve(new Map(keys.filter((key) => !key.startsWith('no')).map((key) => [key, { key }])));
        };
        sent.push({ keys, answer, fail });
      }),
  );
  return { sent, gathered };
}

/** Lets everything go on that waits for an answer. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('look-ups that are gathered', () => {
  it('asks for all of one turn of the event loop while nothing is under way, and answers everybody who comes meanwhile by the next statement', async () => {
    const { sent, gathered } = statements();
    const first = gathered.find('a');
    const beside = gathered.find('d');
    await settle();
    const others = [gathered.find('a'), gathered.find('b'), gathered.find('none'), gathered.find('b')];
    expect(sent.map(({ keys }) => keys)).toEqual([['a', 'd']]);
    sent[0]?.answer();
    expect(await first).toEqual({ key: 'a' });
    expect(await beside).toEqual({ key: 'd' });
    await settle();
    // Also whoever asks for what was just read: it may have changed before they asked.
    expect(sent.map(({ keys }) => keys)).toEqual([
      ['a', 'd'],
      ['a', 'b', 'none'],
    ]);
    sent[1]?.answer();
    expect(await Promise.all(others)).toEqual([{ key: 'a' }, { key: 'b' }, null, { key: 'b' }]);
    const again = gathered.find('a');
    await settle();
    expect(sent).toHaveLength(3);
    sent[2]?.answer();
    expect(await again).toEqual({ key: 'a' });
  });

  it('tells nobody of a fault that is of another key', async () => {
    const { sent, gathered } = statements();
    const first = gathered.find('a');
    await settle();
    const others = Promise.allSettled([gathered.find('b'), gathered.find('broken'), gathered.find('b')]);
    sent[0]?.answer();
    await first;
    await settle();
    sent[1]?.fail(new Error('invalid byte sequence'));
    await settle();
    expect(sent.slice(2).map(({ keys }) => keys)).toEqual([['b'], ['broken']]);
    sent[2]?.answer();
    sent[3]?.fail(new Error('invalid byte sequence'));
    const [one, broken, other] = await others;
    expect([one, other]).toEqual(Array(2).fill({ status: 'fulfilled', value: { key: 'b' } }));
    expect(broken).toMatchObject({ status: 'rejected', reason: { message: 'invalid byte sequence' } });
  });

  it('waits for no statement that takes long', async () => {
    const { sent, gathered } = statements();
    const slow = gathered.find('a');
    await settle();
    const waiting = gathered.find('b');
    while (sent.length < 2) await sleep(5);
    sent[1]?.answer();
    expect(await waiting).toEqual({ key: 'b' });
    const next = gathered.find('c');
    while (sent.length < 3) await sleep(5);
    sent[2]?.answer();
    expect(await next).toEqual({ key: 'c' });
    sent[0]?.answer();
    expect(await slow).toEqual({ key: 'a' });
  });
});
