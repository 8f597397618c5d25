import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { build, isCurrent } from '../../scripts/build.mjs';
import { isUntouchedOrCurrent } from '../../scripts/untouched.mjs';

let root: string;
const at = (file: string): string => join(root, file);
function write(file: string, text: string): void {
  mkdirSync(dirname(at(file)), { recursive: true });
  writeFileSync(at(file), text);
}

/** A source of the service's entry, as long as any other. */
const entry = (word: 'one' | 'two'): string => `import './part.js'; ${word};`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'countersign-build-'));
  symlinkSync(resolve('node_modules'), at('node_modules'));
  copyFileSync('.swcrc', at('.swcrc'));
  write('package.json', '{}');
  write('src/main.ts', entry('one'));
  write('src/part.ts', 'part;');
  write('src/page.eta', 'page');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('a build', () => {
  test('is needed where there is none, and no more once it is made', async () => {
    expect(isCurrent(root)).toBe(false);
    await build(root);
    expect(isCurrent(root)).toBe(true);
  });

  test('stays current when files only get another time, as after a checkout', async () => {
    await build(root);
    utimesSync(at('src/main.ts'), new Date(), new Date());
    expect(isCurrent(root)).toBe(true);
  });

  test.each([
    [
      'a source changed',
      () => {
        write('src/main.ts', entry('two'));
      },
    ],
    [
      'a source is new',
      () => {
        write('src/new.ts', 'fresh;');
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
      'the map of a module is gone',
      () => {
        rmSync(at('dist/src/part.js.map'));
      },
    ],
    [
      'what it was joined into is gone',
      () => {
        rmSync(at('dist/src/joined/begin.js'));
      },
    ],
    [
      'the build before it was interrupted',
      () => {
        rmSync(at('dist/build.json'));
      },
    ],
  ])('is needed again when %s', async (_what, change) => {
    await build(root);
    change();
    expect(isCurrent(root)).toBe(false);
    await build(root);
    expect(isCurrent(root)).toBe(true);
  });

  test('removes what was made of a source that is gone, and nothing that others keep in dist', async () => {
    write('src/old.ts', 'old');
    write('dist/notes.txt', 'mine');
    await build(root);
    expect(existsSync(at('dist/src/old.js'))).toBe(true);
    rmSync(at('src/old.ts'));
    await build(root);
    expect(existsSync(at('dist/src/old.js'))).toBe(false);
    expect(existsSync(at('dist/src/old.js.map'))).toBe(false);
    expect(existsSync(at('dist/notes.txt'))).toBe(true);
  });

  test('that fails is not taken for one', async () => {
    await build(root);
    write('src/broken.ts', 'const one =');
    write('src/worse.ts', 'let two =');
    await expect(build(root)).rejects.toThrow(
      /^The build failed\nsrc\/broken\.ts: [^]*\nsrc\/worse\.ts: (?![^]*backtrace)/,
    );
    expect(isCurrent(root)).toBe(false);
  });

  test('says what it lacks where only what runs was installed', async () => {
    rmSync(at('node_modules'));
    await expect(build(root)).rejects.toThrow('run npm install');
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
  beforeEach(async () => {
    await build(root);
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
        write('src/main.ts', entry('two'));
        utimesSync(at('src/main.ts'), atime, mtime);
      },
    ],
    [
      'a source is new',
      () => {
        write('src/new.ts', 'fresh;');
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

  test('is looked at again where a change may be too young to be told from the next one', async () => {
    write('src/main.ts', entry('two'));
    await build(root);
    expect([isUntouchedOrSeen(), isUntouchedOrSeen()]).toEqual([true, true]);
    expect(asked).toBe(3);
  });
});
