import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { basic, OAuthTests, type Tokens } from '../support/oauth/oauth-tests.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';
import { startTestService, type TestService } from '../support/service.js';

let service: TestService;
let oauth: OAuthTests;
let ada: string;

beforeAll(async () => {
  service = await startTestService();
  oauth = new OAuthTests(service, await service.newTenant('acme'));
  ada = await makeUser(service, 'acme', 'ada@acme.example', ['auditor', 'sender']);
});
afterAll(() => service.close());

const status = async (accessToken: string) => (await oauth.call(accessToken, '/v1/providers')).status;

test('tokens, codes, sessions and what was revoked outlive a restart, and the keys of tokens do', async () => {
  const system = await oauth.system();
  const ask = async () =>
    (await oauth.token({ grant_type: 'client_credentials', scope: 'providers:read' }, basic(system))).body as Tokens;
  const [kept, revoked] = [await ask(), await ask()];
  const revocation = await fetch(`${service.url}/oauth/token/revocation`, {
    method: 'POST',
    headers: basic(system),
    body: new URLSearchParams({ token: revoked.access_token }),
  });
  expect(revocation.status).toBe(200);
  const user = await oauth.perUser({ scopes: ['providers:read'] });
  const browser = new UserBrowser(service, ada);
  const first = await oauth.tokens(user, 'providers:read', browser);
  const second = (await oauth.refresh(user, first.refresh_token ?? '')).body as Tokens;
  const waiting = await oauth.code(user, 'providers:read', browser);

  await service.restart();

  expect(await status(kept.access_token)).toBe(200);
  expect(await status(revoked.access_token)).toBe(401);
  const answers = await Promise.all(Array.from({ length: 6 }, () => oauth.token(waiting)));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  const silent = await oauth.authorize(user, 'providers:read', browser, { prompt: 'none' });
  expect(silent.arrival.url.searchParams.get('code')).toBeTruthy();
  const third = await oauth.refresh(user, second.refresh_token ?? '');
  expect(third.status).toBe(200);
  expect((await oauth.refresh(user, second.refresh_token ?? '')).body).toMatchObject({ error: 'invalid_grant' });
  expect(await status((third.body as Tokens).access_token)).toBe(401);
});
