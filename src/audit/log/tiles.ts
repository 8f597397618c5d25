/** Hashes of a full tile (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** Binary levels that one tile spans. */
export const TILE_HEIGHT = 8;

/** A tile: `width` consecutive hashes of subtrees of 256^level leaves, from the index * 256th on. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 1 to 256; less than 256 is a partial tile. */
  readonly width: number;
}

const PATH = /^(0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;
const HIGHEST_LEVEL = 63;

/** The path of a tile below `tile/`, e.g. `0/x001/x234/067.p/12`. */
export function tilePath(tile: Tile): string {
  const digits = String(tile.index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/[0-9]{3}/g) ?? [];
  const path = groups.map((group, position) => (position < groups.length - 1 ? `x${group}` : group)).join('/');
  return `${tile.level}/${path}${tile.width < TILE_WIDTH ? `.p/${tile.width}` : ''}`;
}

/** Reads the path below `tile/`; null when it is not one, or not the one way to write it. */
export function parseTilePath(path: string): Tile | null {
  const match = PATH.exec(path);
  if (match === null) return null;
  const level = Number(match[1]);
  const index = Number((match[2] ?? '').replace(/[x/]/g, ''));
  const width = match[3] === undefined ? TILE_WIDTH : Number(match[3]);
  if (level > HIGHEST_LEVEL || width > TILE_WIDTH || !Number.isSafeInteger(index)) return null;
  const tile = { level, index, width };
  // Leading groups of zeroes and `.p/256` are other spellings of the same tile: caches would hold them twice.
  return tilePath(tile) === path ? tile : null;
}

/** How many hashes of a tile a tree of `size` leaves has: 0 to 256. */
export function tileWidth(level: number, index: number, size: number): number {
  const available = Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH;
  return Math.max(0, Math.min(TILE_WIDTH, available));
}

/** Every tile of a tree of `size` leaves, level by level, the partial one of each level last. */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0; Math.floor(size / TILE_WIDTH ** level) > 0; level += 1) {
    for (let index = 0; ; index += 1) {
      const width = tileWidth(level, index, size);
      if (width === 0) break;
      yield { level, index, width };
    }
  }
}
