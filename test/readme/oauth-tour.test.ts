import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CALLBACK, type MadeClient, OAuthTests } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import { startTestService, type TestService } from '../support/service.js';
import { type Printed, Terminal, tourToolsAreThere } from './terminal.js';

const page = readFileSync('docs/oauth.md', 'utf8');
const blocks = new Map(
  [...page.matchAll(/<!-- tour: (\w+) -->\n```sh\n([\s\S]*?)```\n/g)].map(
    ([, name, commands]) => [name ?? '', commands ?? ''] as const,
  ),
);
const scripts = [...page.matchAll(/```js\n([\s\S]*?)```/g)].map(([, script = '']) => script);

/** What a reader of docs/oauth.md pastes, in their order and in one terminal. */
(tourToolsAreThere ? describe : describe.skip)('the tour in docs/oauth.md', () => {
  let service: TestService;
  let terminal: Terminal;
  let directory: string;
  let ada: string;

  beforeAll(async () => {
    service = await startTestService();
    ada = await makeUser(service, 'default', 'ada@example.com', ['sender', 'auditor']);
    directory = await mkdtemp(join(tmpdir(), 'countersign-oauth-tour-'));
    terminal = Terminal.open(directory, { COUNTERSIGN: service.url, KEY: service.operator.key ?? '' });
  });
  afterAll(async () => {
    await terminal.close();
    await rm(directory, { recursive: true });
    await service.close();
  });

  const run = (name: string): Promise<Printed> => terminal.paste(blocks.get(name) ?? 'false');
  const ended = ({ complaints, exitCode }: Printed) => ({ complaints, exitCode });
  const valueOf = async (variable: string) => (await terminal.paste(`printf %s "$${variable}"`)).output.trim();

  /** Runs a script of the page where the project's own packages are. */
  function node(script: string, environment: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      env: { PATH: process.env['PATH'], COUNTERSIGN_URL: service.url, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return async (): Promise<string> => String((await lines.next()).value);
  }

  it('has these steps', () => {
    expect([...blocks.keys()]).toEqual([
      'settings',
      'register',
      'credentials',
      'impersonation',
      'assertion',
      'device',
      'connector',
      'report',
    ]);
    expect(scripts).toHaveLength(2);
  });

  it('gets a token by client credentials, and by openid-client', async () => {
    expect(ended(await run('settings'))).toEqual({ complaints: '', exitCode: 0 });
    expect(ended(await run('register'))).toEqual({ complaints: '', exitCode: 0 });
    const { output } = await run('credentials');
    const nextLine = node(scripts[0] ?? '', {
      CLIENT_ID: await valueOf('CLIENT_ID'),
      CLIENT_SECRET: await valueOf('CLIENT_SECRET'),
    });
    expect(JSON.parse(await nextLine())).toEqual(JSON.parse(output));
    expect(JSON.parse(output)).toHaveProperty('items');
  });

  it('acts for a user by the JWT Grant', async () => {
    expect(await run('impersonation')).toMatchObject({ output: '["impersonation","audit:read"]\n', exitCode: 0 });
    expect(await valueOf('USER_ID')).toBe(ada);
    expect(await run('assertion')).toEqual({ output: '1\n', complaints: '', exitCode: 0 });
  });

  it('connects an application on the user’s device', async () => {
    expect(ended(await run('device'))).toEqual({ complaints: '', exitCode: 0 });
    const nextLine = node(scripts[1] ?? '', { DEVICE_ID: await valueOf('DEVICE_ID') });
    const address = await nextLine();
    const arrival = await new UserBrowser(service, ada).open(address);
    expect(await (await fetch(arrival.url)).text()).toBe('You can close this page.');
    expect(JSON.parse(await nextLine())).toMatchObject({
      user: ada,
      scope: expect.stringContaining('authentications:read'),
    });
    expect(JSON.parse(await nextLine())).toEqual({ renewed: true });
  });

  it('connects CLM for a person, and reports for nobody', async () => {
    const { output } = await run('connector');
    const [clientId = '', clientSecret = ''] = output.trim().split('\n');
    const oauth = new OAuthTests(service, service.operator);
    const client = { clientId, clientSecret } as MadeClient;
    const scope = 'authentications:write authentications:read extended';
    const tokens = await oauth.tokens(client, scope, new UserBrowser(service, ada));
    expect((await oauth.call(tokens.access_token, '/v1/signer-authentications')).status).toBe(200);
    expect((await oauth.refresh(client, tokens.refresh_token ?? '')).status).toBe(200);
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    const { arrival } = await oauth.authorize(client, scope, new UserBrowser(service, ada), without);
    expect(arrival.url.href).toContain(CALLBACK);
    expect(arrival.url.searchParams.get('error')).toBe('invalid_request');
    expect(await run('report')).toEqual({ output: 'true\n', complaints: '', exitCode: 0 });
  });
});
