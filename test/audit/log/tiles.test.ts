import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTilePath, TILE_WIDTH, tilePath, tilesOf, tileWidth } from '../../../src/audit/log/tiles.js';

describe('tiles', () => {
  test.each([
    [{ level: 0, index: 1_234_067, width: 256 }, '0/x001/x234/067'],
    [{ level: 0, index: 273, width: 112 }, '0/273.p/112'],
    [{ level: 2, index: 0, width: 1 }, '2/000.p/1'],
    [{ level: 63, index: 999, width: 256 }, '63/999'],
    [{ level: 1, index: 1000, width: 255 }, '1/x001/000.p/255'],
  ])('%j is at %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test('are found by the path that they are given', () => {
    const tiles = fc.record({
      level: fc.integer({ min: 0, max: 63 }),
      index: fc.nat(10 ** 12),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(tiles, (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual(tile);
      }),
    );
  });

  test.each([
    '64/000',
    '00/000',
    '0/x000/001',
    '0/001/002',
    '0/1',
    '0/001.p/0',
    '0/001.p/256',
    '0/001.p/257',
    '0/001.p/01',
    '0/001.p/',
    '-1/001',
    'entries/000',
    '0/x001/x234/067/',
    '../000',
  ])('have one spelling only: %s is none', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  test('of a tree of 70,000 leaves are those of the specification', () => {
    const tiles = [...tilesOf(70_000)];
    expect(tiles.filter((tile) => tile.level === 0 && tile.width === TILE_WIDTH)).toHaveLength(273);
    expect(tiles.filter((tile) => tile.width < TILE_WIDTH)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(tiles).toHaveLength(273 + 1 + 1 + 1 + 1);
  });

  test('a full tile at one level is one hash at the next', () => {
    expect([...tilesOf(256)]).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ]);
    expect(tileWidth(0, 1, 256)).toBe(0);
  });
});
