import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readOrMakeKey } from '../../src/config/generated-key.js';

const parent = mkdtempSync(join(tmpdir(), 'countersign-test-'));
afterAll(() => {
  rmSync(parent, { recursive: true });
});

describe('a generated key', () => {
  test('is made once and read afterwards', () => {
    const directory = join(parent, 'once');
    const made = readOrMakeKey(directory, 'a.key', () => 'first');
    const read = readOrMakeKey(directory, 'a.key', () => 'second');
    expect(made).toEqual({ value: 'first', file: join(directory, 'a.key'), madeNow: true });
    expect(read).toEqual({ value: 'first', file: join(directory, 'a.key'), madeNow: false });
  });

  test('can be read by its owner only, and leaves no draft behind', () => {
    const directory = join(parent, 'mode');
    const { file } = readOrMakeKey(directory, 'a.key', () => 'secret');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(readdirSync(directory)).toEqual(['a.key']);
  });

  test('is the one of whoever came first, when another process makes one meanwhile', () => {
    const directory = join(parent, 'race');
    const late = readOrMakeKey(directory, 'a.key', () => {
      readOrMakeKey(directory, 'a.key', () => 'early');
      return 'late';
    });
    expect(late).toMatchObject({ value: 'early', madeNow: false });
    expect(readdirSync(directory)).toEqual(['a.key']);
  });
});
