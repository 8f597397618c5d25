import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';
import { basic, type MadeClient, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import { startTestService, type TestService } from '../support/service.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';

const KILLS = Number(process.env['OAUTH_KILLS'] ?? 6);
const SCOPE = 'providers:read';

let database: TestDatabase | undefined;
let service: TestService;
let instances: readonly ServiceProcess[] = [];
let oauth: OAuthTests;
let ada: string;

// The embedded database is one process's.
const withTwo = isServerGiven() ? test : test.skip;

beforeAll(async () => {
  if (!isServerGiven()) return;
  database = await startTestDatabase();
  const ENCRYPTION_KEY = randomBytes(32).toString('base64');
  service = await startTestService({ database, environment: { ENCRYPTION_KEY } });
  const shared = {
    DATABASE_URL: database.databaseUrl ?? '',
    ENCRYPTION_KEY,
    BOOTSTRAP_API_KEY: service.settings.BOOTSTRAP_API_KEY ?? '',
    PUBLIC_URL: service.url,
    DATA_DIR: database.dataDir,
  };
  instances = [await startServiceProcess(shared), await startServiceProcess(shared)];
  oauth = new OAuthTests(service, await service.newTenant('acme'));
  ada = await makeUser(service, 'acme', 'ada@acme.example', ['sender']);
});
afterAll(async () => {
  if (database === undefined) return;
  for (const instance of instances) await instance.stop();
  await service.close();
  await database.close();
});

/** null: the connection was cut, so that nobody knows whether it was done. */
async function post(
  instance: ServiceProcess | undefined,
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Partial<Tokens> & { error?: string } } | null> {
  try {
    const body = new URLSearchParams(form);
    const answer = await fetch(`${instance?.url ?? ''}/oauth${path}`, { method: 'POST', headers, body });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Tokens) };
  } catch {
    return null;
  }
}

const either = (): ServiceProcess | undefined => instances[Math.floor(Math.random() * instances.length)];

/** What clients were told, to be compared with what holds afterwards. */
interface Told {
  readonly redeemed: Record<string, string>[];
  readonly revoked: string[];
  /** Refresh tokens that were given and not used since. */
  readonly refresh: string[];
  /** What ought never to be seen. */
  readonly faults: string[];
  cut: number;
}

async function live(client: MadeClient, system: MadeClient, told: Told, until: () => boolean): Promise<void> {
  const browser = new UserBrowser(service, ada);
  const own = { client_id: client.clientId, client_secret: client.clientSecret };
  while (!until()) {
    const form = await oauth.code(client, SCOPE, browser);
    const answers = await Promise.all(instances.map((instance) => post(instance, '/token', form)));
    const given = answers.filter((answer) => answer?.status === 200);
    if (given.length > 1) told.faults.push('a code was redeemed twice');
    if (answers.some((answer) => answer === null)) told.cut += 1;
    if (given.length === 1) told.redeemed.push(form);
    // Whoever presents a code twice ends what came of it: the family goes on with a code of its own.
    const alone = await oauth.code(client, SCOPE, browser);
    let token = (await post(either(), '/token', alone))?.body.refresh_token ?? null;
    for (let turn = 0; turn < 4 && token !== null; turn += 1) {
      const answer = await post(either(), '/token', { ...own, grant_type: 'refresh_token', refresh_token: token });
      if (answer?.status === 400) told.faults.push(`a refresh token was lost: ${String(answer.body.error)}`);
      if (answer === null || answer.status >= 500) told.cut += 1;
      token = answer?.status === 200 ? (answer.body.refresh_token ?? null) : null;
    }
    if (token !== null) told.refresh.push(token);
    const asked = { grant_type: 'client_credentials', scope: SCOPE };
    const access = (await post(either(), '/token', asked, basic(system)))?.body.access_token;
    if (access === undefined) continue;
    const done = await post(either(), '/token/revocation', { token: access }, basic(system));
    if (done?.status === 200) told.revoked.push(access);
  }
}

withTwo(
  'no code is redeemed twice, no refresh token is lost and what was revoked stays so, whoever is killed when',
  async () => {
    const [client, system] = [await oauth.perUser(), await oauth.system()];
    const told: Told = { redeemed: [], revoked: [], refresh: [], faults: [], cut: 0 };
    let over = false;
    const lives = Array.from({ length: 4 }, () => live(client, system, told, () => over));
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(300 + Math.random() * 1500);
      const instance = instances[kill % instances.length];
      await instance?.kill();
      await instance?.start();
    }
    over = true;
    await Promise.all(lives);
    process.stdout.write(
      `TOLD ${told.redeemed.length} codes, ${told.refresh.length} families, ${told.revoked.length} revoked, ${told.cut} cut\n`,
    );
    expect(told.faults).toEqual([]);
    for (const list of [told.redeemed, told.revoked, told.refresh]) expect(list.length).toBeGreaterThan(5);

    const own = { client_id: client.clientId, client_secret: client.clientSecret };
    for (const refreshToken of told.refresh) {
      const form = { ...own, grant_type: 'refresh_token', refresh_token: refreshToken };
      const [used, ...again] = [await post(either(), '/token', form), await post(either(), '/token', form)];
      expect(used).toMatchObject({ status: 200 });
      expect(again).toMatchObject([{ status: 400, body: { error: 'invalid_grant' } }]);
      const heir = { ...own, grant_type: 'refresh_token', refresh_token: used?.body.refresh_token ?? '' };
      expect(await post(either(), '/token', heir)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    }
    for (const form of told.redeemed)
      expect(await post(either(), '/token', form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    for (const instance of instances)
      for (const token of told.revoked) {
        const headers = { authorization: `Bearer ${token}` };
        expect((await fetch(`${instance.url}/v1/providers`, { headers })).status).toBe(401);
      }
  },
);
