// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { leastOidc } from '../providers/bodies.js';
import { type Printed, Terminal, tourToolsAreThere } from '../readme/terminal.js';
import { LocalServer } from '../support/cluster/local-server.js';
import { giveToUnprivileged, havePostgresql } from '../support/cluster/unprivileged.js';
import { issueCertificate } from '../support/issued-certificate.js';
import { ApiClient } from '../support/service/api-client.js';
import { freePort } from '../support/service/free-port.js';

const page = readFileSync('docs/operations.md', 'utf8');
const blocks = new Map(
  [...page.matchAll(/<!-- tour: (\w+) -->\n```sh\n([\s\S]*?)```\n/g)].map(
    ([, name, commands]) => [name ?? '', commands ?? ''] as const,
  ),
);

/** Every command of ours that the page has, whether in a block or within a sentence. */
const commandsOfPage = [...new Set([...page.matchAll(/npx (countersign[^`\n]*)/g)].map(([, command]) => command))];

/** What an operator types who follows docs/operations.md, on a server of their own and in one terminal. */
(havePostgresql && tourToolsAreThere ? describe : describe.skip)('docs/operations.md', () => {
  let server: LocalServer;
  let terminal: Terminal;
  let directory: string;
  let port: number;
  let operator: ApiClient;
  const typed = new Set<string>();
  const person = { envelopeId: 'of-the-tour', recipientEmail: 'signer@example.com' };

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build.mjs', '--when-stale'], { stdio: 'inherit' });
    directory = await mkdtemp(join(tmpdir(), 'countersign-operations-'));
    await chmod(directory, 0o755);
    const authority = await issueCertificate({ name: [{ CN: ['Authority of the databases'] }], authority: true });
    const certificate = await issueCertificate({
      name: [{ CN: ['db1'] }],
      issuer: authority,
      purposes: [x509.ExtendedKeyUsage.serverAuth],
      alternativeNames: [{ type: 'ip', value: '127.0.0.1' }],
    });
    const key = join(directory, 'server.key');
    await writeFile(join(directory, 'ca.pem'), authority.pem);
    await writeFile(join(directory, 'server.pem'), certificate.pem);
    await writeFile(key, certificate.privateKey, { mode: 0o600 });
    await giveToUnprivileged(key);
    server = await LocalServer.start({
      ssl: 'on',
      ssl_cert_file: join(directory, 'server.pem'),
      ssl_key_file: key,
    });
    port = await freePort();
    terminal = Terminal.open(process.cwd(), {
      PGHOST: '127.0.0.1',
      PGPORT: String(server.port),
      PGUSER: 'postgres',
      DATA_DIR: join(directory, 'data'),
      HOST: '127.0.0.1',
      PORT: String(port),
      DRAIN_SECONDS: '0',
    });
  });
  afterAll(async () => {
    await stop();
    await terminal.close();
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });

  const paste = async (commands: string): Promise<string> => {
    const { output, complaints, exitCode }: Printed = await terminal.paste(commands);
    expect({ commands, exitCode, complaints: exitCode === 0 ? '' : complaints }).toEqual({
      commands,
      exitCode: 0,
      complaints: '',
    });
    return output;
  };

  /** A command as the page has it. @param wanted what is typed for what the page leaves open, such as FILE */
  const type = (command: string, wanted: Readonly<Record<string, string>> = {}): Promise<string> => {
    expect(commandsOfPage).toContain(command);
    typed.add(command);
    const filled = Object.entries(wanted).reduce((text, [open, value]) => text.replace(open, value), command);
    return paste(`npx ${filled}`);
  };

  const start = async (command = 'node dist/src/main.js'): Promise<void> => {
    await paste(`${command} >>"${directory}/log" 2>&1 &\nSERVICE=$!`);
    for (let turn = 0; turn < 300; turn += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
      if (answer?.status === 200) return;
      await sleep(100);
    }
    throw new Error(`It is not ready: ${readFileSync(join(directory, 'log'), 'utf8')}`);
  };

  async function stop(): Promise<void> {
    await terminal.paste('kill -TERM $SERVICE && wait $SERVICE');
  }

  const restart = async (): Promise<void> => {
    await stop();
    await start();
  };

  const text = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();

  test('makes the roles, the keys and the first instance', async () => {
    await paste(blocks.get('roles') ?? 'false');
    const [last = '', ...before] = (blocks.get('start') ?? '').trimEnd().split('\n').reverse();
    const commands = before
      .reverse()
      .join('\n')
      .replaceAll('db1:5432', `127.0.0.1:${server.port}`)
      .replace('$PWD', directory);
    expect(await paste(commands)).toBe('The schema is up to date.\n');
    typed.add('countersign migrate');
    await start(last);
    operator = new ApiClient(`http://127.0.0.1:${port}`, await paste('printf %s "$BOOTSTRAP_API_KEY"'));
    const roles = await server.query<{ role: string; owner: string }>(
      `SELECT pg_get_userbyid(relowner) AS owner, has_table_privilege('countersign', oid, 'UPDATE')::text AS role
         FROM pg_class WHERE relname = 'audit_event'`,
      'countersign',
    );
    expect(roles).toEqual([{ owner: 'countersign_owner', role: 'false' }]);
  });

  test('reaches the database by TLS alone, once the URL says so', async () => {
    const [, query = ''] = /`postgresql:\/\/…\/countersign(\?[^`]+)`/.exec(page) ?? [];
    const asked = query.replace('/etc/ssl/db-ca.pem', join(directory, 'ca.pem'));
    expect(asked).not.toBe(query);
    await paste(`DATABASE_URL="$DATABASE_URL${asked}" MIGRATION_DATABASE_URL="$MIGRATION_DATABASE_URL${asked}"`);
    await restart();
    const connections = await server.query<{ ssl: boolean }>(
      `SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'countersign'`,
    );
    expect(connections).toEqual([{ ssl: true }]);
  });

  test('rotates the encryption key', async () => {
    // One instance: the first step is left out, as the page says.
    await paste('export ENCRYPTION_KEYS_PREVIOUS=$ENCRYPTION_KEY ENCRYPTION_KEY=$(openssl rand -base64 32)');
    await restart();
    expect(await type('countersign keys re-encrypt')).toContain('ENCRYPTION_KEYS_PREVIOUS can be emptied');
    const [, current = ''] = /current encryption key is (\w+)/.exec(await type('countersign keys status')) ?? [];
    const status = await type('countersign keys status');
    expect([...status.matchAll(/\d+ with (\w+)/g)].map(([, key]) => key)).toEqual(expect.arrayContaining([current]));
    expect([...status.matchAll(/\d+ with (\w+)/g)].every(([, key]) => key === current)).toBe(true);
    await paste('unset ENCRYPTION_KEYS_PREVIOUS');
    await restart();
  });

  test('rotates the checkpoint key, and whoever kept a checkpoint verifies the log afterwards', async () => {
    await writeFile(join(directory, 'kept'), await text('/v1/audit/checkpoint'));
    await writeFile(join(directory, 'log.key'), await text('/v1/audit/key'));
    const keys = async (): Promise<number> => (await text('/v1/audit/key')).trimEnd().split('\n').length;
    await type('countersign audit rotate-key');
    await restart();
    expect(await keys()).toBe(2);
    const old = readFileSync(join(directory, 'log.key'), 'utf8');
    await writeFile(join(directory, 'log.key'), await text('/v1/audit/key'));
    expect(readFileSync(join(directory, 'log.key'), 'utf8')).toContain(old.trim());
    await type('countersign audit rotate-key --finish');
    await restart();
    expect(await keys()).toBe(1);
    const wanted = {
      'https://sign.example': `http://127.0.0.1:${port}`,
      'log.key': join(directory, 'log.key'),
      ' kept': ` ${join(directory, 'kept')}`,
    };
    const command = 'countersign-verify --log https://sign.example/v1/audit/tiles --key log.key --checkpoint kept';
    expect(await type(command, wanted)).toContain('Nothing in it is untrue');
  });

  test('checks the log, all of it and what is new, and an evidence package', async () => {
    expect(await operator.post('/v1/providers', { ...leastOidc, name: 'idp' })).toMatchObject({ status: 201 });
    const created = await operator.post('/v1/signer-authentications', {
      envelope: { id: person.envelopeId },
      workstep: { id: 'ws' },
      recipient: { email: person.recipientEmail, firstName: 'John' },
      providers: [{ name: 'idp' }],
      returnUrl: 'https://workflow.example/after',
    });
    expect(created).toMatchObject({ status: 201 });
    expect(await type('countersign audit check')).toContain('In order');
    const wanted = { FILE: join(directory, 'checked') };
    expect(await type('countersign audit check --since FILE', wanted)).toContain('In order');
    expect(await type('countersign audit check --since FILE', wanted)).toMatch(/In order: \d+ new events/);
    const path = `/v1/envelopes/${person.envelopeId}/evidence`;
    for (let turn = 0; turn < 100; turn += 1) {
      const answer = await fetch(`${operator.url}${path}`, {
        headers: { authorization: `Bearer ${operator.key ?? ''}` },
      });
      await writeFile(join(directory, 'evidence.zip'), Buffer.from(await answer.arrayBuffer()));
      if (answer.status === 200) break;
      await sleep(200);
    }
    const files = { 'evidence.zip': join(directory, 'evidence.zip'), 'log.key': join(directory, 'log.key') };
    expect(await type('countersign-verify evidence.zip --key log.key', files)).toContain('Nothing in it is untrue');
    const refused = await terminal.paste('npx countersign audit new-origin --reason "restored the backup of …"');
    expect(refused).toMatchObject({ exitCode: 1, complaints: expect.stringContaining('nothing to give up') });
    typed.add('countersign audit new-origin --reason "restored the backup of …"');
  });

  test('erases with two persons', async () => {
    const [, body = ''] = /`PUT \/v1\/retention` with `(\{[^`]+\})`/.exec(page) ?? [];
    expect(await operator.put('/v1/retention', JSON.parse(body))).toMatchObject({ status: 200 });
    const asked = await operator.post('/v1/erasures', person);
    expect(asked).toMatchObject({ status: 202 });
    // Two keys that a third has made: the operator's own request is confirmed by nobody that it made itself.
    const { id } = asked.body as { id: string };
    const alone = await terminal.paste(`npx countersign erasures confirm ${id}`);
    expect(alone.exitCode).toBe(2);
    typed.add('countersign erasures confirm ID');
    expect(await operator.post(`/v1/erasure-requests/${id}/refuse`, {})).toMatchObject({ status: 200 });
  });

  test('has no command that was not typed here', () => {
    expect([...commandsOfPage].sort()).toEqual([...typed].sort());
  });
});
