import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { LocalServer } from '../support/cluster/local-server.js';
import { giveToUnprivileged, havePostgresql } from '../support/cluster/unprivileged.js';
import { type BackupTool, restoredLogSuite } from './restore/restored-log.js';

const MOMENT = 'before_the_accident';

/** What comes with PostgreSQL: `pg_basebackup`, and an archive that is a directory. */
class BaseBackup implements BackupTool {
  private archive = '';
  private backup: LocalServer | null = null;

  async start(directory: string): Promise<LocalServer> {
    this.archive = join(directory, 'wal');
    await mkdir(this.archive);
    await giveToUnprivileged(this.archive);
    return LocalServer.start({ archive_mode: 'on', archive_command: `cp %p ${this.archive}/%f` });
  }

  async backUp(server: LocalServer): Promise<void> {
    this.backup = await LocalServer.backupOf(server);
  }

  async keepMoment(server: LocalServer): Promise<void> {
    await server.query(`SELECT pg_create_restore_point('${MOMENT}')`);
  }

  async restore(): Promise<LocalServer> {
    const server = this.backup;
    if (server === null) throw new Error('There is no backup');
    await server.configure({
      archive_mode: 'off',
      restore_command: `cp ${this.archive}/%f %p`,
      recovery_target_name: MOMENT,
      recovery_target_action: 'promote',
    });
    await writeFile(join(server.data, 'recovery.signal'), '');
    await server.run();
    return server;
  }
}

(havePostgresql ? describe : describe.skip)('with a base backup and archived WAL,', () => {
  restoredLogSuite(new BaseBackup());
});
