import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('every suite that waits for a server in TEST_DATABASE_URL is among those of `npm run test:server`', () => {
  const jest = ['node_modules/jest/bin/jest.js', '--config', 'jest.server.config.js', '--listTests'];
  const listed = execFileSync(process.execPath, jest, { cwd: root })
    .toString()
    .trim()
    .split('\n')
    .map((file) => relative(root, file));
  const waiting = readdirSync(`${root}/test`, { recursive: true })
    .map((file) => `test/${file.toString()}`)
    .filter((file) => file.endsWith('.test.ts') && file !== 'test/support-self/server-suites.test.ts')
    // Those are run by hand, with or without a server.
    .filter((file) => !/^test\/(long|real)\//.test(file))
    .filter((file) => /TEST_DATABASE_URL'?\]? (===|!==) undefined \?/.test(readFileSync(`${root}/${file}`, 'utf8')));
  expect(waiting).toContain('test/database/shared-connections.test.ts');
  expect(listed).toEqual(expect.arrayContaining(waiting));
});

it('every long test says in test/long/README.md what it takes, and what of it stays in `npm test`', () => {
  const described = readFileSync(`${root}/test/long/README.md`, 'utf8');
  const files = readdirSync(`${root}/test/long`).filter((file) => file.endsWith('.test.ts'));
  expect(files.filter((file) => !described.includes(`| \`${file}\` |`))).toEqual([]);
});
