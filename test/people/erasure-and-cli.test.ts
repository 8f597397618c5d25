import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { userCommands } from '../../src/cli/user-commands.js';
import type { TestDatabase } from '../support/database.js';
import { startServedDatabase } from '../support/served-database.js';
import { startTestService, type TestService } from '../support/service.js';
import { SignerBrowser } from '../support/signer-browser.js';
import type { ShownUser } from './world.js';

let database: TestDatabase;
let service: TestService;

beforeAll(async () => {
  database = await startServedDatabase();
  service = await startTestService({ database });
});

afterAll(async () => {
  await service.close();
  await database.close();
});

/** Runs a command of the operator. */
async function run(...words: string[]): Promise<string> {
  const said: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  try {
    await userCommands(() => service.settings).parseAsync(['node', 'user', ...words]);
  } finally {
    log.mockRestore();
  }
  return said.join('\n');
}

/** Runs commands beside the service, or while it is stopped, as the embedded database demands. */
async function besideService(work: () => Promise<void>): Promise<void> {
  await (database.databaseUrl === undefined ? service.restart({}, work) : work());
}

async function user(name: 'ada' | 'bob'): Promise<ShownUser> {
  const { body } = await service.operator.get('/v1/users');
  return (body as { items: ShownUser[] }).items.find(({ email }) => email === `${name}@example.com`)!;
}

describe('the operator', () => {
  test('invites the first user by a command that prints the link, and lets in again whoever is locked out', async () => {
    let printed = '';
    await besideService(async () => {
      printed = await run('invite', '--tenant', 'default', '--email', 'ada@example.com', '--role', 'operator');
      await run('invite', '--tenant', 'default', '--email', 'bob@example.com', '--role', 'auditor');
      await expect(run('unlock', '--tenant', 'default', '--email', 'b@example.com')).rejects.toThrow('no user');
      await expect(run('invite', '--tenant', 'none', '--email', 'b@example.com', '--role', 'admin')).rejects.toThrow(
        'no tenant',
      );
      await expect(
        run('invite', '--tenant', 'default', '--email', 'bad', '--role', 'admin', '--language', 'xx'),
      ).rejects.toThrow(/^--email: .+\n--language: expected one of en, de/);
    });
    const [link = ''] = /https?:\/\/\S+/.exec(printed) ?? [];
    const browser = new SignerBrowser();
    await browser.open(link);
    const chosen = (await browser.click('form button')).text;
    expect(chosen).toContain('Choose a password');
    // No code was mailed: nobody has shown that they read that address.
    expect(chosen).not.toContain('address is confirmed');
    browser.page.fill('#password', 'a few unrelated words in a row');
    expect((await browser.click('form button')).text).toContain('Your login is set up');
    expect(await user('ada')).toMatchObject({ status: 'active', roles: ['operator'] });

    const { id: bob } = await user('bob');
    await service.operator.post(`/v1/users/${bob}/lock`);
    expect(await user('bob')).toMatchObject({ status: 'locked' });
    let again = '';
    await besideService(async () => {
      again = await run('invite', '--tenant', 'default', '--email', 'ada@example.com', '--role', 'auditor');
      expect(await run('unlock', '--tenant', 'default', '--email', 'bob@example.com')).toBe(
        'bob@example.com is invited.',
      );
    });
    expect(await user('bob')).toMatchObject({ status: 'invited' });
    expect(await user('ada')).toMatchObject({ status: 'invited', roles: ['operator', 'auditor'] });
    const [renewed = ''] = /https?:\/\/\S+/.exec(again) ?? [];
    expect(renewed).not.toBe(link);
    expect((await browser.open(renewed)).text).toContain('Set up your login again');
    await browser.close();
  });
});

describe('a user who is erased', () => {
  test('is deleted, and nothing is left but that there was somebody; the trail still holds', async () => {
    const { id } = await user('ada');
    const disclosed = await service.operator.get(`/v1/audit-events?limit=200&disclose=true&reason=test`);
    expect(disclosed.status).toBeLessThan(500);
    expect((await service.operator.post('/v1/erasures', {})).status).toBe(400);
    const both = { userId: id, envelopeId: 'env-1' };
    expect((await service.operator.post('/v1/erasures', both)).status).toBe(400);
    const key = await service.operator.post('/v1/api-keys', { name: 'eraser', scopes: ['audit:erase'] });
    const eraser = service.caller((key.body as { key: string }).key);
    // Nobody acts on who may do more than they: not even by erasing them.
    expect(await eraser.post('/v1/erasures', { userId: id })).toMatchObject({
      status: 403,
      body: { code: 'people.permission_lacking' },
    });
    expect((await service.operator.get(`/v1/users/${id}`)).status).toBe(200);
    expect(await service.operator.post('/v1/erasures', { userId: id })).toMatchObject({ status: 201 });
    expect((await service.operator.get(`/v1/users/${id}`)).status).toBe(404);
    expect((await service.operator.post('/v1/erasures', { userId: id })).status).toBe(404);
    const { body } = await service.operator.get('/v1/audit-events?limit=200');
    const types = (body as { items: { type: string; stream: string }[] }).items
      .filter(({ stream }) => stream === `user:${id}`)
      .map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['user.invited', 'user.deleted', 'personal_data.erased']));
  });
});
