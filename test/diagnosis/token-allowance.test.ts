import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { type DiagnosisReport, diagnosisReportSchema } from '../../src/diagnosis/diagnosis-report.js';
import { OwnTokenAllowance } from '../../src/diagnosis/probes/token-allowance.js';
import { TokenAllowanceStore } from '../../src/diagnosis/token-allowance.store.js';
import { StandingClock } from '../support/clock.js';
import { isServerGiven, startTestDatabase } from '../support/database.js';
import { presentedCredentials } from '../support/http/client-credentials.js';
import { type Script, type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { startTestService } from '../support/service.js';
import { type Body, basic, discoveredBody, scriptableBody, startRegisteredProvider } from './support/bodies.js';
import { diagnosed, firstFault } from './support/diagnosed.js';

/** Nothing in it has to be encoded, so that there is one encoding only. */
const SECRET = 'secret-of-the-client';

/** Refuses every client in one way, unless it sends the secret in the body. */
const onlyPost: Script = {
  token: (_happy, call) =>
    call.headers.authorization === undefined && presentedCredentials(call).clientSecret === SECRET
      ? { status: 400, json: { error: 'invalid_grant' } }
      : { status: 401, json: { error: 'invalid_client' } },
};

describe('what a diagnosis asks of a token endpoint', () => {
  let provider: ScriptableProvider;

  beforeEach(async () => {
    provider = await startScriptableProvider({
      clientSecret: SECRET,
      metadata: { token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'] },
    });
  });

  afterEach(() => provider.close());

  const body = (secret = SECRET): Body => scriptableBody(provider, { clientAuthentication: basic(secret) });
  const tokenCalls = () => provider.calls.counts().token ?? 0;

  it('is refused three times a minute at most; what was not asked is said, and asked a minute later', async () => {
    provider.behave(onlyPost);
    const clock = new StandingClock();
    const allowance = new OwnTokenAllowance(clock.now);
    const diagnose = () => diagnosed(body(), { allowance });

    const first = await diagnose();
    expect(tokenCalls()).toBe(3);
    expect(first.requests).toMatchObject({ toTokenEndpoint: 3, refusedByTokenEndpoint: 3 });
    expect(first.requests?.notAsked[0]).toBe('$.clientAuthentication.method with client_secret_post');
    expect(first.checks[0]?.remedy).toContain('client_secret_post');
    expect(first.requests?.sent).toBe(provider.calls.all().length);

    const atOnce = await diagnose();
    expect(tokenCalls()).toBe(3);
    expect(atOnce.requests).toMatchObject({ toTokenEndpoint: 0 });
    expect(atOnce.checks[0]?.path).toBe(first.checks[0]?.path);

    clock.advance(61_000);
    const later = await diagnose();
    expect(firstFault(later)).toBe('$.clientAuthentication.method');
    expect(later.checks[0]?.expected).toBe('client_secret_post');
    expect(later.requests?.refusedByTokenEndpoint).toBeLessThanOrEqual(3);
  });

  it('costs one refusal where everything is right, and none when it is asked again soon', async () => {
    const { now } = new StandingClock();
    const allowance = new OwnTokenAllowance(now);
    const diagnose = () => diagnosed(body(), { allowance, now });
    expect((await diagnose()).requests).toMatchObject({ refusedByTokenEndpoint: 1, notAsked: [] });
    for (let again = 0; again < 5; again += 1) {
      const report = await diagnose();
      expect(report.requests).toMatchObject({ refusedByTokenEndpoint: 0, notAsked: [] });
      expect(report.checks.find(({ id }) => id === 'client-authentication')).toMatchObject({ verdict: 'ok' });
    }
  });

  it('begins with the method when metadata or the words of the provider speak of it', async () => {
    provider.behave({
      token: (_happy, call) =>
        call.headers.authorization === undefined
          ? { status: 400, json: { error: 'invalid_grant' } }
          : { status: 401, json: { error: 'invalid_client', error_description: 'client_secret_basic is not allowed' } },
    });
    const { now } = new StandingClock();
    const report = await diagnosed(body(), { allowance: new OwnTokenAllowance(now), now });
    expect(firstFault(report)).toBe('$.clientAuthentication.method');
    expect(report.requests).toMatchObject({ toTokenEndpoint: 2, refusedByTokenEndpoint: 1 });
  });

  it('is one endpoint however its address is written', async () => {
    provider.behave(onlyPost);
    const { now } = new StandingClock();
    const allowance = new OwnTokenAllowance(now);
    for (const query of ['', '?a=1', '?a=2'])
      await diagnosed({ ...body(`wrong${query}`), tokenUri: `${provider.tokenUri}${query}` }, { allowance, now });
    expect(tokenCalls()).toBe(3);
  });

  it('ends at the first 429, for every diagnosis of that minute', async () => {
    provider.behave({ token: { status: 429, json: { error: 'slow_down' } } });
    const { now } = new StandingClock();
    const allowance = new OwnTokenAllowance(now);
    const report = await diagnosed(body(), { allowance, now });
    expect(tokenCalls()).toBe(1);
    expect(report.checks.find(({ id }) => id === 'client-authentication')).toMatchObject({ verdict: 'not-applicable' });
    const again = await diagnosed(body('other'), {
      allowance,
      now,
    });
    expect(tokenCalls()).toBe(1);
    expect(again.checks.find(({ id }) => id === 'token-endpoint')).toMatchObject({
      verdict: 'not-applicable',
      seen: expect.stringContaining('try again in a minute'),
    });
  });

  it('is counted for all tenants, bodies and instances together, at once too, and answers are remembered per tenant', async () => {
    provider.behave(onlyPost);
    // The embedded database serves one instance only.
    const database = isServerGiven() ? await startTestDatabase() : null;
    const clock = new StandingClock();
    const service = await startTestService({ clock, ...(database && { database }) });
    const acme = await service.newTenant('acme');
    const umbrella = await service.newTenant('umbrella');
    // It brings an operator key of its own, which takes the first one's place.
    const second = database === null ? null : await startTestService({ database, clock });
    try {
      const answers = await Promise.all(
        [acme, umbrella, acme, umbrella].map((tenant, index) => {
          const { key } = tenant;
          const caller = index < 2 ? tenant : (second ?? service).caller(key);
          return caller.post('/v1/provider-diagnoses', body(`wrong-${index}`));
        }),
      );
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
      const refused = answers.map(
        (answer) => diagnosisReportSchema.parse(answer.body).requests?.refusedByTokenEndpoint,
      );
      expect(refused.reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBe(3);
      expect(tokenCalls()).toBe(3);
      const tenants = await service.app
        .get(DataSource)
        .query<{ id: string }[]>(`SELECT id FROM tenant WHERE name = 'acme'`);
      const remembered = service.app.get(TokenAllowanceStore).ofTenant(tenants[0]?.id ?? '');
      await remembered.remember('asked', { detail: 'said \0 and \ud83d' });
      expect(await remembered.recall('asked')).toEqual({ detail: 'said \ufffd and \ufffd' });
      const { body: shown } = await acme.post('/v1/provider-diagnoses', body('wrong-again'));
      expect(diagnosisReportSchema.parse(shown).requests).toMatchObject({ toTokenEndpoint: 0 });
      expect(tokenCalls()).toBe(3);
    } finally {
      await second?.close();
      await service.close();
      await database?.close();
    }
  });

  it('counts pushed authorization requests as well, and goes on with those that were not asked', async () => {
    const pushing = await startRegisteredProvider();
    const clock = new StandingClock();
    const allowance = new OwnTokenAllowance(clock.now);
    const diagnose = (changes: Body) =>
      diagnosed(discoveredBody(pushing, { usePushedAuthorizationRequests: true, ...changes }), { allowance });
    const refusals = ({ requests }: DiagnosisReport) =>
      (requests?.refusedByTokenEndpoint ?? 0) + (requests?.refusedPushed ?? 0);
    try {
      const right = await diagnose({});
      expect(right.verdict).not.toBe('fault');
      expect(right.requests).toMatchObject({ refusedByTokenEndpoint: 1, refusedPushed: 1, notAsked: [] });

      clock.advance(61_000);
      const wrong = {
        scopes: ['openid', 'profile', 'email'],
        authorizationParameters: { a: '1', prompt: 'none login' },
      };
      const reports: DiagnosisReport[] = [];
      do {
        reports.push(await diagnose(wrong));
        clock.advance(61_000);
      } while (reports.length < 5 && (reports.at(-1)?.requests?.notAsked.length ?? 0) > 0);
      expect(reports.map(refusals).filter((count) => count > 3)).toEqual([]);
      expect(reports.length).toBeGreaterThan(1);
      expect(firstFault(reports.at(-1)!)).toBe('$.authorizationParameters.prompt');
    } finally {
      await pushing.close();
    }
  });
});
