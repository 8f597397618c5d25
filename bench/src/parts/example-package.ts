import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { serviceModule } from '../processes/built-service.js';
import { eventMakers, exampleLeafParts } from './example-events.js';

interface CheckpointModule {
  signCheckpoint(checkpoint: object, keys: readonly object[]): string;
}
interface NoteModule {
  verifierKeyOf(key: object): object;
  formatVerifierKey(key: object): string;
}
interface TreeModule {
  TiledTree: new (
    size: number,
    readTile: (level: number, index: number, width: number) => Promise<readonly Buffer[]>,
    keptTiles: number,
  ) => {
    rangeHash(range: object): Promise<Buffer>;
    rangeHashes(ranges: readonly object[]): Promise<readonly Buffer[]>;
  };
}
interface CompactTreeModule {
  CompactTree: new () => {
    append(leaf: Buffer, completed: (node: { level: number; index: number }, hash: Buffer) => void): void;
  };
}
interface ProofModule {
  inclusionProofRanges(index: number, size: number): readonly object[];
}
interface ZipModule {
  zipOf(entries: AsyncIterable<object>, time: Date): NodeJS.ReadableStream;
}

const TILE_WIDTH = 256;
const ORIGIN = 'bench.example/log';

/**
 * Writes an evidence package as the service does: one envelope of so many events, the last one its export.
 * @param between leaves of others that the log has after each event of the envelope
 * @returns the verifier key of its log
 */
export async function writeExamplePackage(file: string, events: number, between: number): Promise<string> {
  const make = await eventMakers();
  const { signCheckpoint } = await serviceModule<CheckpointModule>('audit/log/checkpoint.js');
  const { verifierKeyOf, formatVerifierKey } = await serviceModule<NoteModule>('audit/log/signed-note.js');
  const { zipOf } = await serviceModule<ZipModule>('audit/evidence/zip.js');
  const { inclusionProofRanges } = await serviceModule<ProofModule>('audit/log/inclusion-proof.js');
  const tenant = randomUUID();
  const envelopeId = 'audited';
  const streamId = make.streamIdOf(tenant, envelopeId);
  const leaves: string[] = [];
  const hashes: Buffer[] = [];
  let previous: Buffer | null = null;
  for (let sequence = 1; sequence <= events; sequence += 1) {
    const parts = { ...exampleLeafParts(tenant, streamId, sequence, previous, false), id: make.nextId() };
    const closing = { type: 'trail.exported', data: { envelopeId, events: events - 1, format: 'evidence' } };
    const leaf = make.buildLeaf(sequence === events ? { ...parts, ...closing } : parts);
    leaves.push(leaf.text);
    hashes.push(leaf.hash, ...Array.from({ length: between }, () => randomBytes(32)));
    previous = leaf.hash;
  }
  const tree = await treeOf(hashes);
  const root = await tree.rangeHash({ begin: 0, end: hashes.length });
  const key = { name: ORIGIN, privateKey: generateKeyPairSync('ed25519').privateKey };
  const manifest = {
    format: 'countersign-evidence/1',
    envelopeId,
    tenant,
    stream: `envelope:${streamId}`,
    events,
    leafHash: previous?.toString('hex'),
    origin: ORIGIN,
    treeSize: hashes.length,
    createdAt: new Date().toISOString(),
  };
  const proofs = async function* (): AsyncGenerator<string> {
    for (let sequence = 1; sequence <= events; sequence += 1) {
      const leafIndex = (sequence - 1) * (1 + between);
      const proof = await tree.rangeHashes(inclusionProofRanges(leafIndex, hashes.length));
      yield `${JSON.stringify({ sequence, leafIndex, proof: proof.map((hash) => hash.toString('base64')) })}\n`;
    }
  };
  const entries = async function* (): AsyncGenerator<object> {
    yield { name: 'manifest.json', content: [JSON.stringify(manifest)] };
    yield { name: 'checkpoint', content: [signCheckpoint({ origin: ORIGIN, size: hashes.length, root }, [key])] };
    yield { name: 'events.jsonl', content: leaves.map((leaf) => `${leaf}\n`) };
    yield { name: 'proofs.jsonl', content: proofs() };
    yield { name: 'tenant-events.jsonl', content: [''] };
    yield { name: 'disclosures.jsonl', content: [''] };
  };
  await pipeline(zipOf(entries(), new Date()), createWriteStream(file));
  return formatVerifierKey(verifierKeyOf(key));
}

/** The tree over leaf hashes, with every tile in memory. */
async function treeOf(hashes: readonly Buffer[]): Promise<InstanceType<TreeModule['TiledTree']>> {
  const { TiledTree } = await serviceModule<TreeModule>('audit/log/tiled-tree.js');
  const { CompactTree } = await serviceModule<CompactTreeModule>('audit/log/compact-tree.js');
  const levels: Buffer[][] = [];
  const compact = new CompactTree();
  for (const leaf of hashes) {
    compact.append(leaf, ({ level }, hash) => {
      if (level % 8 === 0) (levels[level / 8] ??= []).push(hash);
    });
  }
  const readTile = (level: number, index: number, width: number): Promise<readonly Buffer[]> =>
    Promise.resolve((levels[level] ?? []).slice(index * TILE_WIDTH, index * TILE_WIDTH + width));
  return new TiledTree(hashes.length, readTile, Math.ceil(hashes.length / TILE_WIDTH) + 8);
}
