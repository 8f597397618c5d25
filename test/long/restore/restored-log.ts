import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalServer } from '../../support/cluster/local-server.js';
import { LoginLoad, providerOfLogins } from '../../support/cluster/login-load.js';
import { type ScriptableProvider, startScriptableProvider } from '../../support/scriptable-provider.js';
import { builtCommand } from '../../support/service-build.js';
import { type ServiceProcess, startServiceProcess } from '../../support/service-process.js';

const run = promisify(execFile);
const LOGINS = 40;

interface Login {
  readonly id: string;
  readonly envelope: string;
  readonly email: string;
}

/** How a server is backed up and restored. Its methods are called in this order, each once. */
export interface BackupTool {
  /** @param directory for files of the tool; it is removed in the end */
  start(directory: string): Promise<LocalServer>;
  /** What a restore begins with, taken while logins go on before and after. */
  backUp(server: LocalServer): Promise<void>;
  /** Keeps the present moment as the one that will be restored. */
  keepMoment(server: LocalServer): Promise<void>;
  /** What the moment has, once the server is lost, as a server that takes writes. */
  restore(): Promise<LocalServer>;
}

/** What docs/operations.md says under "Backup and restore", step by step, with a tool's backup and archived WAL. */
export function restoredLogSuite(tool: BackupTool): void {
  describe('a database that is restored to a moment before the last checkpoint', () => {
    let directory: string;
    let lost: LocalServer;
    let restored: LocalServer | null = null;
    let provider: ScriptableProvider;
    let service: ServiceProcess;
    let environment: Record<string, string>;
    let load: LoginLoad;
    let kept: Login;
    let gone: Login;
    /** Of the log when it was restored, and what had been promised. */
    let sizes: { restored: number; promised: number };
    /** The last checkpoint that was served before the server was lost. */
    let promised: string;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'countersign-restore-'));
      await run('chmod', ['755', directory]);
      lost = await tool.start(directory);
      provider = await startScriptableProvider();
      environment = {
        DATABASE_URL: lost.url(),
        DATA_DIR: join(directory, 'service'),
        ENCRYPTION_KEY: Buffer.alloc(32, 5).toString('base64'),
      };
      service = await startServiceProcess(environment);
    });
    afterAll(async () => {
      await service.stop();
      await provider.close();
      await lost.close();
      await restored?.close();
      await rm(directory, { recursive: true, force: true });
    });

    const say = (text: string): void => {
      process.stdout.write(`${text.trimEnd()}\n`);
    };

    const command = async (...args: readonly string[]): Promise<{ code: number; said: string }> => {
      const env = { PATH: process.env['PATH'], ...environment };
      try {
        const { stdout } = await run(process.execPath, [builtCommand('cli'), ...args], { env });
        return { code: 0, said: stdout };
      } catch (error) {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return { code, said: `${stdout}${stderr}` };
      }
    };

    /** Until the log has every event that was recorded. @returns its size, with the checkpoint that promises it */
    async function settled(server: LocalServer): Promise<{ size: number; checkpoint: string }> {
      for (let turn = 0; turn < 300; turn += 1) {
        const answer = await fetch(`${service.url}/v1/audit/checkpoint`);
        const checkpoint = await answer.text();
        const size = Number(checkpoint.split('\n')[1]);
        // That a checkpoint was signed is an event too, for which alone no other one is.
        const [row] = await server.query<{ waiting: string; needed: string }>(
          `SELECT count(*) FILTER (WHERE leaf.index IS NULL) AS waiting,
             coalesce(max(leaf.index) FILTER (WHERE type <> 'checkpoint.published'), -1) + 1 AS needed
           FROM audit_event LEFT JOIN audit_leaf AS leaf ON leaf.event_id = audit_event.id`,
        );
        if (answer.status === 200 && Number(row?.waiting) === 0 && size >= Number(row?.needed))
          return { size, checkpoint };
        await sleep(100);
      }
      throw new Error('The log does not come to rest');
    }

    async function logIn(times: number): Promise<Login> {
      load = new LoginLoad(service.operator, 2, `at-${performance.now()}`);
      while (load.acknowledged.succeeded.size < times) await sleep(50);
      await load.stop();
      expect([...load.reasons]).toEqual([]);
      const [id = ''] = load.acknowledged.succeeded;
      const envelope = load.acknowledged.created.get(id) ?? '';
      return { id, envelope, email: `signer-${envelope.split('-').at(-1)}@example.com` };
    }

    const erase = async ({ envelope, email }: Login): Promise<void> => {
      const erased = await service.operator.post('/v1/erasures', { envelopeId: envelope, recipientEmail: email });
      expect(erased).toMatchObject({ status: 201 });
    };

    // The past: logins, a backup, logins, the moment, logins, two erasures, and the server is lost.
    beforeAll(async () => {
      const saved = await service.operator.post('/v1/providers', providerOfLogins(provider));
      expect(saved).toMatchObject({ status: 201 });
      await logIn(LOGINS);
      await tool.backUp(lost);
      kept = await logIn(LOGINS);
      await settled(lost);
      await tool.keepMoment(lost);

      gone = await logIn(LOGINS);
      await erase(kept);
      await erase(gone);
      await settled(lost);
      await lost.query('SELECT pg_switch_wal()');
      for (let turn = 0; turn < 100; turn += 1) {
        const [row] = await lost.query<{ archived: boolean }>(
          'SELECT last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1) AS archived FROM pg_stat_archiver',
        );
        if (row?.archived === true) break;
        await sleep(100);
      }
      expect(await service.stop()).toBe(0);
      await lost.stop('SIGKILL');
      promised = await readFile(join(directory, 'service', 'checkpoint'), 'utf8');
    });

    test('refuses to sign, says which leaves are missing, and lets logins go on', async () => {
      const backup = await tool.restore();
      restored = backup;
      for (let turn = 0; turn < 100; turn += 1) {
        const [row] = await backup.query<{ recovering: boolean }>('SELECT pg_is_in_recovery() AS recovering');
        if (row?.recovering === false) break;
        await sleep(100);
      }
      const [tree] = await backup.query<{ size: string }>('SELECT size FROM audit_tree');
      sizes = { restored: Number(tree?.size), promised: Number(promised.split('\n')[1]) };
      say(`${sizes.promised} events promised, the moment has ${sizes.restored}`);
      expect(sizes.promised).toBeGreaterThan(sizes.restored + 2);
      environment['DATABASE_URL'] = backup.url();
      service = await startServiceProcess(environment);
      const missing = `promises ${sizes.promised} events and the database has ${sizes.restored}, leaves ${sizes.restored} to ${sizes.promised - 1} are missing`;
      for (let turn = 0; turn < 300 && !service.output().includes(missing); turn += 1) await sleep(100);
      expect(service.output()).toContain(missing);
      await logIn(5);
      const refused = await service.operator.get(`/v1/envelopes/${kept.envelope}/evidence`);
      expect(refused).toMatchObject({ status: 503, body: { code: 'audit.signing_refused' } });
      // Longer than instances have to tell what they promised.
      await sleep(16_000);
      const [still] = await backup.query<{ size: string }>('SELECT size FROM audit_tree');
      expect(Number(still?.size)).toBe(sizes.restored);
      // Nobody is given another checkpoint of that size or larger under the same name.
      const served = await fetch(`${service.url}/v1/audit/checkpoint`);
      const size = Number((await served.text()).split('\n')[1]);
      expect(served.status === 503 || size <= sizes.restored).toBe(true);
    });

    test('has erased again whoever was erased since, before anybody could ask for them', async () => {
      const read = await service.operator.get(`/v1/signer-authentications/${kept.id}`);
      expect(read).toMatchObject({ status: 200, body: { status: 'succeeded', recipient: null, outcome: null } });
      const { body } = await service.operator.get(`/v1/envelopes/${kept.envelope}/audit-trail`);
      const erased = (body as { events: { type: string; data: unknown }[] }).events.find(
        ({ type }) => type === 'personal_data.erased',
      );
      expect(erased?.data).toMatchObject({ replayed: true });
      expect((await service.operator.get(`/v1/signer-authentications/${gone.id}`)).status).toBe(404);
      // Of whom the database knows nothing: it would be needed if the newer one were found.
      const listed = (await readFile(join(directory, 'service', 'erasures.jsonl'), 'utf8')).trimEnd().split('\n');
      expect(listed).toHaveLength(2);
    });

    test('is checked, goes on under a new origin, and keeps the promise that was broken', async () => {
      const checked = await command('audit', 'check');
      say(checked.said);
      expect(checked).toMatchObject({ code: 1 });
      expect(checked.said).toContain(`promises ${sizes.promised} events, the log has ${sizes.restored}`);

      const begun = await command('audit', 'new-origin', '--reason', 'restored to before the accident');
      say(begun.said);
      expect(begun).toMatchObject({ code: 0 });
      const { size, checkpoint } = await settled(of(restored));
      expect(size).toBeGreaterThan(sizes.restored);
      const [origin = ''] = checkpoint.split('\n');
      expect(origin).not.toBe(promised.split('\n')[0]);
      const rows = await of(restored).query<{ last_checkpoint: string; reason: string }>(
        'SELECT last_checkpoint, reason FROM audit_origin ORDER BY number DESC LIMIT 1',
      );
      expect(rows).toEqual([{ last_checkpoint: promised, reason: 'restored to before the accident' }]);
      await logIn(5);
      await settled(of(restored));

      const again = await command('audit', 'check');
      say(again.said);
      expect(again).toMatchObject({ code: 0, said: expect.stringContaining('In order') });
      // Whoever verifies is not led from one log to the other in silence: the new key has not signed what the old log promised.
      const file = join(directory, 'kept');
      await writeFile(file, promised);
      const key = join(directory, 'log.key');
      await writeFile(key, await (await fetch(`${service.url}/v1/audit/key`)).text());
      const verify = [builtCommand('verify'), '--log', `${service.url}/v1/audit/tiles`, '--key', key];
      const { stdout } = await run(process.execPath, verify);
      expect(stdout).toContain('Nothing in it is untrue');
      await expect(run(process.execPath, [...verify, '--checkpoint', file])).rejects.toMatchObject({ code: 2 });
    });
  });
}

function of(server: LocalServer | null): LocalServer {
  if (server === null) throw new Error('Nothing was restored');
  return server;
}
