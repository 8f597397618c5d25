import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { PruneTestLoginsJob } from '../../src/test-logins/prune-test-logins.job.js';
import { testLoginSchema } from '../../src/test-logins/test-login.schema.js';
import { LoginWorld } from '../signer-authentications/world.js';
import { SignerBrowser } from '../support/signer-browser.js';

const hour = 3_600_000;

describe('a test login', () => {
  let world: LoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.start();
  });

  afterAll(() => world.close());

  const make = async (provider: string, body: object = {}) => {
    const created = await world.tenant.post(`/v1/providers/${provider}/test-logins`, body);
    expect(created.status).toBe(201);
    return created.body as { id: string; url: string; expiresAt: string };
  };

  const logIn = async (url: string, account: string) => {
    const browser = new SignerBrowser();
    await browser.open(url);
    const login = await browser.click('button[name=provider]');
    if (login.document.querySelector('#decline') !== null) {
      await browser.click(account === 'decline' ? '#decline' : `#account-${account}`);
    }
    await browser.close();
    return browser.page;
  };

  const read = async (provider: string, id: string) =>
    testLoginSchema.parse((await world.tenant.get(`/v1/providers/${provider}/test-logins/${id}`)).body);

  const readReport = async (provider: string, id: string) => {
    const { status, report } = await read(provider, id);
    if (report === null) throw new Error('There is no report');
    return { status, report };
  };

  const events = async () => {
    const { body } = await world.tenant.get('/v1/audit-events?limit=200');
    return z
      .object({ items: z.array(z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) })) })
      .parse(body).items;
  };

  it('shows every step, the claims with their types, and what each mapping makes of them', async () => {
    const { id, url } = await make('openid', { recipient: { email: 'john@example.com', firstName: 'Jon' } });
    expect(await read('openid', id)).toMatchObject({ status: 'open', report: null });
    const page = await logIn(url, 'john');
    expect(page.text).toContain('The report is ready');

    const { status, report } = await readReport('openid', id);
    expect(status).toBe('failed');
    const steps = report.steps.map(({ step }) => step);
    expect(steps).toEqual(
      expect.arrayContaining([
        'authorization_request',
        'authorization_response',
        'token_request',
        'id_token',
        'policy',
      ]),
    );
    for (const step of report.steps) expect(step).toMatchObject({ durationMs: expect.any(Number), outcome: 'ok' });
    expect(report.sources[0]).toMatchObject({ source: 'id_token', claims: { given_name: 'John' } });
    expect(report.sources[0]?.tree.members).toContainEqual({ name: 'given_name', type: 'string' });
    expect(report.mappings.map(({ verdict }) => verdict.result)).toEqual(['matched', 'mismatched', 'updated']);
    expect(report.checks[0]).toMatchObject({ verdict: 'fault', path: '$.idToken.mappings[1]' });
    expect(report.idToken?.header).toMatchObject({ alg: 'RS256' });
  });

  it('masks tokens, codes and secrets', async () => {
    const { id, url } = await make('oauth');
    await logIn(url, 'john');
    const text = JSON.stringify(await read('oauth', id));
    expect(text).toContain('access_token=[redacted]');
    for (const token of world.oauth.issuedTokens) expect(text).not.toContain(token);
    expect(text).not.toContain('secret-of-the-client');
    expect(text).not.toMatch(/[?&](code|state)=/);
  });

  it('compares nothing when no person is given, and is not failed by that', async () => {
    const { id, url } = await make('openid');
    await logIn(url, 'john');
    const { status, report } = await readReport('openid', id);
    expect(status).toBe('succeeded');
    expect(report.mappings[0]?.verdict).toMatchObject({ reason: 'no_expected_value', fails: false });
    expect(report.mappings[0]).toMatchObject({
      value: 'john@example.com',
      normalForm: { ok: true, value: 'john@example.com' },
    });
  });

  it('names the setting when the login fails at the provider, or cannot be started', async () => {
    await world.addProvider(
      world.openIdBody({
        name: 'no-secret',
        clientAuthentication: { method: 'client_secret_basic', clientSecret: 'wrong' },
      }),
    );
    world.openId.registerRedirectUri('sign', `${world.service.settings.PUBLIC_URL}/callback/acme/no-secret`);
    const failing = await make('no-secret');
    await logIn(failing.url, 'john');
    expect((await readReport('no-secret', failing.id)).report).toMatchObject({
      failure: { code: 'token_request.invalid_client' },
      checks: [
        { verdict: 'fault', path: '$.clientAuthentication.clientSecret' },
        { verdict: 'warning', path: '$.clientAuthentication.method' },
        { verdict: 'warning', path: '$.clientAuthentication.basicEncoding' },
      ],
    });

    await world.addProvider(world.openIdBody({ name: 'no-issuer', issuer: 'http://idp.invalid' }));
    const unstarted = await make('no-issuer');
    expect((await logIn(unstarted.url, 'john')).text).toContain('The report is ready');
    expect((await readReport('no-issuer', unstarted.id)).report.checks[0]).toMatchObject({
      verdict: 'fault',
      path: '$.issuer',
    });
  });

  it('works while the provider is disabled, so that it can be tried before signers use it', async () => {
    await world.tenant.post('/v1/providers/openid/disable');
    const { id, url } = await make('openid', { recipient: { email: 'john@example.com', firstName: 'John' } });
    await logIn(url, 'john');
    expect((await read('openid', id)).status).toBe('succeeded');
    await world.tenant.post('/v1/providers/openid/enable');
  });

  it('has one event in the trail, in no envelope, and without personal data', async () => {
    const { id, url } = await make('openid');
    const before = (await events()).length;
    await logIn(url, 'john');
    const after = await events();
    expect(after.length - before).toBe(1);
    const event = after.find(({ data }) => data['testLoginId'] === id);
    expect(event).toMatchObject({ type: 'provider.test_login', data: { provider: 'openid', status: 'succeeded' } });
    expect(JSON.stringify(event)).not.toContain('john');
  });

  it('leads to one login, from our own page only', async () => {
    const { url } = await make('openid');
    const browser = new SignerBrowser();
    const foreign = await browser.post(url, { provider: 'openid' }, 'https://attacker.example/');
    expect(foreign.status).toBe(403);
    await logIn(url, 'john');
    expect((await browser.open(url)).status).toBe(410);
    expect((await browser.open(`${url.slice(0, -3)}abc`)).status).toBe(404);
    await browser.close();
  });

  it('is unreadable by others, and gone after 24 hours', async () => {
    const { id, url } = await make('openid');
    await logIn(url, 'john');
    const stranger = await world.service.newTenant();
    expect((await stranger.get(`/v1/providers/openid/test-logins/${id}`)).status).toBe(404);
    expect((await world.tenant.get(`/v1/providers/oauth/test-logins/${id}`)).status).toBe(404);
    world.service.clock.advance(25 * hour);
    expect((await world.tenant.get(`/v1/providers/openid/test-logins/${id}`)).status).toBe(404);
    await world.service.app.get(PruneTestLoginsJob).prune();
    const rows: unknown[] = await world.service.app
      .get(DataSource)
      .query('SELECT id FROM test_login WHERE id = $1', [id]);
    expect(rows).toEqual([]);
  });

  it('keeps its values out of the log', () => {
    expect(world.service.log.text).not.toContain('john@example.com');
  });
});
