import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type DiagnosisReport, diagnosisReportSchema } from '../../src/diagnosis/diagnosis-report.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import {
  generateSigningKey,
  type ScriptableProvider,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { type Body, basic, SECRET } from './support/bodies.js';

const validateEmail = { path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' };
const validateName = { path: 'given_name', action: 'validate', target: 'recipient.firstName', whenMissing: 'fail' };

describe('what a login has shown of a provider', () => {
  let service: SharedService;
  let tenant: ApiClient;
  let provider: ScriptableProvider;
  let count = 0;

  beforeAll(async () => {
    service = await sharedTestService();
    tenant = await service.newTenant();
    provider = await startScriptableProvider({
      clientSecret: SECRET,
      person: { idToken: { sub: '1' }, userinfo: { sub: '1', email: 'john@example.com', given_name: 'John' } },
    });
  });

  afterAll(async () => {
    await service.close();
    await provider.close();
  });

  async function saved(changes: Body): Promise<Body> {
    count += 1;
    const body = {
      name: `idp-${count}`,
      kind: 'oidc',
      clientId: 'sign',
      clientAuthentication: basic(),
      issuer: provider.issuer,
      scopes: ['openid', 'profile', 'email'],
      ...changes,
    };
    const { status, body: answer } = await tenant.post('/v1/providers', body);
    expect({ status, answer }).toMatchObject({ status: 201 });
    return answer as Body;
  }

  async function put(name: unknown, body: Body): Promise<void> {
    const path = `/v1/providers/${String(name)}`;
    const { headers } = await tenant.get(path);
    const answer = await tenant.put(path, body, { 'if-match': headers.get('etag') ?? '' });
    expect(answer).toMatchObject({ status: 200 });
  }

  /** @returns whether it succeeded, and what the attempt says */
  async function logIn(name: unknown) {
    const created = await tenant.post('/v1/signer-authentications', {
      envelope: { id: 'env-1' },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Doe' },
      providers: [{ name }],
    });
    const { id, signInUrl } = created.body as { id: string; signInUrl: string };
    const browser = new SignerBrowser();
    await browser.open(signInUrl);
    await browser.click('button[name=provider]');
    await browser.close();
    const { body } = await tenant.get(`/v1/signer-authentications/${id}/attempts`);
    const items = z.array(z.looseObject({ status: z.string(), checks: diagnosisReportSchema.shape.checks }));
    const [attempt] = items.parse((body as { items: unknown }).items);
    if (attempt === undefined) throw new Error('There is no attempt');
    return attempt;
  }

  const diagnose = async (name: unknown): Promise<DiagnosisReport> =>
    diagnosisReportSchema.parse((await tenant.post(`/v1/providers/${String(name)}/diagnosis`)).body);
  const faultsOf = ({ checks }: Pick<DiagnosisReport, 'checks'>) => checks.filter(({ verdict }) => verdict === 'fault');

  it('offers the body with a UserInfo resource where claims are only there, after the attempt and in the diagnosis', async () => {
    provider.behave({});
    const shown = await saved({ idToken: { mappings: [validateEmail, validateName] } });
    const { name } = shown;
    expect(faultsOf(await diagnose(name))).toEqual([]);
    const attempt = await logIn(name);
    expect(attempt.status).toBe('failed');
    const [fromAttempt] = faultsOf(attempt);
    const [fromDiagnosis] = faultsOf(await diagnose(name));
    for (const found of [fromAttempt, fromDiagnosis]) {
      expect(found?.path).toMatch(/^\$\.idToken\.mappings\[[01]\]\.path$/);
      expect(found?.remedy).toContain('Add a resource of type `userinfo`');
      expect(found?.change).toMatchObject({
        idToken: { mappings: [] },
        resources: [{ name: 'userinfo', type: 'userinfo', mappings: [{ path: 'email' }, { path: 'given_name' }] }],
      });
    }
    await put(name, { ...shown, ...fromDiagnosis?.change });
    expect((await logIn(name)).status).toBe('succeeded');
    expect(faultsOf(await diagnose(name))).toEqual([]);
  });

  it('moves a mapping to the UserInfo resource that is there, once the claim was seen in it', async () => {
    provider.behave({});
    const userinfo = { name: 'about', type: 'userinfo', mappings: [{ ...validateName }] };
    const shown = await saved({ idToken: { mappings: [validateEmail] }, resources: [userinfo] });
    const attempt = await logIn(shown['name']);
    const [found] = faultsOf(attempt);
    expect(found).toMatchObject({
      path: '$.idToken.mappings[0].path',
      remedy: expect.stringContaining('Use the resource `about`'),
      change: {
        idToken: { mappings: [] },
        resources: [{ name: 'about', mappings: [{ path: 'given_name' }, { path: 'email' }] }],
      },
    });
    await put(shown['name'], { ...shown, ...found?.change });
    expect((await logIn(shown['name'])).status).toBe('succeeded');
  });

  it('makes the diagnosis name the algorithm that came, until a login succeeds, and say ok once it is allowed', async () => {
    const elliptic = await generateSigningKey('ES256');
    provider.setKeys([provider.signingKey, elliptic]);
    provider.behave({ idToken: { key: elliptic } });
    const shown = await saved({ idToken: { signingAlgorithms: ['RS256'] } });
    const { name } = shown;
    const path = '$.idToken.signingAlgorithms';
    expect(faultsOf(await diagnose(name))).toEqual([]);
    expect(faultsOf(await logIn(name))).toMatchObject([{ path }]);
    const failing = await diagnose(name);
    expect(failing.checks[0]).toMatchObject({ id: 'signing-algorithms', verdict: 'fault', path });
    expect(failing.checks[0]?.remedy).toContain('Allow ES256');
    expect(failing.checks.filter((check) => check.path === path && check.verdict === 'ok')).toEqual([]);

    await put(name, { ...shown, idToken: { signingAlgorithms: ['RS256', 'ES256'] } });
    const allowed = await diagnose(name);
    expect(faultsOf(allowed)).toEqual([]);
    expect(allowed.checks.find(({ id }) => id === 'signing-algorithms')).toMatchObject({ verdict: 'ok' });
    expect((await logIn(name)).status).toBe('succeeded');
  });

  it('takes back an ok that the login disproved, and keeps quiet once the setting was changed', async () => {
    provider.behave({
      userinfo: (happy, { headers }) => (headers.authorization?.includes('no-such') ? happy : { status: 404 }),
    });
    const resources = [{ name: 'userinfo', type: 'userinfo', uri: provider.userinfoUri, mappings: [validateEmail] }];
    const shown = await saved({ resources });
    const path = '$.resources[0].uri';
    const before = await diagnose(shown['name']);
    expect(before.checks.find((check) => check.id === 'resources' && check.path === path)).toMatchObject({
      verdict: 'ok',
    });
    await logIn(shown['name']);
    const after = await diagnose(shown['name']);
    expect(after.checks[0]).toMatchObject({ id: 'attempt', verdict: 'fault', path });
    expect(after.checks.filter((check) => check.path === path && check.verdict === 'ok')).toEqual([]);
    await put(shown['name'], { ...shown, resources: [{ ...resources[0], uri: `${provider.userinfoUri}?v=2` }] });
    expect(faultsOf(await diagnose(shown['name']))).toEqual([]);
  });

  it('tells a wrong encoding from a wrong secret, and no longer blames what the login could not tell apart', async () => {
    provider.behave({});
    const shown = await saved({ clientAuthentication: { ...basic(), basicEncoding: 'raw' } });
    const attempt = await logIn(shown['name']);
    expect(attempt.checks.map(({ path }) => path)).toContain('$.clientAuthentication.basicEncoding');
    expect(faultsOf(await diagnose(shown['name'])).map(({ path }) => path)).toEqual([
      '$.clientAuthentication.basicEncoding',
    ]);
  });

  it('knows that the client id is right once a code came for it', async () => {
    const alike = { status: 401, json: { error: 'invalid_client' } };
    provider.behave({ token: alike });
    const shown = await saved({ clientAuthentication: basic('not-the-secret') });
    await logIn(shown['name']);
    const { checks } = await diagnose(shown['name']);
    expect(checks[0]).toMatchObject({ verdict: 'fault', path: '$.clientAuthentication.clientSecret' });
    expect(checks.filter(({ path, verdict }) => path === '$.clientId' && verdict !== 'ok')).toEqual([]);
  });

  it('names the scope where UserInfo is the resource of kind oauth2 and a claim did not come', async () => {
    provider.behave({ userinfo: { json: { sub: '1', email: 'john@example.com' } } });
    const shown = await saved({
      kind: 'oauth2',
      issuer: null,
      authorizationUri: provider.authorizationUri,
      tokenUri: provider.tokenUri,
      scopes: ['openid', 'profil', 'email'],
      subject: { source: 'resource:person', path: 'sub' },
      resources: [{ name: 'person', uri: provider.userinfoUri, mappings: [validateName] }],
    });
    const attempt = await logIn(shown['name']);
    expect(faultsOf(attempt)).toMatchObject([{ path: '$.scopes', remedy: 'Add the scope `profile`.' }]);
  });

  it('is judged with the scopes it was made with: what was not asked for then may come now', async () => {
    provider.behave({});
    const shown = await saved({ scopes: ['openid'], idToken: { mappings: [validateName] } });
    await logIn(shown['name']);
    expect(faultsOf(await diagnose(shown['name']))).toMatchObject([{ path: '$.scopes' }]);
    await put(shown['name'], { ...shown, scopes: ['openid', 'profile'] });
    const changed = await diagnose(shown['name']);
    expect(faultsOf(changed)).toEqual([]);
    expect(changed.checks.find(({ id }) => id === 'mapping-paths')).toMatchObject({
      verdict: 'not-applicable',
      seen: expect.stringContaining('other settings (scopes)'),
    });
  });
});
