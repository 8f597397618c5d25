import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { issuerTwice } from '../federation/hostile-cases/authorization-response.cases.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { rsaPair } from '../support/rsa-pair.js';
import {
  encryptJwt,
  JOHN_DOE,
  type ScriptableProvider,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';

const ours = await rsaPair();
const strangers = await rsaPair();
const encrypted = {
  authorizationResponse: { encryption: { keyManagementAlgorithms: ['RSA-OAEP-256'] } },
  decryptionKey: ours.privateKey.export({ type: 'pkcs8', format: 'pem' }),
};
const publicJwk = (pair: typeof ours) => createPublicKey(pair.privateKey).export({ format: 'jwk' }) as JWK;

/** JARM: `state` stands inside the JWT, and with encryption the attempt can be found only by opening it. */
describe('an authorization response in a JWT', () => {
  const acme = ownName('acme');
  let service: SharedService;
  let tenant: ApiClient;
  let provider: ScriptableProvider;

  beforeAll(async () => {
    service = await sharedTestService();
    tenant = await service.newTenant(acme);
    provider = await startScriptableProvider({ clientSecret: 'secret', person: JOHN_DOE });
    for (const [name, responseMode] of [
      ['by-query', 'jwt'],
      ['by-post', 'form_post.jwt'],
      ['elsewhere', 'jwt'],
      ['signed', 'jwt'],
      ['plain', null],
    ] as const) {
      const added = await tenant.post('/v1/providers', {
        name,
        kind: 'oidc',
        clientId: provider.clientId,
        clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
        issuer: provider.issuer,
        responseMode,
        ...(name === 'signed' || name === 'plain' ? {} : encrypted),
      });
      expect(added).toMatchObject({ status: 201 });
    }
  });

  beforeEach(() => {
    provider.calls.clear();
    encryptedFor(ours);
  });

  afterAll(async () => {
    await service.close();
    await provider.close();
  });

  function encryptedFor(pair: typeof ours, change: (signed: string) => string = (signed) => signed): void {
    provider.behave({
      authorization: async (happy) => ({
        ...happy,
        parameters: await Promise.all(
          happy.parameters.map(
            async ([name, value]) => [name, await encryptJwt(change(value), publicJwk(pair))] as const,
          ),
        ),
      }),
    });
  }

  async function logIn(
    name: string,
    browser = new SignerBrowser(),
  ): Promise<{ id: string; page: BrowserPage; status: () => Promise<unknown> }> {
    const { status, body } = await tenant.post('/v1/signer-authentications', {
      envelope: { id: 'env-1' },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com' },
      providers: [{ name }],
    });
    expect(status).toBe(201);
    const { id, signInUrl } = body as { id: string; signInUrl: string };
    await browser.open(signInUrl);
    return {
      id,
      page: await browser.click(`button[value=${name}]`),
      status: async () => ((await tenant.get(`/v1/signer-authentications/${id}`)).body as { status: unknown }).status,
    };
  }

  const tokenCalls = () => provider.calls.counts().token ?? 0;

  it('that names its issuer twice, as Keycloak does, logs in', async () => {
    provider.behave({ authorization: issuerTwice(provider, provider.issuer) });
    const { status } = await logIn('signed');
    expect(await status()).toBe('succeeded');
  });

  it('that names two issuers ends its attempt, in the trail and with the setting to look at', async () => {
    provider.behave({ authorization: issuerTwice(provider, 'https://other.example') });
    const { id, status } = await logIn('signed');
    expect(await status()).toBe('pending');
    expect(tokenCalls()).toBe(0);
    expect((await tenant.get(`/v1/signer-authentications/${id}/attempts`)).body).toMatchObject({
      items: [
        {
          status: 'failed',
          checks: [{ verdict: 'fault', path: '$.responseMode', seen: expect.stringMatching(/"iss" twice/) as unknown }],
        },
      ],
    });
    const { body } = await tenant.get('/v1/audit-events?type=attempt.failed');
    expect((body as { items: unknown[] }).items).toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({ code: 'authorization_response.jwt_invalid' }) as object,
      }),
    );
  });

  it.each(['by-query', 'by-post'])('is opened to find its attempt, and the login succeeds: %s', async (name) => {
    const { page, status } = await logIn(name);
    expect(page.status).toBe(200);
    expect(await status()).toBe('succeeded');
    expect(tokenCalls()).toBe(1);
  });

  const attemptsOf = async (id: string) =>
    (await tenant.get(`/v1/signer-authentications/${id}/attempts`)).body as { items: readonly object[] };
  const cookiesOf = async (browser: SignerBrowser, url: URL) =>
    Object.keys(await browser.cookies.valuesFor(url)).filter((name) => name.includes('attempt-'));

  it.each([
    [
      'is for somebody else',
      () => {
        encryptedFor(strangers);
      },
      '$.decryptionKey',
    ],
    [
      'holds no token',
      () => {
        encryptedFor(ours, () => 'no token');
      },
      '$.responseMode',
    ],
    [
      'holds a token that is encrypted again',
      () => {
        encryptedFor(ours, () => 'a.b.c.d.e');
      },
      '$.responseMode',
    ],
    [
      'is garbage',
      () => {
        provider.behave({ authorization: { response: 'a.b.c.d.e' } });
      },
      '$.responseMode',
    ],
    [
      'has claims that are no JSON',
      () => {
        encryptedFor(ours, (signed) => signed.replace(/\.[^.]+\./, '.bm8ganNvbg.'));
      },
      '$.responseMode',
    ],
    [
      'comes twice',
      () => {
        provider.behave({ authorization: { response: ['a.b.c.d.e', 'a.b.c.d.e'] } });
      },
      '$.authorizationUri',
    ],
  ] as const)('that %s ends the only login that its browser has there, in the trail', async (_what, behave, path) => {
    behave();
    const browser = new SignerBrowser();
    const { id, page } = await logIn('by-query', browser);
    expect(tokenCalls()).toBe(0);
    expect(await attemptsOf(id)).toMatchObject({ items: [{ status: 'failed', checks: [{ verdict: 'fault', path }] }] });
    expect(await cookiesOf(browser, page.url)).toEqual([]);
  });

  it('that nobody can read changes nothing where two logins are under way, nor where plain parameters are expected', async () => {
    const browser = new SignerBrowser({ doNotFetch: ({ pathname }) => pathname.startsWith('/callback/') });
    const [one, other, plain] = [
      await logIn('by-query', browser),
      await logIn('by-query', browser),
      await logIn('plain', browser),
    ];
    const visitor = new SignerBrowser();
    for (const { page } of [one, other, plain]) {
      const cookies = Object.entries(await browser.cookies.valuesFor(page.url));
      await visitor.cookies.store(
        cookies.map(([name, value]) => `${name}=${value}; Path=/`),
        page.url,
      );
      const garbage = new URL(page.url);
      garbage.search = '?response=a.b.c.d.e';
      expect((await visitor.open(garbage.href)).status).toBe(400);
    }
    for (const { id } of [one, other, plain])
      expect(await attemptsOf(id)).toMatchObject({ items: [{ status: 'open' }] });
    expect((await visitor.open(one.page.url)).status).toBe(200);
    expect(await one.status()).toBe('succeeded');
  });

  it.each([
    ['state', 'plain'],
    ['response', 'signed'],
  ])('or plain parameters with two different %s end the attempt that one of them names', async (parameter, name) => {
    provider.behave({
      authorization: (happy) => ({
        ...happy,
        parameters: [[parameter, 'A'.repeat(43)], ...happy.parameters],
      }),
    });
    const { id } = await logIn(name);
    expect(tokenCalls()).toBe(0);
    expect(await attemptsOf(id)).toMatchObject({
      items: [{ status: 'failed', failure: { code: 'authorization_response.duplicate_parameter' } }],
    });
  });

  it('whose signature is damaged is refused after its attempt was found', async () => {
    encryptedFor(ours, (signed) => `${signed.slice(0, -8)}AAAAAAAA`);
    const { status } = await logIn('by-query');
    expect(await status()).toBe('pending');
    expect(tokenCalls()).toBe(0);
    const { body } = await tenant.get('/v1/audit-events?type=attempt.failed');
    expect((body as { items: unknown[] }).items.at(-1)).toMatchObject({
      data: { code: 'authorization_response.jwt_invalid', provider: 'by-query' },
    });
  });

  it('does not reach its attempt from another browser, nor at another provider’s callback', async () => {
    const browser = new SignerBrowser({ doNotFetch: ({ pathname }) => pathname.startsWith('/callback/') });
    const { page, status } = await logIn('by-query', browser);
    expect((await new SignerBrowser().open(page.url)).status).toBe(400);

    const cookies = Object.entries(await browser.cookies.valuesFor(page.url));
    const sameBrowser = new SignerBrowser();
    await sameBrowser.cookies.store(
      cookies.map(([name, value]) => `${name}=${value}; Path=/`),
      page.url,
    );
    const elsewhere = new URL(page.url);
    elsewhere.pathname = `/callback/${acme}/elsewhere`;
    expect((await sameBrowser.open(elsewhere)).status).toBe(400);
    elsewhere.pathname = '/callback/nobody/by-query';
    expect((await sameBrowser.open(elsewhere)).status).toBe(400);
    expect(tokenCalls()).toBe(0);
    expect((await sameBrowser.open(page.url)).status).toBe(200);
    expect(await status()).toBe('succeeded');
  });
});
