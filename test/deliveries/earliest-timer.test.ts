import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { EarliestTimer } from '../../src/deliveries/sending/earliest-timer.js';

describe('a timer for the earliest of several times', () => {
  it('rings once, at the earliest', async () => {
    let rung = 0;
    const timer = new EarliestTimer(() => (rung += 1));
    timer.ringAt(performance.now() + 60_000);
    timer.ringAt(performance.now() + 5);
    timer.ringAt(performance.now() + 60_000);
    while (rung === 0) await setTimeout(5);
    expect(rung).toBe(1);
  });

  it('rings for a time that is over, without a warning beside the log', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error): void => void warnings.push(warning);
    process.on('warning', hear);
    await new Promise<void>((rung) => {
      new EarliestTimer(rung).ringAt(performance.now() - 1);
    });
    process.off('warning', hear);
    expect(warnings).toEqual([]);
  });
});
