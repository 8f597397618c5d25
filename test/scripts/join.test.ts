import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { joinService } from '../../scripts/join.mjs';

/** Compiled modules, as small as what may go wrong. */
const MODULES = {
  'main.js': `
    export { place } from './rooms/place.js';
    export const application = await import('./service.js');`,
  'service.js': `
    export { place } from './rooms/place.js';
    export { Store as providers } from './rooms/providers.js';
    export { Store as listeners } from './rooms/listeners.js';
    export { written } from './rooms/written.js';
    export const load = () => import('./rooms/later.js');`,
  'rooms/place.js': `
    import { readFileSync } from 'node:fs';
    import { join } from 'node:path';
    export const place = { url: import.meta.url, text: readFileSync(join(import.meta.dirname, 'text.txt'), 'utf8') };`,
  'rooms/text.txt': 'beside it',
  'rooms/providers.js': 'export class Store {}',
  'rooms/listeners.js': 'export class Store {}',
  'rooms/written.js': `
    /** Said in the source — not in what runs. */
    export const written = { text: 'Zoë → 語', template: \`\${1} ≤ 2\`, pattern: /^[’😀]{2}$/u.test('😀’') };`,
  'rooms/later.js': `
    import { place } from './place.js';
    export const later = { of: place };`,
};

interface Place {
  readonly url: string;
  readonly text: string;
}

interface Joined {
  readonly place: Place;
  readonly application: {
    readonly place: Place;
    readonly providers: { readonly name: string };
    readonly listeners: { readonly name: string };
    readonly written: { readonly text: string; readonly template: string; readonly pattern: boolean };
    load(): Promise<{ readonly later: { readonly of: Place } }>;
  };
}

let root: string;
let written: readonly string[];
let joined: Joined;

function write(folder: string, modules: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(modules)) {
    const path = join(root, folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return join(root, folder);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'countersign-join-'));
  writeFileSync(join(root, 'package.json'), '{"type": "module"}');
  written = await joinService(write('compiled', MODULES), join(root, 'out'));
  joined = (await import(pathToFileURL(join(root, 'out', 'main.js')).href)) as Joined;
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('a joined service', () => {
  test('is what is needed at once, what is loaded then, and what is loaded on demand', () => {
    expect(written).toEqual(
      expect.arrayContaining(['main.js', 'joined/begin.js', 'joined/application.js', 'joined/later.js']),
    );
    expect(readFileSync(join(root, 'out/joined/application.js'), 'utf8')).not.toContain('later =');
  });

  test('has each module once, whoever imports it and when', async () => {
    const { later } = await joined.application.load();
    expect(joined.application.place).toBe(joined.place);
    expect(later.of).toBe(joined.place);
  });

  test('reads what stands beside its modules where they stand', () => {
    expect(joined.place).toEqual({
      url: pathToFileURL(join(root, 'compiled/rooms/place.js')).href,
      text: 'beside it',
    });
  });

  test('keeps the names of classes that two files call alike', () => {
    expect([joined.application.providers.name, joined.application.listeners.name]).toEqual(['Store', 'Store']);
  });

  test('is held in memory with one byte for each character, without comments, and says what its modules say', () => {
    expect(joined.application.written).toEqual({ text: 'Zoë → 語', template: '1 ≤ 2', pattern: true });
    const application = readFileSync(join(root, 'out/joined/application.js'), 'utf8');
    expect(application).not.toMatch(/[^\0-\xff]|Said in the source/);
  });

  test('is refused where an escape would mean something else than the character', async () => {
    for (const code of ['export const path = String.raw`→`;', 'export const arrow = /\\→/;'])
      await expect(joinService(write('raw', { 'main.js': code }), join(root, 'nowhere'))).rejects.toThrow(
        'cannot be escaped by scripts/join.mjs',
      );
  });

  test('is refused where a module asks for more of its place than was thought of, or for a file that is not there', async () => {
    const asks = write('asks', { 'main.js': "export const other = import.meta.resolve('x');" });
    await expect(joinService(asks, join(root, 'nowhere'))).rejects.toThrow('import.meta.resolve is not known');
    const lacks = write('lacks', { 'main.js': "import './gone.js';" });
    await expect(joinService(lacks, join(root, 'nowhere'))).rejects.toThrow('gone.js');
  });
});
