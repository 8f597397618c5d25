import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lockDataDirectory } from '../../src/database/data-directory-lock.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-test-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Another process that takes the directory as the service does, and lives until it is killed. */
async function otherOwner(): Promise<{ kill(): Promise<void> }> {
  const program = `
    const { lock } = require('proper-lockfile');
    const { writeFileSync } = require('node:fs');
    const [directory] = process.argv.slice(1);
    lock(directory, { lockfilePath: directory + '/owner.lock', stale: 5000, update: 1000 }).then(() => {
      writeFileSync(directory + '/owner.pid', String(process.pid));
      process.stdout.write('locked');
    });
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('a data directory', () => {
  test('is given back and can be taken again', async () => {
    const unlock = await lockDataDirectory(directory);
    await unlock();
    const again = await lockDataDirectory(directory);
    await again();
  });

  test('is refused to a second process while the first lives, with words on what to do', async () => {
    const other = await otherOwner();
    await expect(lockDataDirectory(directory)).rejects.toThrow(
      /in use by another process.*Stop it, set another DATA_DIR, or set DATABASE_URL/,
    );
    await other.kill();
  }, 30_000);

  test('is taken over from a process that was killed', async () => {
    const other = await otherOwner();
    await other.kill();
    const unlock = await lockDataDirectory(directory);
    await unlock();
  });
});
