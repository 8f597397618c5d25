import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diagnosisReportSchema } from '../../src/diagnosis/diagnosis-report.js';
import { countersign, inProcessOfItsOwn } from '../support/command.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';

const SECRET = 'secret-of-the-client';

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

  const allowed = { OUTBOUND_ALLOWED_CIDRS: '127.0.0.0/8', OUTBOUND_ALLOW_HTTP: 'true' };
  const run = (words: readonly string[], environment: Record<string, string> = {}) =>
    countersign(['diagnose', ...words], { ...allowed, ...environment });
  /** What is coloured is decided when a process starts. */
  const runByItself = (words: readonly string[], environment: Record<string, string> = {}) =>
    inProcessOfItsOwn('cli', ['diagnose', ...words], { ...allowed, ...environment });

  const file = async (changes: object) => {
    const path = join(directory, 'provider.json');
    const clientAuthentication = { method: 'client_secret_basic', clientSecret: SECRET };
    const body = { name: 'idp', kind: 'oidc', clientId: 'sign', clientAuthentication, issuer: provider.issuer };
    await writeFile(path, JSON.stringify({ ...body, ...changes }));
    return path;
  };

  it('ends with 0 and says so when there is no fault, without database or service', async () => {
    const { status, stdout } = await run(['--file', await file({})]);
    expect(stdout).toContain('No fault');
    expect(status).toBe(0);
  });

  it('ends with 1 and names setting and remedy, without colours where nobody sees them', async () => {
    const clientAuthentication = { method: 'client_secret_basic', clientSecret: 'wrong' };
    const { status, stdout } = await runByItself(['--file', await file({ clientAuthentication })]);
    expect(status).toBe(1);
    expect(stdout.indexOf('$.clientAuthentication.clientSecret')).toBeLessThan(stdout.indexOf('warning'));
    expect(stdout).toContain('remedy');
    expect(stdout).not.toContain('\u001b[');
  });

  it('colours for those who want it', async () => {
    const { stdout } = await runByItself(['--file', await file({ issuer: `${provider.issuer}/` })], {
      FORCE_COLOR: '1',
    });
    expect(stdout).toContain('\u001b[31m');
  });

  it('writes the report of the API with --json', async () => {
    const { status, stdout } = await run(['--file', await file({ scopes: ['profile'] }), '--json']);
    expect(status).toBe(1);
    expect(diagnosisReportSchema.parse(JSON.parse(stdout)).checks[0]).toMatchObject({ path: '$.scopes' });
  });

  it('calls what the environment allows only', async () => {
    const { stdout } = await run(['--file', await file({}), '--json'], { OUTBOUND_ALLOWED_CIDRS: '' });
    expect(diagnosisReportSchema.parse(JSON.parse(stdout)).checks[0]).toMatchObject({
      id: 'address',
      path: '$.issuer',
    });
  });

  it('says what is wrong with the file, and does not end as if the provider had a fault', async () => {
    const path = join(directory, 'broken.json');
    await writeFile(path, '{');
    const { status, stderr } = await run(['--file', path]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('is no JSON document') });
  });
});
