import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authorizationResponseCases } from '../federation/hostile-cases/authorization-response.cases.js';
import { discoveryCases } from '../federation/hostile-cases/discovery.cases.js';
import type { HostileCase } from '../federation/hostile-cases/hostile-case.js';
import { idTokenCases } from '../federation/hostile-cases/id-token.cases.js';
import { resourceCases } from '../federation/hostile-cases/resource.cases.js';
import { tokenRequestCases } from '../federation/hostile-cases/token-request.cases.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { everyNth, isLongRun } from '../support/range.js';
import { JOHN_DOE, type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';

const secret = 'secret-of-the-client';
const person = { ...JOHN_DOE, resources: { document: { licence: 'A-1' }, later: { licence: 'B-2' } } };

interface TrailEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The same table that holds the judgement of a trip to its codes, walked through the whole service. */
describe('a provider that lies to the whole service', () => {
  let service: SharedService;
  let tenant: ApiClient;
  let provider: ScriptableProvider;
  let cases = 0;

  beforeAll(async () => {
    service = await sharedTestService();
    tenant = await service.newTenant();
    provider = await startScriptableProvider({ clientSecret: secret, person });
  });

  beforeEach(() => {
    provider.calls.clear();
    provider.behave({});
  });

  afterAll(async () => {
    await service.close();
    await provider.close();
  });

  async function create(
    row: HostileCase,
  ): Promise<{ id: string; signInUrl: string; envelopeId: string; name: string }> {
    const name = `case-${(cases += 1)}`;
    const changes: unknown =
      typeof row.configuration === 'function' ? row.configuration(provider) : (row.configuration ?? {});
    const added = await tenant.post('/v1/providers', {
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: secret },
      issuer: provider.issuer,
      resources: [{ name: 'userinfo', type: 'userinfo' }],
      ...(changes as object),
      name,
    });
    expect(added).toMatchObject({ status: 201 });
    const envelopeId = `env-${name}`;
    const created = await tenant.post('/v1/signer-authentications', {
      envelope: { id: envelopeId },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Dough' },
      providers: [{ name }],
      returnUrl: 'https://workflow.example/after',
    });
    expect(created).toMatchObject({ status: 201 });
    return { ...(created.body as { id: string; signInUrl: string }), envelopeId, name };
  }

  async function eventsOf(envelopeId: string): Promise<readonly TrailEvent[]> {
    return ((await tenant.get(`/v1/envelopes/${envelopeId}/audit-trail`)).body as { events: readonly TrailEvent[] })
      .events;
  }

  const rows = [
    ...discoveryCases,
    ...authorizationResponseCases,
    ...tokenRequestCases,
    ...idTokenCases,
    ...resourceCases,
  ]
    .filter(({ expected }) => expected !== 'accepted')
    // Eight seconds each.
    .filter(({ expected }) => !expected.endsWith('.timeout') || isLongRun);

  // Each stands in the federation's own tests as well; here every day an eleventh of them goes the whole way.
  it.each(everyNth(rows, 11).map((row) => [row.name, row.expected, row] as const))(
    '%s: refused as %s, recorded once, nothing updated',
    async (_name, expected, row) => {
      const { id, signInUrl, envelopeId, name } = await create(row);
      provider.behave(typeof row.script === 'function' ? await row.script(provider) : (row.script ?? {}));
      const browser = new SignerBrowser();
      const page = await browser.post(signInUrl, { provider: name }, signInUrl);
      await browser.close();

      // What the state or the browser does not match, or is too large to be read, changes nothing and is not recorded.
      const events = await eventsOf(envelopeId);
      const failed = events.filter(({ type }) => type.endsWith('.failed'));
      const reached = events.some(({ type }) => type === 'attempt.callback_received') || failed.length > 0;
      if (reached) expect(failed.map(({ data }) => data['code'])).toEqual([expected]);
      else expect([400, 413]).toContain(page.status);
      const wasSent = failed.length === 0 || events.some(({ type }) => type === 'attempt.callback_received');
      const metadataHash = wasSent ? expect.stringMatching(/^[0-9a-f]{64}$/u) : null;
      expect(events.find(({ type }) => type === 'attempt.started')?.data).toMatchObject({ metadataHash });

      expect(page.status).toBeGreaterThanOrEqual(400);
      expect([500, 503]).not.toContain(page.status);
      expect(page.text).not.toMatch(/id_token|nonce|issuer|john@example\.com/i);
      const read = (await tenant.get(`/v1/signer-authentications/${id}`)).body;
      expect(read).toMatchObject({ status: 'pending', recipient: { lastName: 'Dough' }, outcome: null });
      expect(provider.codesPresentedAgain).toBe(0);
    },
  );

  it('leaves no token, code, secret or claim value in any log line of the whole run', () => {
    const log = service.log.text;
    expect(log.length).toBeGreaterThan(0);
    for (const secretText of [secret, 'john@example.com', 'b7f2c1d4', 'eyJ', 'code=', 'state=', 'Dough'])
      expect(log).not.toContain(secretText);
  });
});
