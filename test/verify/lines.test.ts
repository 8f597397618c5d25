import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PackageReader } from '../../src/verify/package-reader.js';
import { writeZip } from '../audit/support/zip-files.js';

describe('the lines of a file in a package', () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'countersign-lines-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  async function linesOf(content: Buffer): Promise<string[]> {
    const file = join(directory, 'package.zip');
    writeFileSync(file, await writeZip(new Map([['lines', content]])));
    const reader = await PackageReader.open(file);
    try {
      const lines = reader.lines('lines');
      const read: string[] = [];
      for (let line = await lines.next(); line !== undefined; line = await lines.next()) read.push(line);
      return read;
    } finally {
      reader.close();
    }
  }

  test('are those that were written, long ones, empty ones and ones of many-byte characters too', async () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.nat(60_000).map((length) => 'ü€𝄞'.repeat(length / 10)),
      fc.constant(''),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (drawn) => {
        const written = drawn.map((text) => text.replaceAll('\n', ' '));
        expect(await linesOf(Buffer.from(written.map((text) => `${text}\n`).join('')))).toEqual(written);
      }),
      { numRuns: 40 },
    );
  });

  test('are not read as other lines when bytes are no UTF-8', async () => {
    expect(await linesOf(Buffer.from([0x61, 0xe2, 0x82, 0x0a, 0xac, 0x0a]))).toEqual(['a\ufffd', '\ufffd']);
  });

  test('end with a line feed each', async () => {
    await expect(linesOf(Buffer.from('a\nb'))).rejects.toThrow(/ends in the middle of a line/);
  });
});
