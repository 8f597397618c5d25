import { HASH_BYTES } from '../audit/log/leaf-hash.js';
import { type Tile, tilePath } from '../audit/log/tiles.js';
import { Lie } from './lie.js';
import { whyUnanswered } from './why-unanswered.js';

const LONGEST_CALL = 30_000;
const CHECKPOINT = 'checkpoint';
const LARGEST_CHECKPOINT = 65_536;
/** Tiles under way at a time: a log is far away, and one after another would take hours. */
const AHEAD = 8;

/** Fetches a log over C2SP tlog-tiles. */
export class TileClient {
  /** @param prefix the URL below which `checkpoint` and `tile/` are */
  constructor(private readonly prefix: string) {}

  /** @throws Error when there is none, which is no lie: nothing was promised yet; Lie */
  async checkpoint(): Promise<string> {
    return (await this.fetch(CHECKPOINT, LARGEST_CHECKPOINT)).toString('utf8');
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
    const address = `${this.prefix}/${path}`;
    const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(LONGEST_CALL) }).catch(
      (cause: unknown) => {
        throw new Error(`--log: ${address} gives no answer (${whyUnanswered(cause)})`, { cause });
      },
    );
    // What is away for now tells nothing of the log. What it does not have although it has signed for it does.
    if (answer.status === 429 || answer.status >= 500 || (!answer.ok && path === CHECKPOINT)) {
      throw new Error(
        `--log: ${address} is answered with ${answer.status}; expected the address below which checkpoint and tile/ are`,
      );
    }
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
