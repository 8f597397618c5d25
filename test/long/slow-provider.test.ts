import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { SignerBrowser } from '../support/signer-browser.js';

const LOGINS = 300;
const SLOW_MS = 3_000;

let service: TestService;
let tenant: ApiClient;
let slow: ScriptableProvider;
let fast: ScriptableProvider;

beforeAll(async () => {
  [service, slow, fast] = await Promise.all([
    startTestService({ environment: { SIGNER_RATE_LIMIT_PER_MINUTE: '1000000', RATE_LIMIT_PER_MINUTE: '1000000' } }),
    startScriptableProvider(),
    startScriptableProvider(),
  ]);
  tenant = await service.newTenant('crowded');
  for (const [name, provider] of Object.entries({ slow, fast })) {
    const saved = await tenant.post('/v1/providers', {
      name,
      kind: 'oidc',
      issuer: provider.issuer,
      clientId: provider.clientId,
      clientAuthentication: { method: 'none' },
      resources: [{ name: 'userinfo', type: 'userinfo' }],
      idToken: { mappings: [{ path: 'given_name', action: 'validate', target: 'recipient.firstName' }] },
    });
    expect(saved).toMatchObject({ status: 201 });
  }
});
afterAll(async () => {
  await service.close();
  await Promise.all([slow.close(), fast.close()]);
});

interface Login {
  readonly milliseconds: number;
  /** How often the signer was told to come again. */
  readonly told: number;
  readonly status: string;
}

async function logIn(provider: string, number: number): Promise<Login> {
  const created = await tenant.post('/v1/signer-authentications', {
    envelope: { id: `env-${provider}-${number}` },
    workstep: { id: 'ws' },
    recipient: { email: `${provider}-${number}@example.com`, firstName: 'John' },
    providers: [{ name: provider }],
    returnUrl: 'https://workflow.example/after',
  });
  const { id, signInUrl } = created.body as { id: string; signInUrl: string };
  const browser = new SignerBrowser();
  const startedAt = performance.now();
  await browser.open(signInUrl);
  let page = await browser.click(`button[name=provider][value=${provider}]`);
  let told = 0;
  while (page.status === 503) {
    told += 1;
    const seconds = Number(page.headers['retry-after']);
    expect(page.text).toContain(`Try again in ${seconds} s`);
    await sleep(seconds * 1000);
    page = await browser.click('a.action');
  }
  const milliseconds = performance.now() - startedAt;
  await browser.close();
  const { status } = (await tenant.get(`/v1/signer-authentications/${id}`)).body as { status: string };
  return { milliseconds, told, status };
}

const slowly = { delayMilliseconds: SLOW_MS };

test(`${LOGINS} logins at once at a provider that takes ${SLOW_MS} ms for everything: each code that is sent ends in a login, and a fast provider beside it stays fast`, async () => {
  const alone = await logIn('fast', 0);
  slow.behave({
    discovery: (happy) => ({ ...happy, ...slowly }),
    jwks: (happy) => ({ ...happy, ...slowly }),
    token: (happy) => ({ ...happy, ...slowly }),
    userinfo: (happy) => ({ ...happy, ...slowly }),
  });
  const crowd = Promise.all(Array.from({ length: LOGINS }, (_, number) => logIn('slow', number)));
  await sleep(5_000);
  const beside: Login[] = [];
  for (let number = 1; number <= 20; number += 1) beside.push(await logIn('fast', number));
  const logins = await crowd;
  const took = (of: readonly Login[]) => of.map(({ milliseconds }) => Math.round(milliseconds)).sort((a, b) => a - b);
  const [last, median] = [took(logins).at(-1), took(beside)[10]];
  const told = logins.filter((login) => login.told > 0).length;
  process.stdout.write(
    `${LOGINS} slow logins: last after ${String(last)} ms, ${told} were told to come again; fast ones beside them: median ${String(median)} ms, ${Math.round(alone.milliseconds)} ms before\n`,
  );
  expect(logins.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  expect(beside.filter(({ status, told: times }) => status !== 'succeeded' || times > 0)).toEqual([]);
  expect(slow.calls.count('token')).toBe(LOGINS);
  expect(slow.codesPresentedAgain).toBe(0);
});
