import { execFile, spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe } from '@jest/globals';
import { LocalServer } from '../support/cluster/local-server.js';
import { giveToUnprivileged, havePostgresql, unprivileged } from '../support/cluster/unprivileged.js';
import { type BackupTool, restoredLogSuite } from './restore/restored-log.js';

const run = promisify(execFile);
/** Debian's package; skipped where there is none. */
const havePgbackrest = spawnSync('pgbackrest', ['version']).status === 0;

/** What docs/operations.md has of pgBackRest, by the name of the step. */
async function blocks(): Promise<ReadonlyMap<string, string>> {
  const page = await readFile('docs/operations.md', 'utf8');
  const found = page.matchAll(/<!-- pgbackrest: (\w+) -->\n *```\w+\n([\s\S]*?)```\n/g);
  return new Map([...found].map(([, name, text]) => [name ?? '', text ?? ''] as const));
}

/** pgBackRest as the page says, word for word; only where everything is differs. */
class Pgbackrest implements BackupTool {
  private directory = '';
  private moment = '';

  async start(directory: string): Promise<LocalServer> {
    this.directory = directory;
    for (const name of ['repository', 'log', 'lock']) {
      await mkdir(join(directory, name));
      await giveToUnprivileged(join(directory, name));
    }
    const lines = (await this.block('postgresql')).matchAll(/^(\w+) = '?(.*?)'?$/gm);
    const settings = [...lines].map(([, name, value]) => [name ?? '', value ?? ''] as const);
    const server = await LocalServer.start(Object.fromEntries(settings), this.places);
    await this.configure(server);
    return server;
  }

  async backUp(): Promise<void> {
    await this.paste('backup');
  }

  async keepMoment(server: LocalServer): Promise<void> {
    const [row] = await server.query<{ now: string }>('SELECT now()::text AS now');
    this.moment = row?.now ?? '';
    // Nothing else that is committed within the same moment.
    await sleep(1_000);
  }

  async restore(): Promise<LocalServer> {
    const server = await LocalServer.unmade(this.places);
    await this.configure(server);
    await this.paste('restore', { MOMENT: this.moment });
    await server.run();
    return server;
  }

  /** The page's file, of a server that stands elsewhere. */
  private async configure({ data, port, directory }: LocalServer): Promise<void> {
    const file = (await this.block('configuration'))
      .replace('/var/lib/postgresql/15/main', data)
      .replace('/var/lib/pgbackrest', join(this.directory, 'repository'));
    const own = `pg1-port=${port}\npg1-socket-path=${directory}\n`;
    await writeFile(join(this.directory, 'pgbackrest.conf'), `${file}${own}`);
  }

  private get places(): Readonly<Record<string, string>> {
    const at = (name: string): string => join(this.directory, name);
    return {
      PGBACKREST_CONFIG: at('pgbackrest.conf'),
      PGBACKREST_LOG_PATH: at('log'),
      PGBACKREST_LOCK_PATH: at('lock'),
    };
  }

  private async block(name: string): Promise<string> {
    const text = (await blocks()).get(name);
    if (text === undefined) throw new Error(`docs/operations.md has no block ${name} of pgBackRest`);
    return text;
  }

  /** What the page has an operator do, as the user that databases run as. */
  private async paste(name: string, variables: Readonly<Record<string, string>> = {}): Promise<void> {
    const [command, ...args] = unprivileged('bash', ['-ec', await this.block(name)]);
    const env = { PATH: process.env['PATH'], ...this.places, ...variables };
    const { stdout } = await run(command, args, { cwd: '/', env });
    process.stdout.write(stdout);
  }
}

(havePostgresql && havePgbackrest ? describe : describe.skip)('with pgBackRest,', () => {
  restoredLogSuite(new Pgbackrest());
});
