import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RecordedService } from '../audit/support/recorded-service.js';
import { readZip, writeZip } from '../audit/support/zip-files.js';
import { countersign, countersignVerify, inProcessOfItsOwn } from '../support/command.js';
import type { TestDatabase } from '../support/database.js';
import { startServedDatabase } from '../support/served-database.js';
import { builtModules } from '../support/service-build.js';

describe('the commands around the log', () => {
  let directory: string;
  let database: TestDatabase;
  let recorded: RecordedService;
  let keyFile: string;
  let packageFile: string;

  const environment = (): Record<string, string> => ({
    DATA_DIR: database.dataDir,
    ...(database.databaseUrl === undefined ? {} : { DATABASE_URL: database.databaseUrl }),
  });

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'countersign-commands-'));
    database = await startServedDatabase();
    recorded = await RecordedService.start({ database });
    await recorded.record('env-1', [
      { type: 'signer_authentication.created' },
      { type: 'signer_authentication.failed' },
    ]);
    keyFile = join(directory, 'keys.txt');
    writeFileSync(keyFile, await (await fetch(`${recorded.service.url}/v1/audit/key`)).text());
    packageFile = join(directory, 'package.zip');
    const answer = await fetch(`${recorded.service.url}/v1/envelopes/env-1/evidence`, {
      headers: { authorization: `Bearer ${recorded.operator.key ?? ''}` },
    });
    writeFileSync(packageFile, Buffer.from(await answer.arrayBuffer()));
    await recorded.close();
  });
  afterAll(async () => {
    await database.close();
    rmSync(directory, { recursive: true });
  });

  describe('countersign-verify', () => {
    test('ends with 0 and says what it has checked', async () => {
      const { status, stdout } = await inProcessOfItsOwn('verify', [packageFile, '--key', keyFile]);
      expect(stdout).toContain('envelope "env-1"');
      expect(stdout).toContain('3 events, numbered without gaps');
      expect(stdout).toContain('Nothing in it is untrue.');
      expect(status).toBe(0);
    });

    test('takes the key itself, and reports as JSON', async () => {
      const { status, stdout } = await countersignVerify(
        packageFile,
        '--key',
        readFileSync(keyFile, 'utf8').trim(),
        '--json',
      );
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ lie: null })]);
    });

    test('ends with 1 and names the first lie', async () => {
      const files = await readZip(readFileSync(packageFile));
      files.set('events.jsonl', Buffer.from(files.get('events.jsonl')!.toString().replace('.failed', '.expired')));
      const lying = join(directory, 'lying.zip');
      writeFileSync(lying, await writeZip(files));
      const { status, stdout } = await countersignVerify(lying, '--key', keyFile);
      expect(stdout).toContain('event 2: is not in the log');
      expect(status).toBe(1);
      const json = await countersignVerify(lying, '--key', keyFile, '--json');
      expect(JSON.parse(json.stdout)).toEqual([
        expect.objectContaining({ lie: expect.objectContaining({ place: 'event 2' }) }),
      ]);
      expect(json.status).toBe(1);
    });

    test('shows what a package says on lines of its own, and lets it move no cursor', async () => {
      const files = await readZip(readFileSync(packageFile));
      files.set('\u001b[1A\u001b[2K\nNothing in it is untrue.', Buffer.from('x'));
      const lying = join(directory, 'moving.zip');
      writeFileSync(lying, await writeZip(files));
      const { status, stdout } = await countersignVerify(lying, '--key', keyFile);
      expect(stdout).not.toContain('\u001b[1A');
      expect(stdout).not.toMatch(/^Nothing in it is untrue/m);
      expect(stdout).toContain('is in the package, and no event vouches for it');
      expect(status).toBe(1);
    });

    const cutOff = (): string => {
      const file = join(directory, 'cut-off.zip');
      writeFileSync(file, readFileSync(packageFile).subarray(0, -100));
      return file;
    };

    test.each([
      ['without a key', () => [packageFile], /required option '--key/],
      ['without anything to verify', () => ['--key', keyFile], /Give a package, or --log/],
      ['with a key that is none', () => [packageFile, '--key', 'nonsense'], /--key nonsense: expected a verifier key/],
      ['without the file', () => ['gone.zip', '--key', keyFile], /gone\.zip: there is no such file/],
      ['with a file that is no zip', () => [packageFile, keyFile, '--key', keyFile], /keys\.txt: is no readable zip/],
      ['with one that was cut off', () => [cutOff(), '--key', keyFile], /cut-off\.zip: is no readable zip/],
    ])('ends with 2 %s, and says what is missing', async (_what, args, message) => {
      const { status, stderr } = await countersignVerify(...args());
      expect(stderr).toMatch(message);
      expect(status).toBe(2);
    });
  });

  describe('countersign audit', () => {
    test('check ends with 0 when everything is in order', async () => {
      const { status, stdout, stderr } = await countersign(['audit', 'check'], environment());
      expect(stderr).not.toContain('NOT IN ORDER');
      // That a checkpoint was published may wait for the next event: a log that rests is not signed again for that alone.
      expect(stdout).toMatch(/In order: \d+ events, \d+ of them in the log, [01] waiting for it/);
      expect(status).toBe(0);
    });

    test('check says the same of streams that are looked at in several threads', async () => {
      const { status, stdout, stderr } = await inProcessOfItsOwn(
        'cli',
        ['audit', 'check', '--threads', '3'],
        environment(),
      );
      expect(stderr).not.toContain('NOT IN ORDER');
      expect(stdout).toMatch(/In order: \d+ events, \d+ of them in the log, [01] waiting for it/);
      expect(status).toBe(0);
    });

    test('a thread of the check starts with the driver alone: a framework would take longer than what it checks', () => {
      const packages = new Set<string>();
      const seen = new Set<string>();
      const walk = (file: string): void => {
        if (seen.has(file)) return;
        seen.add(file);
        for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) .*from '([^']+)';/gm)) {
          if (name.startsWith('.')) walk(join(dirname(file), name));
          else if (!name.startsWith('node:')) packages.add(name);
        }
      };
      walk(join(builtModules(), 'cli/check-streams.worker.js'));
      expect(seen.size).toBeGreaterThan(10);
      expect([...packages]).toEqual(['pg']);
    });

    test('check ends with 1 and names what contradicts a checkpoint that is kept elsewhere', async () => {
      const forged = join(directory, 'checkpoint');
      const note = readFileSync(join(database.dataDir, 'checkpoint'), 'utf8');
      writeFileSync(
        forged,
        note.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 5}\n`),
      );
      const { status, stderr } = await countersign(['audit', 'check', '--checkpoint', forged], environment());
      expect(stderr).toMatch(/NOT IN ORDER. checkpoint in .*: the signature of .* is not one over this note/);
      expect(status).toBe(1);
    });

    test.each([
      [['--checkpoint', 'gone'], /no such file/],
      [['--key', 'nonsense'], /--key nonsense: expected a verifier key/],
      [['--threads', 'many'], /expected 1 to 99/],
      [['--deep'], /unknown option/],
    ])('check ends with 2 where it could check nothing: %p', async (args, message) => {
      const { status, stderr } = await countersign(['audit', 'check', ...args], environment());
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain('NOT IN ORDER');
      expect(status).toBe(2);
    });

    test('check --since looks at what is new, after a mark that the log has signed', async () => {
      const file = join(directory, 'mark');
      const since = () => countersign(['audit', 'check', '--since', file], environment());
      expect((await since()).stdout).toMatch(/In order: \d+ events, /);
      expect((await since()).stdout).toMatch(/In order: [01] new events after \d+, /);
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) - 1}\n`),
      );
      const { status, stderr } = await since();
      expect(stderr).toMatch(
        /NOT IN ORDER. mark in .*: the signature of .* is not one over this note; without this file/,
      );
      expect(status).toBe(1);
    });

    /** What the checks above have left, for the console: the last of everything, and the last of what was new. */
    async function expectChecks(checked: RecordedService): Promise<void> {
      const checks = await checked.operator.get('/v1/audit/checks');
      const by = { sealed: true, host: hostname(), checkedAt: expect.any(String) };
      const difference = expect.stringMatching(/^mark in /);
      expect(checks.body).toEqual({
        // The first one that was asked for what is new had no mark to begin after.
        whole: { ...by, inOrder: true, events: expect.any(Number), leaves: expect.any(Number), difference: null },
        new: { ...by, inOrder: false, events: null, leaves: null, difference },
      });
      const other = await checked.service.newTenant('other');
      const shown = { host: null, difference: null };
      expect((await other.get('/v1/audit/checks')).body).toMatchObject({
        whole: { ...shown, inOrder: true },
        new: { ...shown, inOrder: false },
      });
      const mayNot = await checked.callerWith('providers:read');
      expect((await mayNot.get('/v1/audit/checks')).status).toBe(403);
    }

    test('new-origin refuses while there is nothing to give up', async () => {
      const { status, stderr } = await countersign(['audit', 'new-origin', '--reason', 'none'], environment());
      expect(stderr).toContain('there is nothing to give up');
      expect(status).toBe(1);
    });

    test('rotate-key lets both keys sign until it is finished', async () => {
      expect((await countersign(['audit', 'rotate-key'], environment())).status).toBe(0);
      const rotating = await RecordedService.start({ database });
      await expectChecks(rotating);
      const [next, former] = (await (await fetch(`${rotating.service.url}/v1/audit/key`)).text()).trimEnd().split('\n');
      const answer = await fetch(`${rotating.service.url}/v1/envelopes/env-1/evidence`, {
        headers: { authorization: `Bearer ${rotating.operator.key ?? ''}` },
      });
      const file = join(directory, 'rotated.zip');
      writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
      await rotating.close();
      for (const key of [next, former])
        expect((await countersignVerify(file, '--key', key ?? '')).stdout).toContain('Nothing in it is untrue.');
      expect((await countersign(['audit', 'rotate-key', '--finish'], environment())).status).toBe(0);
      const finished = await RecordedService.start({ database });
      expect(await (await fetch(`${finished.service.url}/v1/audit/key`)).text()).toBe(`${next ?? ''}\n`);
      await finished.close();
    });
  });
});
