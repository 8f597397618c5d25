import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { signCheckpoint } from '../../src/audit/log/checkpoint.js';
import { CompactTree } from '../../src/audit/log/compact-tree.js';
import { leafHash } from '../../src/audit/log/leaf-hash.js';
import { verifierKeyOf } from '../../src/audit/log/signed-note.js';
import { TILE_HEIGHT, tilePath, tilesOf } from '../../src/audit/log/tiles.js';
import { verifyLog } from '../../src/verify/verify-log.js';

const ORIGIN = 'sign.example/log';
const SIZE = 70_000;
const makeKey = () => ({ name: ORIGIN, privateKey: generateKeyPairSync('ed25519').privateKey });
const key = makeKey();
const trusted = [verifierKeyOf(key)];

/** A log of others: its files by path, made once. */
const files = new Map<string, Buffer>();
const roots = new Map<number, Buffer>();
{
  const nodes = new Map<string, Buffer>();
  const tree = new CompactTree();
  while (tree.size < SIZE) {
    tree.append(leafHash(`leaf ${tree.size}`), ({ level, index }, hash) => {
      if (level % TILE_HEIGHT === 0) nodes.set(`${level / TILE_HEIGHT}/${index}`, hash);
    });
    if ([1, 1000, 65_536, SIZE].includes(tree.size)) roots.set(tree.size, tree.root());
  }
  for (const tile of tilesOf(SIZE)) {
    const hashes = Array.from(
      { length: tile.width },
      (_, offset) => nodes.get(`${tile.level}/${tile.index * 256 + offset}`)!,
    );
    files.set(`/tile/${tilePath(tile)}`, Buffer.concat(hashes));
  }
  files.set('/checkpoint', Buffer.from(signCheckpoint({ origin: ORIGIN, size: SIZE, root: tree.root() }, [key])));
}

const kept = (size: number, root = roots.get(size)!, origin = ORIGIN) => ({
  holder: `checkpoint of ${size}`,
  checkpoint: { origin, size, root },
});

describe('walking a whole log', () => {
  let server: Server;
  let served: Map<string, Buffer>;
  let url: string;
  /** The answer to what is not served. */
  let missing: number;

  beforeEach(async () => {
    served = new Map(files);
    missing = 404;
    server = createServer((request, response) => {
      const content = served.get(request.url ?? '');
      response.writeHead(content === undefined ? missing : 200).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const walk = (checkpoints = [kept(1000)], keys = trusted) => verifyLog(url, keys, checkpoints, () => undefined);

  test('finds every tile, the signed root, and every checkpoint that was kept', async () => {
    const report = await walk([kept(65_536), kept(1), kept(SIZE)]);
    expect(report.lie).toBeNull();
    expect(report.verified.map(({ detail }) => detail)).toEqual(
      [
        '70000 events of sign.example/log',
        '277 tiles make the signed root',
        'checkpoint of 65536 (65536 events)',
        'checkpoint of 1 (1 event)',
        'checkpoint of 70000 (70000 events)',
      ].map((detail, index) => (index === 0 ? `signed: ${detail}` : detail)),
    );
  });

  const edit = (path: string) => () => {
    const content = Buffer.from(served.get(path)!);
    content[40] = (content[40]! + 1) % 256;
    served.set(path, content);
  };
  const lies: [string, () => unknown, string, RegExp][] = [
    ['a leaf is edited', edit('/tile/0/100'), 'tile level 1, hash 100', /not the one that the leaves below it make/],
    [
      'a leaf of the last tile is edited',
      edit('/tile/0/273.p/112'),
      'checkpoint',
      /its root is not the one that the leaves make/,
    ],
    [
      'a tile above the leaves is edited',
      edit('/tile/1/000'),
      'tile level 1, hash 1',
      /not the one that the leaves below it make/,
    ],
    [
      'a tile is cut',
      () => served.set('/tile/0/100', served.get('/tile/0/100')!.subarray(32)),
      'tile/0/100',
      /has 8160 bytes/,
    ],
    [
      'a tile is too long',
      () => served.set('/tile/0/100', Buffer.alloc(9000)),
      'tile/0/100',
      /has more than 8192 bytes/,
    ],
    ['a tile is missing', () => served.delete('/tile/0/100'), 'tile/0/100', /is answered with 404/],
    [
      'the checkpoint is forged',
      () => served.set('/checkpoint', Buffer.from(files.get('/checkpoint')!.toString().replace('70000', '70001'))),
      'checkpoint',
      /is not one over this note/,
    ],
    [
      'the checkpoint is of a stranger',
      () =>
        served.set(
          '/checkpoint',
          Buffer.from(signCheckpoint({ origin: ORIGIN, size: 0, root: leafHash('') }, [makeKey()])),
        ),
      'checkpoint',
      /no trusted key has signed/,
    ],
  ];

  test.each([404, 503])('calls it no lie when there is no checkpoint to begin with, but %i', async (status) => {
    const checkpoint = served.get('/checkpoint')!;
    served.delete('/checkpoint');
    missing = status;
    await expect(walk()).rejects.toThrow(`/checkpoint is answered with ${status}`);
    served.set('/checkpoint', checkpoint);
    served.delete('/tile/0/100');
    if (status === 503) await expect(walk()).rejects.toThrow('/tile/0/100 is answered with 503');
  });

  test.each(lies)('names it when %s', async (_what, lie, place, what) => {
    lie();
    const report = await walk();
    expect(report.lie).toMatchObject({ place });
    expect(report.lie?.what).toMatch(what);
  });

  test.each([
    ['another past', kept(1000, leafHash('another past')), /its root for 1000 events is not the one of this log/],
    ['a longer past', kept(SIZE + 1, leafHash('longer')), /promises 70001 events, the log has 70000/],
    ['another log', kept(1000, leafHash('other'), 'other.example'), /is of the log other.example/],
  ])('names a kept checkpoint of %s', async (_what, checkpoint, what) => {
    const report = await walk([checkpoint]);
    expect(report.lie?.place).toBe(checkpoint.holder);
    expect(report.lie?.what).toMatch(what);
  });
});
