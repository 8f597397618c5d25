import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Rules of the house that neither the compiler nor the import rules hold. */

const folders = ['src', 'migrations', 'test', 'demo', 'scripts', 'bench/src', 'console/src', 'listener/src'];
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path, room: path.split('/')[1] ?? '', text: readFileSync(path, 'utf8') };
    }),
);
const product = files.filter(({ path }) => path.startsWith('src/'));

const DECLARED =
  /^export (?:declare |abstract |async )*(?:const|let|function\*?|class|interface|type|enum) ([A-Za-z_$][\w$]*)/gm;
const LISTED = /^export (?:type )?\{([^}]*)\}/gm;
const TAKEN = /\b(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*['"]([^'"]+)['"]/g;
/** What is taken whole or when it is needed: `import * as`, `import('…')`. */
const TAKEN_WHOLE = /(?:import\s+\*\s+as\s+\w+\s+from|export\s+\*\s+from|import\()\s*['"]([^'"]+)['"]/g;

const names = (list: string, part: 0 | 1): string[] =>
  list
    .split(',')
    .map((one) => one.trim().replace(/^type\s+/, ''))
    .filter((one) => one !== '')
    .map((one) => one.split(/\s+as\s+/))
    .map(([first = '', second]) => (part === 0 ? first : (second ?? first)));

describe('the house', () => {
  it('exports only what another file names', () => {
    const taken = new Set<string>();
    const wholly = new Set<string>();
    for (const { text } of files) {
      for (const [, list = '', from = ''] of text.matchAll(TAKEN))
        for (const name of names(list, 0)) taken.add(`${basename(from, '.js')} ${name}`);
      for (const [, from = ''] of text.matchAll(TAKEN_WHOLE)) wholly.add(basename(from, '.js'));
    }
    const unnamed = product.flatMap(({ path, text }) => {
      const file = basename(path, '.ts');
      const exported = [
        ...[...text.matchAll(DECLARED)].map(([, name = '']) => name),
        ...[...text.matchAll(LISTED)].flatMap(([, list = '']) => names(list, 1)),
      ];
      return wholly.has(file)
        ? []
        : exported.filter((name) => !taken.has(`${file} ${name}`)).map((name) => `${path}: ${name}`);
    });
    expect(unnamed).toEqual([]);
  });

  it('gives no two rooms a file of one name; the error catalogue is named after what fails', () => {
    const rooms = new Map<string, Set<string>>();
    for (const { path, room } of product) {
      if (path.startsWith('src/errors/catalogue/')) continue;
      const name = basename(path);
      rooms.set(name, (rooms.get(name) ?? new Set()).add(room));
    }
    const shared = [...rooms].filter(([, having]) => having.size > 1);
    expect(shared.map(([name, having]) => `${name}: ${[...having].join(', ')}`)).toEqual([]);
  });

  it('keeps files under 250 lines', () => {
    const long = product.filter(({ text }) => text.split('\n').length > 250);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  // Whoever looks for what touches a table finds it there (docs/decisions/0015).
  it('keeps SQL to stores', () => {
    const ofTables = /\.(?:store|writes)\.ts$|^src\/(?:database|audit\/(?:recorder|sequencer|check))\//;
    const asking = product.filter(({ path, text }) => !ofTables.test(path) && /\.query\s*(?:<[^(]*>)?\(/.test(text));
    expect(asking.map(({ path }) => path)).toEqual([]);
  });

  it('says in docstrings what something is, never that it is the same as something else', () => {
    const vague = product.filter(({ text }) => /\/\*\*\s*(?:\*\s*)?The same\b/.test(text));
    expect(vague.map(({ path }) => path)).toEqual([]);
  });
});
