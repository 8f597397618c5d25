import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestService, type TestService } from '../support/service.js';
import { expectedStatuses, operationsOf } from './schemathesis/expected-statuses.js';

const VERSION = '4.32.5';
/** Cases of each operation, beside those at the edges of every parameter and member. */
const EXAMPLES = process.env['SCHEMATHESIS_EXAMPLES'] ?? '5';
const files = resolve('test/long/schemathesis');
const directory = mkdtempSync(join(tmpdir(), 'countersign-schemathesis-'));

let service: TestService;

/** SCHEMATHESIS names one that is installed; otherwise it is, from PyPI, in a place of its own. */
function installed(): string {
  const given = process.env['SCHEMATHESIS'];
  if (given !== undefined) return given;
  execFileSync('python3', ['-m', 'venv', directory]);
  execFileSync(join(directory, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
  return join(directory, 'bin', 'st');
}

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => {
  await service.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('the description of the API', () => {
  test('is kept by the service in everything that schemathesis tries', async () => {
    const { operator } = service;
    const command = installed();
    expect(existsSync(command)).toBe(true);
    const { body } = await operator.get('/openapi.json');
    const operations = operationsOf(body as Parameters<typeof operationsOf>[0]);
    expect(operations.length).toBeGreaterThan(100);
    const told = readFileSync(join(files, 'schemathesis.toml'), 'utf8');
    writeFileSync(join(directory, 'schemathesis.toml'), `${told}\n${expectedStatuses(operations)}`);
    const run = spawn(
      command,
      [
        ...['--config-file', join(directory, 'schemathesis.toml'), 'run', `${operator.url}/openapi.json`],
        ...['--header', `Authorization: Bearer ${operator.key ?? ''}`, '--checks', 'all', '--seed', '1'],
        ...['--max-examples', EXAMPLES, '--generation-database', 'none', '--no-color'],
      ],
      {
        cwd: directory,
      },
    );
    let output = '';
    run.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    run.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(run, 'close')) as [number | null];
    process.stdout.write(output.slice(-4_000));
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  }, 3_600_000);
});
