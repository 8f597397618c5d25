import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { inRange } from '../support/range.js';
import { JOHN_DOE, type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';

const RESOURCES = [1, 2, 3, 4, 5];
const MAPPINGS = 100;
/** As many as a request may name, in the long run. */
const OFFERED = inRange(4, 20);
const longName = (index: number) => `claim_${index}_${'n'.repeat(80)}`;

interface TrailEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('as many mappings and validations as there may be', () => {
  let service: SharedService;
  let tenant: ApiClient;
  let provider: ScriptableProvider;

  beforeAll(async () => {
    service = await sharedTestService();
    tenant = await service.newTenant();
    const resources = Object.fromEntries(RESOURCES.map((number) => [`r${number}`, { id: number }]));
    provider = await startScriptableProvider({ clientSecret: 'secret', person: { ...JOHN_DOE, resources } });
  });

  afterAll(async () => {
    await service.close();
    await provider.close();
  });

  async function addProvider(name: string, whenMissing: 'skip' | 'fail' | 'warn'): Promise<void> {
    const mappings = Array.from({ length: MAPPINGS }, (_unused, index) => ({
      path: `person.${longName(index)}`,
      action: 'validate',
      target: `custom.${longName(index)}`,
      whenMissing,
    }));
    const added = await tenant.post('/v1/providers', {
      name,
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
      issuer: provider.issuer,
      resources: RESOURCES.map((number) => ({
        name: `r${number}`,
        uri: `${provider.issuer}/resource/r${number}`,
        mappings,
      })),
    });
    expect(added).toMatchObject({ status: 201 });
  }

  async function create(envelopeId: string, providers: readonly object[]): Promise<{ id: string; signInUrl: string }> {
    const created = await tenant.post('/v1/signer-authentications', {
      envelope: { id: envelopeId },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Doe' },
      providers,
    });
    expect(created).toMatchObject({ status: 201 });
    return created.body as { id: string; signInUrl: string };
  }

  async function logIn(signInUrl: string, name: string): Promise<BrowserPage> {
    const browser = new SignerBrowser();
    await browser.open(signInUrl);
    return browser.click(`button[value=${name}]`);
  }

  async function eventsOf(envelopeId: string): Promise<readonly TrailEvent[]> {
    const { body } = await tenant.get(`/v1/envelopes/${envelopeId}/audit-trail`);
    return (body as { events: readonly TrailEvent[] }).events;
  }

  it.each([
    ['skip', 200, 'succeeded'],
    ['warn', 200, 'succeeded'],
    ['fail', 422, 'pending'],
  ] as const)(
    'all missing, which says %s: the login is judged, every verdict in the trail',
    async (whenMissing, status, standing) => {
      await addProvider(`all-${whenMissing}`, whenMissing);
      const { id, signInUrl } = await create(`env-${whenMissing}`, [{ name: `all-${whenMissing}` }]);
      expect((await logIn(signInUrl, `all-${whenMissing}`)).status).toBe(status);
      expect((await tenant.get(`/v1/signer-authentications/${id}`)).body).toMatchObject({ status: standing });

      const events = await eventsOf(`env-${whenMissing}`);
      const judged = events.filter(({ type }) => type === 'attempt.mapping_judged');
      expect(judged.length).toBeGreaterThan(1);
      expect(judged.map(({ data }) => [data['part'], data['parts']])).toEqual(
        judged.map((_event, index) => [index + 1, judged.length]),
      );
      const verdicts = judged.flatMap(({ data }) => data['verdicts'] as { source: string; path: string }[]);
      expect(verdicts.map(({ source, path }) => [source, path])).toEqual(
        RESOURCES.flatMap((number) =>
          Array.from({ length: MAPPINGS }, (_unused, index) => [`resource:r${number}`, `person.${longName(index)}`]),
        ),
      );
      expect(events.filter(({ type }) => type.endsWith('failed'))).toHaveLength(whenMissing === 'fail' ? 1 : 0);
    },
  );

  it(`are accepted when a request asks for all of them at ${OFFERED} providers`, async () => {
    const names = Array.from({ length: OFFERED }, (_unused, index) => `offered-${index}`);
    for (const name of names) await addProvider(name, 'skip');
    const validations = Array.from({ length: MAPPINGS }, (_unused, index) => ({
      field: `custom.${longName(index)}`,
      expected: 'x'.repeat(100),
    }));
    await create(
      'env-all',
      names.map((name) => ({ name, validations })),
    );
    const [created] = await eventsOf('env-all');
    expect(created?.data['validations']).toEqual(names.map((name) => ({ provider: name, fieldCount: MAPPINGS })));
  });
});
