import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AuditLog } from '../../src/audit/audit-log.js';
import { openCheckpoint } from '../../src/audit/log/checkpoint.js';
import { CompactTree } from '../../src/audit/log/compact-tree.js';
import { verifyConsistency } from '../../src/audit/log/consistency-proof.js';
import { verifyInclusion } from '../../src/audit/log/inclusion-proof.js';
import { parseVerifierKey } from '../../src/audit/log/signed-note.js';
import { tilePath, tilesOf } from '../../src/audit/log/tiles.js';
import { readLogState } from '../../src/audit/sequencer/log-state.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { RecordedService } from './support/recorded-service.js';

let recorded: RecordedService;
beforeAll(async () => {
  recorded = await RecordedService.start();
});
afterAll(async () => {
  await recorded.close();
});

/** As anyone on the network, without a key. */
const get = (path: string) => fetch(`${recorded.service.url}${path}`);
const text = async (path: string) => (await get(path)).text();
const bytes = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer());
/** Until every event has its leaf: another test's open transaction on the same server may hold some up for a while. */
async function catchUp(): Promise<void> {
  const { app } = recorded.service;
  const log = app.get(AuditLog);
  while ((await readLogState(app.get(UnitOfWork).reading)).waiting > 0) {
    await log.catchUp(() => Promise.resolve(true));
    await sleep(20);
  }
  // Whoever gave the last one its leaf may not have signed yet.
  await log.catchUp(() => Promise.resolve(true));
}
const checkpoint = async () => {
  const keys = (await text('/v1/audit/key')).trimEnd().split('\n').map(parseVerifierKey);
  return openCheckpoint(await text('/v1/audit/checkpoint'), keys);
};

async function grow(events: number): Promise<readonly string[]> {
  const recordedEvents = await recorded.record(
    'env-log',
    Array.from({ length: events }, (_, step) => ({ data: { step } })),
  );
  await catchUp();
  return recordedEvents.map((event) => event.leafHash);
}

interface ProofAnswer {
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
}
const hashes = (proof: readonly string[]) => proof.map((hash) => Buffer.from(hash, 'base64'));

describe('the log, for anyone without a key', () => {
  test('names itself for the place where it is served', async () => {
    // The first checkpoint is signed shortly after the start.
    await catchUp();
    const { origin } = await checkpoint();
    expect(origin).toBe(`${recorded.service.url.replace('http://', '')}/v1/audit/tiles`);
  });

  test('proves that every recorded event is in the tree that the checkpoint signs', async () => {
    const leaves = await grow(7);
    const { size, root } = await checkpoint();
    for (const leafHash of leaves) {
      const answer = await get(`/v1/audit/proofs/inclusion?leafHash=${leafHash}`);
      const { leafIndex, treeSize, proof } = (await answer.json()) as ProofAnswer;
      expect(treeSize).toBe(size);
      const claim = { leafHash: Buffer.from(leafHash, 'hex'), index: leafIndex, size, proof: hashes(proof), root };
      expect(verifyInclusion(claim)).toBe(true);
    }
  });

  test('proves that each checkpoint continues the one before', async () => {
    await grow(3);
    const before = await checkpoint();
    await grow(300);
    const after = await checkpoint();
    const answer = await get(`/v1/audit/proofs/consistency?from=${before.size}&to=${after.size}`);
    const { proof } = (await answer.json()) as ProofAnswer;
    const claim = {
      from: before.size,
      fromRoot: before.root,
      to: after.size,
      toRoot: after.root,
      proof: hashes(proof),
    };
    expect(verifyConsistency(claim)).toBe(true);
  });

  test('can be walked by its tiles to the root that the checkpoint signs', async () => {
    await grow(300);
    const { size, root } = await checkpoint();
    const tree = new CompactTree();
    const above = new Map<string, Buffer>();
    for (const tile of tilesOf(size)) {
      const content = await bytes(`/v1/audit/tiles/tile/${tilePath(tile)}`);
      expect(content).toHaveLength(tile.width * 32);
      for (let offset = 0; offset < tile.width; offset += 1) {
        const hash = content.subarray(offset * 32, (offset + 1) * 32);
        if (tile.level === 0) tree.append(hash, (node, made) => above.set(`${node.level}/${node.index}`, made));
        else expect(above.get(`${tile.level * 8}/${tile.index * 256 + offset}`)).toEqual(hash);
      }
    }
    expect(tree.root()).toEqual(root);
    expect(await text('/v1/audit/tiles/checkpoint')).toBe(await text('/v1/audit/checkpoint'));
  });

  test('lets tiles be cached for good, and what changes for seconds', async () => {
    await grow(1);
    const tile = await get(`/v1/audit/tiles/tile/0/000.p/1`);
    expect(tile.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(tile.headers.get('content-type')).toBe('application/octet-stream');
    const signed = await get('/v1/audit/checkpoint');
    expect(signed.headers.get('cache-control')).toBe('public, max-age=2');
    expect(signed.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const signedAt = signed.headers.get('last-modified') ?? '';
    expect(new Date(signedAt).toUTCString()).toBe(signedAt);
    expect(Date.parse(signedAt)).toBeLessThanOrEqual(Date.now());
  });

  test.each([
    ['/v1/audit/tiles/tile/0/999', 404, 'request.not_found'],
    ['/v1/audit/tiles/tile/9/000', 404, 'request.not_found'],
    ['/v1/audit/tiles/tile/0/000.p/0', 404, 'request.not_found'],
    ['/v1/audit/tiles/tile/entries/000', 404, 'request.not_found'],
    [`/v1/audit/proofs/inclusion?leafHash=${'0'.repeat(64)}`, 404, 'audit.leaf_unknown'],
    ['/v1/audit/proofs/inclusion?leafHash=abc', 400, 'request.invalid'],
    ['/v1/audit/proofs/inclusion', 400, 'request.invalid'],
    ['/v1/audit/proofs/consistency?from=2&to=1', 400, 'request.invalid'],
    ['/v1/audit/proofs/consistency?from=1&to=99999999', 400, 'request.invalid'],
    ['/v1/audit/proofs/consistency?from=-1&to=2', 400, 'request.invalid'],
  ])('%s is answered with %i %s, which nobody may cache for good', async (path, status, code) => {
    await grow(2);
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('cache-control') ?? '').not.toContain('immutable');
    expect(await answer.json()).toMatchObject({ code });
  });
});
