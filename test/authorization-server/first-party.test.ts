import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as client from 'openid-client';
import { LoginInteractions } from '../../src/access/login-interactions.js';
import { SessionsOfUsers } from '../../src/access/sessions-of-users.js';
import { TenantStore } from '../../src/access/tenant.store.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { makeUser } from '../support/oauth/people.js';
import { UserBrowser } from '../support/oauth/user-browser.js';

const ACME = ownName('acme');
let service: SharedService;
let admin: string;

beforeAll(async () => {
  service = await sharedTestService();
  await service.newTenant(ACME);
  admin = await makeUser(service, ACME, 'admin@acme.example', ['admin']);
});
afterAll(() => service.close());

test('the console gets tokens for its user without a consent, bound to its key, that end with the session', async () => {
  const configuration = await client.discovery(
    new URL(`${service.url}/oauth`),
    `console.${ACME}`,
    undefined,
    client.None(),
    // oxlint-disable-next-line typescript/no-deprecated -- the test service speaks plain HTTP on the loopback address
    { execute: [client.allowInsecureRequests] },
  );
  const handle = client.getDPoPHandle(configuration, await client.randomDPoPKeyPair('ES256'));
  const verifier = randomBytes(32).toString('base64url');
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: `${service.url}/console/`,
    scope: 'openid profile email users:read oauth-clients:read',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const browser = new UserBrowser(service, admin);
  const { url } = await browser.open(address);
  expect(url.pathname).toBe('/console/');
  const tokens = await client.authorizationCodeGrant(configuration, url, { pkceCodeVerifier: verifier }, undefined, {
    DPoP: handle,
  });
  expect(tokens.expires_in).toBe(900);
  expect(tokens.claims()).toMatchObject({ sub: admin, email: 'admin@acme.example' });
  const renewed = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '', undefined, {
    DPoP: handle,
  });
  const read = async () =>
    client.fetchProtectedResource(
      configuration,
      renewed.access_token,
      new URL(`${service.url}/v1/oauth-clients`),
      'GET',
      null,
      undefined,
      { DPoP: handle },
    );
  expect((await read()).status).toBe(200);

  const tenant = await service.app.get(TenantStore).findByName(ACME);
  const sessions = service.app.get(SessionsOfUsers, { strict: false });
  const work = service.app.get(UnitOfWork);
  const user = { tenantId: tenant?.id ?? '', userId: admin };
  const [open] = await sessions.list(work.reading, user, new Date());
  expect(open?.clients).toEqual([`console.${ACME}`]);
  const ending = { reason: 'by_administrator', actor: { type: 'system', id: 'test' }, now: new Date() } as const;
  await work.run((transaction) => sessions.end(transaction, user, open?.id ?? '', ending));
  await expect(read()).rejects.toMatchObject({ status: 401 });
  await expect(
    client.refreshTokenGrant(configuration, renewed.refresh_token ?? '', undefined, { DPoP: handle }),
  ).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('a request of our own logs in and comes back to the console without a code', async () => {
  const tenant = await service.app.get(TenantStore).findByName(ACME);
  const interactions = service.app.get(LoginInteractions, { strict: false });
  const address = await interactions.ownRequest({ id: tenant?.id ?? '', name: ACME }, 'acme-login');
  const { url } = await new UserBrowser(service, admin).open(address);
  expect(url.pathname).toBe('/console/');
  expect(url.searchParams.get('error')).toBeNull();
  expect(url.searchParams.get('code')).toBeNull();
  // Whose console it is to be.
  expect(url.searchParams.get('state')).toBe(`tenant:${ACME}`);
});

test('logging out asks first, and ends the session', async () => {
  const browser = new UserBrowser(service, admin);
  const tenant = await service.app.get(TenantStore).findByName(ACME);
  const interactions = service.app.get(LoginInteractions, { strict: false });
  const address = await interactions.ownRequest({ id: tenant?.id ?? '', name: ACME }, null);
  await browser.open(address);
  const asked = await browser.get(new URL(`${service.url}/oauth/session/end`));
  const html = await asked.text();
  expect(html).toContain('<h1>Log out?</h1>');
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const confirm = new URL(/<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? '/', service.url);
  expect((await browser.post(confirm, { xsrf: 'another', logout: 'yes' })).status).toBe(400);
  const done = await browser.post(confirm, { xsrf, logout: 'yes' });
  expect(done.status).toBe(303);
  const after = await browser.open(address.replace('prompt=login', 'prompt=none'));
  expect(after.url.searchParams.get('error')).toBe('login_required');
});
