import { describe, expect, test } from '@jest/globals';
import { withinTime } from '../../src/attempts/within-time.js';

describe('work that has so much time', () => {
  test('gets the signal that says when it is over, and fails as it says', async () => {
    const failure: unknown = await withinTime(
      5,
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        }),
    ).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'TimeoutError', message: 'not done within 5 ms' });
  });

  test('is not told anything once it is done', async () => {
    let kept: AbortSignal | undefined;
    expect(await withinTime(5, (signal) => Promise.resolve((kept = signal)))).toBe(kept);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(kept?.aborted).toBe(false);
  });
});
