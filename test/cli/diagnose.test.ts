import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diagnosisReportSchema } from '../../src/diagnosis/diagnosis-report.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { builtCommand } from '../support/service-build.js';

const SECRET = 'secret-of-the-client';

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

describe('countersign diagnose', () => {
  let directory: string;
  let provider: ScriptableProvider;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'diagnose-'));
    provider = await startScriptableProvider({ clientSecret: SECRET });
  });

  afterAll(async () => {
    await provider.close();
    await rm(directory, { recursive: true });
  });

  const run = async (words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> => {
    const child = spawn(process.execPath, [builtCommand('cli'), 'diagnose', ...words], {
      cwd: directory,
      env: {
        PATH: process.env['PATH'],
        OUTBOUND_ALLOWED_CIDRS: '127.0.0.0/8',
        OUTBOUND_ALLOW_HTTP: 'true',
        ...environment,
      },
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (errors += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output, errors };
  };

  const file = async (changes: object) => {
    const path = join(directory, 'provider.json');
    const clientAuthentication = { method: 'client_secret_basic', clientSecret: SECRET };
    const body = { name: 'idp', kind: 'oidc', clientId: 'sign', clientAuthentication, issuer: provider.issuer };
    await writeFile(path, JSON.stringify({ ...body, ...changes }));
    return path;
  };

  it('ends with 0 and says so when there is no fault, without database or service', async () => {
    const { code, output } = await run(['--file', await file({})]);
    expect(output).toContain('No fault');
    expect(code).toBe(0);
  });

  it('ends with 1 and names setting and remedy', async () => {
    const clientAuthentication = { method: 'client_secret_basic', clientSecret: 'wrong' };
    const { code, output } = await run(['--file', await file({ clientAuthentication })]);
    expect(code).toBe(1);
    expect(output.indexOf('$.clientAuthentication.clientSecret')).toBeLessThan(output.indexOf('warning'));
    expect(output).toContain('remedy');
    expect(output).not.toContain('\u001b[');
  });

  it('colours for those who want it', async () => {
    const { output } = await run(['--file', await file({ issuer: `${provider.issuer}/` })], { FORCE_COLOR: '1' });
    expect(output).toContain('\u001b[31m');
  });

  it('writes the report of the API with --json', async () => {
    const { code, output } = await run(['--file', await file({ scopes: ['profile'] }), '--json']);
    expect(code).toBe(1);
    expect(diagnosisReportSchema.parse(JSON.parse(output)).checks[0]).toMatchObject({ path: '$.scopes' });
  });

  it('calls what the environment allows only', async () => {
    const { output } = await run(['--file', await file({}), '--json'], { OUTBOUND_ALLOWED_CIDRS: '' });
    expect(diagnosisReportSchema.parse(JSON.parse(output)).checks[0]).toMatchObject({
      id: 'address',
      path: '$.issuer',
    });
  });

  it('says what is wrong with the file, and does not end as if the provider had a fault', async () => {
    const path = join(directory, 'broken.json');
    await writeFile(path, '{');
    const { code, errors } = await run(['--file', path]);
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining('is no JSON document') });
  });
});
