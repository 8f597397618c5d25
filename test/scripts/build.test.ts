import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { build, isCurrent } from '../../scripts/build.mjs';
import { isUntouchedOrCurrent } from '../../scripts/untouched.mjs';

let root: string;
const at = (file: string): string => join(root, file);
function write(file: string, text: string): void {
  mkdirSync(dirname(at(file)), { recursive: true });
  writeFileSync(at(file), text);
}

/** Stands for the compiler: copies what there is, and fails when it is told to. */
const COMPILER = `
const { cpSync, existsSync, readdirSync, mkdirSync } = require('node:fs');
if (existsSync('broken')) process.exit(2);
mkdirSync('dist/src', { recursive: true });
for (const name of readdirSync('src')) {
  const outputs = name.endsWith('.ts') ? [name.replace('.ts', '.js'), name.replace('.ts', '.js.map')] : [name];
  for (const output of outputs) cpSync('src/' + name, 'dist/src/' + output);
}`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'countersign-build-'));
  write('node_modules/@nestjs/cli/bin/nest.js', COMPILER);
  write('package.json', '{}');
  write('src/main.ts', 'one');
  write('src/page.eta', 'page');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('a build', () => {
  test('is needed where there is none, and no more once it is made', () => {
    expect(isCurrent(root)).toBe(false);
    build(root);
    expect(isCurrent(root)).toBe(true);
  });

  test('stays current when files only get another time, as after a checkout', () => {
    build(root);
    utimesSync(at('src/main.ts'), new Date(), new Date());
    expect(isCurrent(root)).toBe(true);
  });

  test.each([
    [
      'a source changed',
      () => {
        write('src/main.ts', 'two');
      },
    ],
    [
      'a source is new',
      () => {
        write('src/new.ts', 'new');
      },
    ],
    [
      'a source is gone',
      () => {
        rmSync(at('src/page.eta'));
      },
    ],
    [
      'the dependencies changed',
      () => {
        write('package-lock.json', '{}');
      },
    ],
    [
      'an output is gone',
      () => {
        rmSync(at('dist/src/main.js'));
      },
    ],
    [
      'the build before it was interrupted',
      () => {
        rmSync(at('dist/build.json'));
      },
    ],
  ])('is needed again when %s', (_what, change) => {
    build(root);
    change();
    expect(isCurrent(root)).toBe(false);
    build(root);
    expect(isCurrent(root)).toBe(true);
  });

  test('removes what was made of a source that is gone, and nothing that others keep in dist', () => {
    write('src/old.ts', 'old');
    write('dist/notes.txt', 'mine');
    build(root);
    expect(existsSync(at('dist/src/old.js'))).toBe(true);
    rmSync(at('src/old.ts'));
    build(root);
    expect(existsSync(at('dist/src/old.js'))).toBe(false);
    expect(existsSync(at('dist/src/old.js.map'))).toBe(false);
    expect(existsSync(at('dist/notes.txt'))).toBe(true);
  });

  test('that fails is not taken for one', () => {
    build(root);
    write('broken', '');
    expect(() => {
      build(root);
    }).toThrow('The build failed');
    expect(isCurrent(root)).toBe(false);
  });

  test('says what it lacks where only what runs was installed', () => {
    rmSync(at('node_modules'), { recursive: true });
    expect(() => {
      build(root);
    }).toThrow('run npm install');
  });

  test('is not needed where only what was built was installed', () => {
    rmSync(at('src'), { recursive: true });
    expect(isCurrent(root)).toBe(true);
  });
});

describe('a build that was seen to be current', () => {
  let asked: number;
  const isUntouchedOrSeen = (coarse?: number): boolean =>
    isUntouchedOrCurrent(
      root,
      ['package.json', 'src', 'dist/build.json'],
      () => {
        asked += 1;
        return isCurrent(root);
      },
      coarse,
    );
  beforeEach(() => {
    build(root);
    asked = 0;
    isUntouchedOrSeen(0);
  });

  test('is taken for current without a look at contents while nothing is touched', () => {
    expect(isUntouchedOrSeen(0)).toBe(true);
    expect(asked).toBe(1);
  });

  test.each([
    [
      'a source changed that kept its size and its time',
      () => {
        const { atime, mtime } = statSync(at('src/main.ts'));
        write('src/main.ts', 'two');
        utimesSync(at('src/main.ts'), atime, mtime);
      },
    ],
    [
      'a source is new',
      () => {
        write('src/new.ts', 'new');
      },
    ],
    [
      'an output is gone',
      () => {
        rmSync(at('dist/src/main.js'));
      },
    ],
    [
      'the build after it was interrupted',
      () => {
        rmSync(at('dist/build.json'));
      },
    ],
  ])('is looked at anew when %s', (_what, change) => {
    change();
    expect(isUntouchedOrSeen(0)).toBe(false);
    expect(asked).toBe(2);
  });

  test('is looked at again where a change may be too young to be told from the next one', () => {
    write('src/main.ts', 'two');
    build(root);
    expect([isUntouchedOrSeen(), isUntouchedOrSeen()]).toEqual([true, true]);
    expect(asked).toBe(3);
  });
});
