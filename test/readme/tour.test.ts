import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import { startTestService, type TestService } from '../support/service.js';
import { builtModules } from '../support/service-build.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { type Printed, Terminal, tourToolsAreThere } from './terminal.js';

const readme = readFileSync('README.md', 'utf8');
const blocks = new Map(
  [...readme.matchAll(/<!-- tour: (\w+) -->\n```sh\n([\s\S]*?)```\n/g)].map(
    ([, name, commands]) => [name ?? '', commands ?? ''] as const,
  ),
);

const CLIENT = { client_id: 'tour', client_secret: 'secret-of-the-tour' };

/** Steps build on each other, as they do for a reader: they run in order, in one terminal. */
(tourToolsAreThere ? describe : describe.skip)('the tour in README.md', () => {
  let service: TestService;
  let provider: OpenIdProvider;
  let terminal: Terminal;
  let directory: string;
  let signInUrl = '';

  const run = (name: string): Promise<Printed> => terminal.paste(blocks.get(name) ?? 'false');

  beforeAll(async () => {
    service = await startTestService();
    provider = await startOpenIdProvider({
      clients: [CLIENT],
      accounts: [
        {
          id: 'john',
          claims: { given_name: 'John', family_name: 'Doe', email: 'john@example.com', email_verified: true },
        },
      ],
    });
    directory = await mkdtemp(join(tmpdir(), 'countersign-tour-'));
    const built = builtModules();
    terminal = Terminal.open(directory, {
      COUNTERSIGN: service.url,
      KEY: service.operator.key ?? '',
      ISSUER: provider.issuer,
      CLIENT_ID: CLIENT.client_id,
      CLIENT_SECRET: CLIENT.client_secret,
    });
    // A reader has built the service by starting it; a test builds what it runs.
    await terminal.paste(`npx() { local command=$1; shift; node "${built}/\${command#countersign-}.js" "$@"; }`);
  });

  afterAll(async () => {
    await terminal.close();
    await rm(directory, { recursive: true });
    await provider.close();
    await service.close();
  });

  it('has these steps', () => {
    const names = [
      'settings',
      'provider',
      'create',
      'handback',
      'outcome',
      'trail',
      'verify',
      'checkpoint',
      'evidence',
      'error',
    ];
    expect([...blocks.keys()]).toEqual(names);
  });

  it('configures a provider and prints the redirect URI to register', async () => {
    expect(await run('settings')).toEqual({ output: '', complaints: '', exitCode: 0 });
    const { output, ...ended } = await run('provider');
    expect(ended).toEqual({ complaints: '', exitCode: 0 });
    const { name, redirectUri } = JSON.parse(output) as { name: string; redirectUri: string };
    expect(name).toBe('acme-login');
    provider.registerRedirectUri(CLIENT.client_id, redirectUri);
  });

  it('creates a signer authentication and prints its link', async () => {
    const { output, ...ended } = await run('create');
    expect(ended).toEqual({ complaints: '', exitCode: 0 });
    signInUrl = output.trim();
    expect(signInUrl).toMatch(new RegExp(`^${service.url}/sign-in/`));
  });

  it('redeems the handback that the browser brought back', async () => {
    const browser = new SignerBrowser();
    await browser.open(signInUrl);
    await browser.click('button[name=provider][value=acme-login]');
    const end = await browser.click('#account-john');
    await browser.close();
    expect(end.url.origin).toBe('https://workflow.example');
    await terminal.paste(`HANDBACK='${end.url.searchParams.get('handback') ?? ''}'`);
    const { output } = await run('handback');
    expect(JSON.parse(output)).toMatchObject({
      status: 'succeeded',
      provider: 'acme-login',
      verdicts: [{ result: 'matched' }, { result: 'matched' }, { result: 'updated' }],
      updates: { 'recipient.lastName': { before: 'Dough', after: 'Doe' } },
    });
  });

  it('reads the outcome', async () => {
    const { output } = await run('outcome');
    expect(JSON.parse(output)).toMatchObject({
      status: 'succeeded',
      recipient: { lastName: 'Doe' },
      audit: { leafHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
    });
  });

  it('reads the trail', async () => {
    const { output } = await run('trail');
    const types = output.split('\n').map((line) => line.split('\t')[2]);
    for (const type of [
      'signer_authentication.created',
      'attempt.id_token_verified',
      'signer_authentication.succeeded',
    ])
      expect(types).toContain(type);
  });

  it('verifies the trail with public tools', async () => {
    const { output, ...ended } = await run('verify');
    expect(output).toMatch(/^Complete and unchanged: [0-9]+ events\n$/);
    expect(ended).toEqual({ complaints: '', exitCode: 0 });
  });

  it('finds a changed trail', async () => {
    await terminal.paste(`TRAIL=$(jq -c '.events[2].time = "2020-01-01T00:00:00.000Z"' <<<"$TRAIL")`);
    const { output } = await run('verify');
    expect(output).toMatch(/^Changed: \{.*"2020-01-01T00:00:00.000Z"/);
    expect(output).not.toContain('Complete');
  });

  it('shows a signed checkpoint', async () => {
    const { output, exitCode } = await run('checkpoint');
    expect(exitCode).toBe(0);
    expect(output).toMatch(/\/v1\/audit\/tiles\n[0-9]+\n[A-Za-z0-9+/=]+\n\n— /);
  });

  it('exports evidence that verifies with nothing but the key of the log', async () => {
    const { output, exitCode } = await run('evidence');
    expect({ output, exitCode }).toEqual({
      output: expect.stringMatching(/Nothing in it is untrue\.\n$/) as unknown,
      exitCode: 0,
    });
  });

  it('shows every fault of a wrong request', async () => {
    const { output } = await run('error');
    const problem = JSON.parse(output) as {
      code: string;
      errors: { path: string }[];
    };
    expect(problem.code).toBe('request.invalid');
    const paths = problem.errors.map(({ path }) => path);
    for (const path of ['$.envelope.id', '$.recipient.email', '$.workstep', '$.color']) expect(paths).toContain(path);
  });
});
