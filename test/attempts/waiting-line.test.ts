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
    leave[0]?.();
    await turn();
    expect(went).toEqual(['third']);
    leave[1]?.();
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
    leave();
    await expect(lines.enter('idp', awaited)).resolves.toBeInstanceOf(Function);
  });
});
