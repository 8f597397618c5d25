import { LRUCache } from 'lru-cache';

type Entry = object | string | number | boolean;

/** What was used last, up to a number of entries. */
export type BoundedCache<Key extends string | number, Value extends Entry> = LRUCache<Key, Value>;

/**
 * `ttl`: milliseconds until a value counts as forgotten. Default: it does not. `ttlResolution`: how exactly; default 1.
 * `dispose` is told of every value that leaves.
 */
type CacheOptions<Key extends string | number, Value extends Entry> = Pick<
  LRUCache.OptionsBase<Key, Value, unknown>,
  'ttl' | 'ttlResolution' | 'dispose'
>;

const one = (): number => 1;

/**
 * A cache that takes room as it fills. The library's `max` takes it at once, 22 bytes for each entry that there may ever be, which
 * was a tenth of all that a service holds: together ours may have 300,000, and few deployments use a tenth of them.
 * @param most entries. One more, and that which was not used for longest is forgotten
 */
export function boundedCache<Key extends string | number, Value extends Entry>(
  most: number,
  options: CacheOptions<Key, Value> = {},
): BoundedCache<Key, Value> {
  return new LRUCache<Key, Value>({ maxSize: most, sizeCalculation: one, ...options });
}
