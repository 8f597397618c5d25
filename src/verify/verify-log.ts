import { type Checkpoint, openCheckpoint } from '../audit/log/checkpoint.js';
import { CompactTree } from '../audit/log/compact-tree.js';
import { type NoteVerifierKey, SignedNoteError } from '../audit/log/signed-note.js';
import { TILE_HEIGHT, TILE_WIDTH, tilesOf } from '../audit/log/tiles.js';
import { Lie } from './lie.js';
import { count, type Progress, type VerificationReport, type Verified } from './report.js';
import { TileClient } from './tile-client.js';

/** A checkpoint that was kept: the log must continue it. */
export interface KeptCheckpoint {
  readonly holder: string;
  readonly checkpoint: Checkpoint;
}

/**
 * Walks a whole log by its tiles: its leaves must make every tile above them, the signed root, and the root of every checkpoint
 * that was kept.
 */
export async function verifyLog(
  prefix: string,
  keys: readonly NoteVerifierKey[],
  kept: readonly KeptCheckpoint[],
  progress: Progress,
): Promise<VerificationReport> {
  const verified: Verified[] = [];
  const url = prefix.replace(/\/+$/, '');
  try {
    const client = new TileClient(url);
    const signed = openSigned(await client.checkpoint(), keys);
    verified.push({ check: 'checkpoint', detail: `signed: ${count(signed.size, 'event')} of ${signed.origin}` });
    const waiting = [...kept].sort((one, other) => one.checkpoint.size - other.checkpoint.size);
    requireSameLog(signed, waiting);
    const tiles = await walk(client, signed, waiting, progress);
    verified.push({ check: 'tiles', detail: `${count(tiles, 'tile')} make the signed root` });
    for (const { holder, checkpoint } of kept) {
      verified.push({ check: 'continues', detail: `${holder} (${count(checkpoint.size, 'event')})` });
    }
    return { subject: url, verified, lie: null };
  } catch (error) {
    if (!(error instanceof Lie)) throw error;
    return { subject: url, verified, lie: { place: error.place, what: error.what } };
  }
}

function openSigned(note: string, keys: readonly NoteVerifierKey[]): Checkpoint {
  try {
    return openCheckpoint(note, keys);
  } catch (error) {
    if (error instanceof SignedNoteError) throw new Lie('checkpoint', error.message, { cause: error });
    throw error;
  }
}

function requireSameLog(signed: Checkpoint, kept: readonly KeptCheckpoint[]): void {
  for (const { holder, checkpoint } of kept) {
    if (checkpoint.origin !== signed.origin) {
      throw new Lie(holder, `is of the log ${checkpoint.origin}, this one is ${signed.origin}`);
    }
    if (checkpoint.size > signed.size) {
      throw new Lie(holder, `promises ${checkpoint.size} events, the log has ${signed.size}`);
    }
  }
}

async function walk(
  client: TileClient,
  signed: Checkpoint,
  waiting: KeptCheckpoint[],
  progress: Progress,
): Promise<number> {
  const tree = new CompactTree();
  /** In hex: a buffer of 32 bytes would keep the pool that it is from, of which it is a small part. */
  const above = new Map<string, string>();
  compareKept(tree, waiting);
  let tiles = 0;
  for await (const { tile, hashes } of client.hashes(tilesOf(signed.size))) {
    tiles += 1;
    for (const [offset, hash] of hashes.entries()) {
      if (tile.level === 0) append(tree, hash, above, waiting);
      else compareTile(tile.level, tile.index * TILE_WIDTH + offset, hash, above);
    }
    if (tile.level === 0) progress('leaves', tree.size, signed.size);
  }
  if (!tree.root().equals(signed.root)) throw new Lie('checkpoint', 'its root is not the one that the leaves make');
  return tiles;
}

function append(tree: CompactTree, hash: Buffer, above: Map<string, string>, waiting: KeptCheckpoint[]): void {
  tree.append(hash, (node, made) => {
    if (node.level > 0 && node.level % TILE_HEIGHT === 0)
      above.set(`${node.level / TILE_HEIGHT}/${node.index}`, made.toString('hex'));
  });
  compareKept(tree, waiting);
}

function compareTile(level: number, index: number, hash: Buffer, above: ReadonlyMap<string, string>): void {
  if (above.get(`${level}/${index}`) !== hash.toString('hex')) {
    throw new Lie(`tile level ${level}, hash ${index}`, 'is not the one that the leaves below it make');
  }
}

function compareKept(tree: CompactTree, waiting: KeptCheckpoint[]): void {
  for (let [next] = waiting; next !== undefined && next.checkpoint.size === tree.size; [next] = waiting) {
    waiting.shift();
    if (!tree.root().equals(next.checkpoint.root)) {
      throw new Lie(next.holder, `its root for ${next.checkpoint.size} events is not the one of this log`);
    }
  }
}
