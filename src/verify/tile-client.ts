import { HASH_BYTES } from '../audit/log/leaf-hash.js';
import { type Tile, tilePath } from '../audit/log/tiles.js';
import { Lie } from './lie.js';

const LONGEST_CALL = 30_000;
const LARGEST_CHECKPOINT = 65_536;
/** Tiles under way at a time: a log is far away, and one after another would take hours. */
const AHEAD = 8;

/** Fetches a log over C2SP tlog-tiles. */
export class TileClient {
  /** @param prefix the URL below which `checkpoint` and `tile/` are */
  constructor(private readonly prefix: string) {}

  async checkpoint(): Promise<string> {
    return (await this.fetch('checkpoint', LARGEST_CHECKPOINT)).toString('utf8');
  }

  /** The hashes of tiles, in their order; the next ones are fetched meanwhile. @throws Lie */
  async *hashes(tiles: Iterable<Tile>): AsyncGenerator<{ readonly tile: Tile; readonly hashes: readonly Buffer[] }> {
    const waiting: { readonly tile: Tile; readonly hashes: Promise<readonly Buffer[]> }[] = [];
    for (const tile of tiles) {
      const hashes = this.tile(tile);
      // Looked at when its turn comes; until then a failure must not be taken for one that nobody handles.
      hashes.catch(() => undefined);
      waiting.push({ tile, hashes });
      const due = waiting.length > AHEAD ? waiting.shift() : undefined;
      if (due !== undefined) yield { tile: due.tile, hashes: await due.hashes };
    }
    for (const { tile, hashes } of waiting) yield { tile, hashes: await hashes };
  }

  private async tile(tile: Tile): Promise<readonly Buffer[]> {
    const path = `tile/${tilePath(tile)}`;
    const bytes = await this.fetch(path, tile.width * HASH_BYTES);
    if (bytes.length !== tile.width * HASH_BYTES) {
      throw new Lie(path, `has ${bytes.length} bytes, expected ${tile.width * HASH_BYTES}`);
    }
    return Array.from({ length: tile.width }, (_, index) =>
      bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES),
    );
  }

  private async fetch(path: string, largest: number): Promise<Buffer> {
    const answer = await fetch(`${this.prefix}/${path}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(LONGEST_CALL),
    });
    if (!answer.ok || answer.body === null) throw new Lie(path, `is answered with ${answer.status}`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > largest) throw new Lie(path, `has more than ${largest} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}
