import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { boundedCache } from '../../src/caches/bounded-cache.js';

describe('a bounded cache', () => {
  test('forgets what was not used for longest, and says so', () => {
    const gone: string[] = [];
    const cache = boundedCache<string, number>(2, { dispose: (_value, key) => gone.push(key) });
    cache.set('a', 1).set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([...cache.keys()].sort()).toEqual(['a', 'c']);
    expect(gone).toEqual(['b']);
  });

  test('forgets after a while where it was told to', async () => {
    const cache = boundedCache<string, number>(2, { ttl: 5 });
    cache.set('a', 1);
    expect(cache.get('a')).toBe(1);
    await sleep(20);
    expect(cache.get('a')).toBeUndefined();
  });

  test('takes no room for entries that it does not have', () => {
    const before = process.memoryUsage();
    const caches = Array.from({ length: 10 }, () => boundedCache<string, number>(1_000_000));
    const after = process.memoryUsage();
    // The library's own bound would take 280 MB for these.
    expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(50_000_000);
    expect(caches.map(({ size }) => size)).toEqual(Array.from({ length: 10 }, () => 0));
  });
});
