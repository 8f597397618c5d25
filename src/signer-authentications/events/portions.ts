/**
 * Bytes of JSON that one list may take in an event. Two such lists and all else of an event stay below the limit of a leaf, which
 * is 64 KiB.
 */
export const PORTION_BYTES = 24_576;

export const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Divides a list, in its order, into parts that fit an event. No item MUST be larger than a part. */
export function inPortions<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const portions: Item[][] = [];
  let room = 0;
  for (const item of items) {
    // With the comma after it.
    const bytes = jsonBytes(item) + 1;
    const last = portions.at(-1);
    if (last === undefined || bytes > room) {
      portions.push([item]);
      room = PORTION_BYTES - bytes;
    } else {
      last.push(item);
      room -= bytes;
    }
  }
  return portions;
}
