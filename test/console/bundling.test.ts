import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { bundleConsole } from '../../scripts/build-console.mjs';

/** In the place of the bundler: writes what the source says, and has the source changed by somebody meanwhile. */
const BUNDLER = `
  const { appendFileSync, copyFileSync, mkdirSync, writeFileSync } = require('node:fs');
  const draft = process.argv[process.argv.indexOf('--outDir') + 1];
  mkdirSync(draft, { recursive: true });
  copyFileSync('console/source', draft + '/index.html');
  writeFileSync(draft + '/mode', process.env.NODE_ENV);
  if (process.env.CHANGES === 'yes') appendFileSync('console/source', ', changed');
`;

describe('bundling the console', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'countersign-bundling-'));
    for (const folder of ['console', 'node_modules/vite/bin', 'dist'])
      await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, 'console/source'), 'first');
    await writeFile(join(root, 'node_modules/vite/bin/vite.js'), BUNDLER);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const served = () => readFile(join(root, 'dist/console/index.html'), 'utf8');

  test('puts it in the place of the one before, and leaves nothing else', async () => {
    await bundleConsole(root);
    await writeFile(join(root, 'console/source'), 'second');
    await bundleConsole(root);
    expect(await served()).toBe('second');
    expect(await readdir(join(root, 'dist'))).toEqual(['console']);
  });

  test('makes what people get, though a test is what bundles', async () => {
    await bundleConsole(root);
    expect(process.env['NODE_ENV']).toBe('test');
    expect(await readFile(join(root, 'dist/console/mode'), 'utf8')).toBe('production');
  });

  test('leaves a whole one where a source changes meanwhile, and the next time the present one', async () => {
    await bundleConsole(root);
    await writeFile(join(root, 'console/source'), 'second');
    process.env['CHANGES'] = 'yes';
    await bundleConsole(root).finally(() => delete process.env['CHANGES']);
    expect(await served()).toBe('second');
    await bundleConsole(root);
    expect(await served()).toBe('second, changed');
    expect(await readdir(join(root, 'dist'))).toEqual(['console']);
  });
});
