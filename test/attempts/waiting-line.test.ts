import { describe, expect, it } from '@jest/globals';
import { WaitingLines } from '../../src/attempts/waiting-line.js';

const awaited = () => Promise.resolve(true);
const stranger = () => Promise.resolve(false);
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('callbacks of one provider', () => {
  it('have so many places; the others wait, and go on in the order in which they came', async () => {
    const lines = new WaitingLines({ atOnce: 2, longestWaitMs: 60_000 });
    const leave = [await lines.enter('idp', awaited), await lines.enter('idp', awaited)];
    const went: string[] = [];
    for (const name of ['third', 'fourth'])
      void lines.enter('idp', awaited).then((place) => {
        went.push(name);
        leave.push(place);
      });
    await turn();
    expect(went).toEqual([]);
    leave[0]?.(true);
    await turn();
    expect(went).toEqual(['third']);
    leave[1]?.(true);
    await turn();
    expect(went).toEqual(['third', 'fourth']);
  });

  it('take no place from another provider', async () => {
    const lines = new WaitingLines({ atOnce: 1, longestWaitMs: 60_000 });
    await lines.enter('slow', awaited);
    await expect(lines.enter('fast', awaited)).resolves.toBeInstanceOf(Function);
  });

  it('that are for no open attempt do not stand in line', async () => {
    const lines = new WaitingLines({ atOnce: 1, longestWaitMs: 60_000 });
    await lines.enter('idp', awaited);
    await expect(lines.enter('idp', stranger)).resolves.toBeInstanceOf(Function);
  });

  it('are told when to come again where the line is longer than anybody should wait, or does not move', async () => {
    const lines = new WaitingLines({ atOnce: 1, longestWaitMs: 1_500 });
    const leave = await lines.enter('idp', awaited);
    const waiting = lines.enter('idp', awaited);
    await turn();
    // Nothing is known yet: a second each is expected.
    await expect(lines.enter('idp', awaited)).rejects.toMatchObject({
      code: 'callback.provider_busy',
      headers: { 'retry-after': '2' },
    });
    await expect(waiting).rejects.toMatchObject({ code: 'callback.provider_busy' });
    leave(true);
    await expect(lines.enter('idp', awaited)).resolves.toBeInstanceOf(Function);
  });

  it('have no more places when all others left while it was looked whether one is awaited', async () => {
    const lines = new WaitingLines({ atOnce: 1, longestWaitMs: 60_000 });
    const leave = await lines.enter('idp', awaited);
    let found: (isAwaited: boolean) => void = () => undefined;
    const looking = new Promise<boolean>((resolve) => {
      found = resolve;
    });
    let went = false;
    void lines
      .enter('idp', () => looking)
      .then(() => {
        went = true;
      });
    leave(true);
    const leaveToo = await lines.enter('idp', awaited);
    found(true);
    await turn();
    expect([went, lines.inFlight]).toEqual([false, 2]);
    leaveToo(true);
    await turn();
    expect([went, lines.inFlight]).toEqual([true, 1]);
  });

  it('are not thought to be quick because strangers are', async () => {
    const lines = new WaitingLines({ atOnce: 1, longestWaitMs: 500 });
    for (let number = 0; number < 50; number += 1) (await lines.enter('idp', stranger))(false);
    await lines.enter('idp', awaited);
    // A second is expected, as long as no trip has shown otherwise.
    await expect(lines.enter('idp', awaited)).rejects.toMatchObject({ headers: { 'retry-after': '2' } });
    expect(lines.inFlight).toBe(1);
  });
});
