import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import serverConfig from '../../jest.server.config.js';
import { Opened } from '../support/opened.js';

const { globsToMatcher } = createRequire(import.meta.url)('jest-util') as {
  globsToMatcher: (globs: readonly string[]) => (path: string) => boolean;
};

const root = fileURLToPath(new URL('../..', import.meta.url));

it('every suite that waits for a server in TEST_DATABASE_URL is among those of `npm run test:server`', () => {
  const files = readdirSync(`${root}/test`, { recursive: true })
    .map((file) => `test/${file.toString()}`)
    .filter((file) => file.endsWith('.test.ts'));
  // As Jest itself tells which files a pattern means: to ask it takes a process that looks at all of them.
  const isMeant = globsToMatcher(serverConfig.testMatch.map((pattern) => pattern.replace('<rootDir>/', '')));
  const listed = files.filter(isMeant);
  const waiting = files
    .filter((file) => file !== 'test/support-self/server-suites.test.ts')
    // Those are run by hand, with or without a server.
    .filter((file) => !/^test\/(long|real)\//.test(file))
    .filter((file) =>
      /(TEST_DATABASE_URL'?\]? (===|!==) undefined|isServerGiven\(\)) \?/.test(readFileSync(`${root}/${file}`, 'utf8')),
    );
  expect(waiting).toContain('test/database/shared-connections.test.ts');
  expect(listed).toEqual(expect.arrayContaining(waiting));
});

it('every long test says in test/long/README.md what it takes, and what of it stays in `npm test`', () => {
  const described = readFileSync(`${root}/test/long/README.md`, 'utf8');
  const files = readdirSync(`${root}/test/long`).filter((file) => file.endsWith('.test.ts'));
  expect(files.filter((file) => !described.includes(`| \`${file}\` |`))).toEqual([]);
});

it('what a suite has opened is closed, the last first, also where something after it does not open or close', async () => {
  const opened = new Opened();
  const closed: string[] = [];
  const part = (name: string) => Promise.resolve({ close: () => Promise.resolve(closed.push(name)) });
  await opened.add(part('cluster'));
  await opened.add(part('deployment'), () => Promise.reject(new Error('is stuck')));
  await opened.add(part('probe'));
  await expect(opened.add(Promise.reject<{ close(): Promise<void> }>(new Error('does not open')))).rejects.toThrow();
  await expect(opened.close()).rejects.toMatchObject({ errors: [{ message: 'is stuck' }] });
  expect(closed).toEqual(['probe', 'cluster']);
  await opened.close();
});
