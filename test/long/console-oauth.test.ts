import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectUsable, looks } from '../console/looks.js';
import { openedConsoles } from '../console/opened-consoles.js';
import { chromiumIsInstalled } from '../support/chromium.js';
import { issueCertificate } from '../support/issued-certificate.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

/** Whether the title of what is asked does not fit. */
const CUT_OFF = `[...document.querySelectorAll('.pf-v6-c-modal-box h1, .pf-v6-c-modal-box h1 *')].some((one) => one.scrollWidth > one.clientWidth && getComputedStyle(one).overflow === 'hidden')`;

interface Client {
  readonly clientId: string;
  readonly name: string;
  readonly secrets: readonly { readonly expiresAt: string | null }[];
  readonly keys: readonly { readonly kid: string }[];
}

(chromiumIsInstalled() ? describe : describe.skip)('the screens of applications and their tokens', () => {
  let service: TestService;
  let tenant: ApiClient;
  const { openAt } = openedConsoles(() => tenant);

  beforeAll(async () => {
    service = await startTestService();
    tenant = await service.newTenant('acme');
  });
  afterAll(() => service.close());

  const clients = async (): Promise<readonly Client[]> => {
    const { body } = await tenant.get('/v1/oauth-clients');
    return (body as { items: Client[] }).items;
  };
  const clientCalled = async (name: string): Promise<Client> => {
    const client = (await clients()).find((one) => one.name === name);
    if (client === undefined) throw new Error(`There is no client ${name}`);
    return client;
  };
  /** As a system that acts for itself. */
  const makeClient = async (name: string): Promise<Client> =>
    (await tenant.post('/v1/oauth-clients', { name, grants: ['client_credentials'], scopes: ['providers:read'] }))
      .body as Client;

  test('sets up an application, shows its secret once, and puts another beside it', async () => {
    const page = await openAt('/console/applications');
    await page.waitForSelector('text=No application yet');
    await page.click('.pf-v6-c-empty-state button:has-text("Add application")');
    await page.click('button[aria-label="Choose: A system that acts for itself"]');
    await page.fill('#field--name', 'CLM sync');
    await page.check('#scope-providers-read');
    await page.click('button:has-text("Create application")');
    await page.waitForSelector('h1:has-text("CLM sync")');
    const secret = await page.inputValue('.pf-v6-c-alert input[readonly]');
    const client = await clientCalled('CLM sync');
    const ask = (password: string) =>
      fetch(`${tenant.url}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${client.clientId}:${password}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'providers:read' }),
      });
    expect((await ask(secret)).status).toBe(200);

    await page.click('button:has-text("New secret")');
    await page.selectOption('#overlap', '7');
    await page.click('.pf-v6-c-modal-box button:has-text("New secret")');
    await page.waitForSelector('.overlap li >> nth=1');
    const texts = await page.$$eval('.pf-v6-c-alert input[readonly]', (inputs) =>
      inputs.map((input) => (input as unknown as { value: string }).value),
    );
    const newer = texts.find((text) => text !== secret) ?? '';
    expect([(await ask(secret)).status, (await ask(newer)).status]).toEqual([200, 200]);
    expect((await clientCalled('CLM sync')).secrets.map(({ expiresAt }) => expiresAt === null)).toEqual([true, false]);
    await page.reload();
    await page.waitForSelector('.overlap li >> nth=1');
    expect(await page.content()).not.toContain(newer);
  });

  test('registers a certificate by what names it, and says where the name is wrong', async () => {
    const page = await openAt('/console/applications/new?kind=certificate');
    await page.fill('#field--name', 'Partner');
    await page.selectOption('#field--form', 'tls_client_auth_subject_dn');
    await page.fill('#field--authentication-tls-client-auth-subject-dn', 'not a name');
    await page.click('button:has-text("Create application")');
    await page.waitForSelector('.faults >> text=$.authentication.tls_client_auth_subject_dn');
    await page.fill('#field--authentication-tls-client-auth-subject-dn', 'CN=clm,O=Partner,C=AT');
    await page.click('button:has-text("Create application")');
    await page.waitForSelector('h1:has-text("Partner")');
    expect(await page.textContent('main')).toContain('CN=clm,O=Partner,C=AT');
  });

  test('takes a public key as PEM, keeps a private one to itself, and rotates keys side by side', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const page = await openAt('/console/applications/new?kind=impersonation');
    await page.fill('#field--name', 'Signing system');
    await page.fill('#public-key', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    await page.click('button:has-text("Add this key")');
    await page.waitForSelector('text=This is a private key');
    await page.fill('#public-key', pair.publicKey.export({ type: 'spki', format: 'pem' }).toString());
    await page.click('button:has-text("Add this key")');
    await page.waitForSelector('.rows >> text=EC');
    await page.click('button:has-text("Create application")');
    await page.waitForSelector('h1:has-text("Signing system")');
    expect((await clientCalled('Signing system')).keys).toHaveLength(1);

    await page.click('span:text-is("Make")');
    await page.waitForSelector('text=Private key');
    expect(await page.inputValue('.pf-v6-c-alert input[readonly]')).toContain('BEGIN PRIVATE KEY');
    await page.click('.rows li:first-child button:has-text("Remove key")');
    await page.click('.pf-v6-c-modal-box button:has-text("Remove key")');
    await page.waitForSelector('.rows li >> nth=1', { state: 'detached' });
    expect((await clientCalled('Signing system')).keys).toHaveLength(1);
  });

  test.each(['EC', 'RSA-2048'] as const)(
    'takes a self-signed certificate (%s) as PEM, and a secret in its place when the method is changed',
    async (algorithm) => {
      const { pem, certificate } = await issueCertificate({ algorithm });
      const name = `Own certificate ${algorithm}`;
      const page = await openAt('/console/applications/new?kind=certificate');
      await page.fill('#field--name', name);
      await page.selectOption('#field--authentication-method', 'self_signed_tls_client_auth');
      await page.fill('#public-key', pem);
      await page.click('button:has-text("Add this key")');
      await page.waitForSelector('.rows code');
      await page.click('button:has-text("Create application")');
      await page.waitForSelector(`h1:text-is("${name}")`);
      expect((await clientCalled(name)).keys).toMatchObject([{ x5c: [certificate.raw.toString('base64')] }]);

      await page.click('button:has-text("Edit")');
      await page.selectOption('#field--authentication-method', 'client_secret_basic');
      await page.selectOption('#field--tokens-bound', 'none');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('.pf-v6-c-alert input[readonly]');
      expect(await clientCalled(name)).toMatchObject({ authentication: { method: 'client_secret_basic' } });
    },
  );

  test('says what a deletion takes along, asks once, and deletes', async () => {
    const { clientId } = await makeClient('Short-lived');
    const page = await openAt(`/console/applications/${clientId}`);
    await page.click('button:has-text("Delete")');
    expect(await page.textContent('.pf-v6-c-modal-box')).toContain('ends with the next request');
    await page.click('.pf-v6-c-modal-box button:has-text("Delete")');
    await page.waitForSelector('h1:has-text("Applications")');
    expect((await tenant.get(`/v1/oauth-clients/${clientId}`)).status).toBe(404);
  });

  test('disables an application and enables it again, saying before what that does', async () => {
    const { clientId } = await makeClient('Under suspicion since the last audit');
    const page = await openAt(`/console/applications/${clientId}`, { viewport: { width: 390, height: 760 } });
    const change = async (label: string): Promise<string> => {
      await page.click(`main button:has-text("${label}")`);
      const said = (await page.textContent('.pf-v6-c-modal-box')) ?? '';
      expect(await page.evaluate(CUT_OFF)).toBe(false);
      await page.click(`.pf-v6-c-modal-box button:has-text("${label}")`);
      await page.waitForSelector('.pf-v6-c-modal-box', { state: 'detached' });
      return said;
    };
    const enabled = async () => (await tenant.get(`/v1/oauth-clients/${clientId}`)).body;
    expect(await change('Disable')).toMatch(
      /Disable Under suspicion since the last audit\?.*refused from the next request on/,
    );
    await page.waitForSelector('.facts >> text="disabled"');
    expect(await enabled()).toMatchObject({ enabled: false });
    expect(await change('Enable')).toMatch(/Enable Under suspicion since the last audit\?.*It gets tokens again/);
    await page.waitForSelector('.facts >> text="enabled"');
    expect(await enabled()).toMatchObject({ enabled: true });
  });

  test('refuses the tokens of an application by a rule, and shows by a trial why', async () => {
    const { clientId } = await makeClient('Night job');
    const page = await openAt(`/console/applications/${clientId}`);
    await page.click('a:has-text("Refuse its tokens by a rule")');
    await page.fill('#field--reason', 'Under investigation');
    await page.click('button:has-text("Create rule")');
    await page.click('button:has-text("Try the rules")');
    await page.selectOption('#try-client', clientId);
    await page.click('span:text-is("Try")');
    await page.waitForSelector('text=The token is refused');
    expect(await page.textContent('main')).toContain('Under investigation');
    await page.click('.rows a');
    await page.waitForSelector('h1:has-text("Under investigation")');
    await page.click('button:has-text("Delete")');
    await page.click('.pf-v6-c-modal-box button:has-text("Delete")');
    await page.waitForSelector('text=No rule yet');
  });

  test('says that rules let nobody into the console any more, and not where networks decide', async () => {
    // Of the tenant that this browser signs in at, before it was at any other.
    const { operator } = service;
    const rule = { level: 'tenant', effect: 'deny', reason: 'Nobody at all', require: {} };
    const { id } = (await operator.post('/v1/token-policies', { ...rule, when: { grants: ['client_credentials'] } }))
      .body as { id: string };
    const page = await openAt('/console/policies', {}, operator);
    await page.waitForSelector('text=Nobody at all');
    await page.click('a:has-text("Nobody at all")');
    await page.click('label:has-text("Client credentials")');
    const tried = page.waitForResponse((response) => response.url().endsWith('/v1/token-policies:try'));
    await page.click('button:has-text("Save")');
    await tried;
    await page.waitForSelector('text=These rules let nobody into the console any more');
    expect(await page.textContent('.pf-v6-c-alert')).toContain('Nobody at all');
    const path = `/v1/token-policies/${id}`;
    const networks = { ...rule, effect: 'allow', when: { networks: ['10.0.0.0/8'] } };
    await operator.put(path, networks, { 'if-match': '*' });
    const judged = page.waitForResponse((response) => response.url().endsWith('/v1/token-policies:try'));
    await page.reload();
    await judged;
    await page.waitForSelector('text=10.0.0.0/8');
    expect(await page.textContent('main')).not.toContain('let nobody into the console');
    await operator.delete(path, { 'if-match': '*' });
  });

  test('ends a screen whose files are gone with words and a way out, and leaves the others whole', async () => {
    const page = await openAt('/console/applications');
    await page.waitForSelector('h1:has-text("Applications")');
    // As after an update of the service under an open tab.
    await page.route('**/assets/connections-*.js', (route) => route.abort());
    await page.click('nav a:has-text("Connections")');
    await page.waitForSelector('h1:has-text("This screen could not be shown")');
    await page.click('nav a:has-text("Applications")');
    await page.waitForSelector('h1:has-text("Applications")');
    await page.unroute('**/assets/connections-*.js');
    await page.click('nav a:has-text("Connections")');
    await page.click('button:has-text("Reload")');
    await page.waitForSelector('h1:has-text("Connections")');
  });

  test('adds an API of the tenant, whose scopes an application can then have', async () => {
    const page = await openAt('/console/apis/new');
    await page.fill('#field--identifier', 'https://orders.acme.example/api');
    await page.fill('#field--scopes', 'orders:read orders:write');
    await page.click('button:has-text("Create the API")');
    await page.click('a:has-text("https://orders.acme.example/api")');
    await page.waitForSelector('#field--identifier');
    await page.evaluate(
      `history.pushState(null, '', '/console/applications/new?kind=service'); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await page.waitForSelector('label:has-text("orders:read")');
  });

  test('shows an application that does not get through, with the code and what helps, and filters by state', async () => {
    const { clientId } = await makeClient('Broken job');
    // Once may be a stranger.
    for (let attempt = 0; attempt < 3; attempt += 1)
      await fetch(`${tenant.url}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:wrong`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
    const page = await openAt('/console/connections?state=unused');
    expect(await page.inputValue('#filter-state')).toBe('unused');
    await page.waitForSelector('a:has-text("Partner")');
    await page.selectOption('#filter-state', 'failing');
    await page.waitForSelector('a:has-text("Broken job")');
    expect(page.url()).toBe(`${tenant.url}/console/connections?state=failing`);
    expect(await page.textContent('table')).toMatch(/invalid_client.*did not prove who it is/);
  });

  test('gives and revokes the consent of an administrator', async () => {
    const page = await openAt('/console/consents');
    await page.click('button:has-text("Consent for all users")');
    await page.selectOption('#consent-client', (await clientCalled('Signing system')).clientId);
    await page.check('#consent-impersonation');
    await page.click('form button:has-text("Consent for all users")');
    await page.waitForSelector('td:has-text("Signing system")');
    await page.click('td button:has-text("Revoke")');
    await page.click('.pf-v6-c-modal-box button:has-text("Revoke")');
    await page.waitForSelector('text=No consent yet');
  });

  test.each(looks)('are without a barrier and without sideways scrolling %s', async (look, options) => {
    const page = await openAt('/console/', options);
    const { clientId } = await makeClient(`Look ${look}`);
    await tenant.post(`/v1/oauth-clients/${clientId}/secrets`, { overlapSeconds: 86_400 });
    const signing = (
      await tenant.post('/v1/oauth-clients', {
        name: `Signs ${look}`,
        grants: ['urn:ietf:params:oauth:grant-type:jwt-bearer'],
        scopes: ['impersonation'],
        generateKey: 'EC-P256',
      })
    ).body as Client;
    const identifier = `https://looks.example/${clientId}`;
    const { id: api } = (await tenant.post('/v1/oauth-resources', { identifier, scopes: ['orders:read'] })).body as {
      id: string;
    };
    await tenant.post('/v1/token-policies', {
      level: 'tenant',
      effect: 'require',
      require: { maximumSeconds: 600, binding: 'dpop' },
      when: { networks: ['10.0.0.0/8'], hours: { timeZone: 'Europe/Vienna' } },
      reason: 'Short tokens at the office',
    });
    await expectUsable(
      page,
      [
        'applications',
        'applications/new',
        'applications/new?kind=impersonation',
        `applications/${clientId}`,
        `applications/${clientId}/edit`,
        `applications/${signing.clientId}`,
        'apis',
        'apis/new',
        `apis/${api}`,
        'policies',
        'policies/new',
        'policies/try',
        'consents',
        'consents/new',
        'connections',
      ],
      look,
    );
  });
});
