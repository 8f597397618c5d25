import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CountersignError } from '../../src/errors/countersign-error.js';
import type { CompletedTrip, StartedTrip, TripFailure } from '../../src/federation/trip.js';
import { JOHN_DOE, type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { authorizationResponseCases } from './hostile-cases/authorization-response.cases.js';
import { discoveryCases } from './hostile-cases/discovery.cases.js';
import type { HostileCase } from './hostile-cases/hostile-case.js';
import { idTokenCases } from './hostile-cases/id-token.cases.js';
import { resourceCases } from './hostile-cases/resource.cases.js';
import { tokenRequestCases } from './hostile-cases/token-request.cases.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { browse, complete, start } from './support/walk.js';

const secret = 'secret';
const person = {
  ...JOHN_DOE,
  resources: { document: { licence: 'A-1' }, later: { licence: 'B-2' } },
};

/** Steps of a trip in order; a refusal by one means that no endpoint of a later one was called. */
const laterCalls: Readonly<Record<string, readonly string[]>> = {
  discovery: ['authorization', 'par', 'token', 'jwks', 'userinfo'],
  pushed_authorization: ['authorization', 'token', 'jwks', 'userinfo'],
  authorization_response: ['token', 'userinfo'],
  // A code is sent only when the keys are there.
  jwks: ['token', 'userinfo'],
  token_request: ['userinfo'],
  id_token: ['userinfo'],
};

describe('a provider that lies', () => {
  let provider: ScriptableProvider;
  let tested: FederationUnderTest;

  beforeAll(async () => {
    provider = await startScriptableProvider({ clientSecret: secret, person });
    // Short enough for a test of slowness, long enough for a busy machine.
    tested = federationUnderTest({ outbound: { limits: { callMs: 1500 } } });
  });

  beforeEach(() => {
    provider.calls.clear();
    provider.behave({});
  });

  afterAll(async () => {
    await tested.close();
    await provider.close();
  });

  type Ended = { readonly trip: CompletedTrip } | { readonly failure: Pick<TripFailure, 'code' | 'detail' | 'steps'> };

  async function walkThrough({ script = {}, configuration = {} }: HostileCase): Promise<Ended> {
    provider.behave(typeof script === 'function' ? await script(provider) : script);
    const configured = providerUnderTest({
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: secret },
      issuer: provider.issuer,
      resources: [{ name: 'userinfo', type: 'userinfo' }],
      ...(typeof configuration === 'function' ? (configuration(provider) as object) : configuration),
    });
    let started: StartedTrip;
    try {
      started = await start(tested, configured);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      return { failure: { code: error.code, detail: error.detail ?? '', steps: [] } };
    }
    const outcome = await complete(tested, configured, started, await browse(started.authorizationUrl));
    return outcome.kind === 'completed' ? { trip: outcome.trip } : { failure: outcome.failure };
  }

  /** Everything that may not be told: tokens, codes, secrets and what the claims say. */
  function unspeakable(): readonly string[] {
    const sent = provider.calls.all('token').flatMap(({ form }) => [form.get('code'), form.get('code_verifier')]);
    return [...sent, 'john@example.com', 'Doe', 'b7f2c1d4', 'eyJ'].filter(
      (text) => text !== null && text !== '',
    ) as string[];
  }

  it.each(
    [...discoveryCases, ...authorizationResponseCases, ...tokenRequestCases, ...idTokenCases, ...resourceCases].map(
      (row) => [row.name, row.expected, row] as const,
    ),
  )('%s → %s', async (_name, expected, row) => {
    const ended = await walkThrough(row);

    if ('trip' in ended) {
      expect('accepted').toBe(expected);
      row.accepted?.(ended.trip, provider);
    } else {
      const { code, detail, steps } = ended.failure;
      expect({ code, detail }).toEqual({ code: expected, detail: expect.any(String) });
      expect(detail.length).toBeLessThan(1000);
      // oxlint-disable-next-line no-control-regex -- that there are none is the point
      expect(detail).not.toMatch(/[\u0000-\u001f\u202e]/);
      if (steps.length > 0) expect(steps.at(-1)?.outcome).toBe(code);
      for (const secretText of unspeakable()) expect(JSON.stringify({ detail, steps })).not.toContain(secretText);
      const step = code.slice(0, code.indexOf('.'));
      for (const endpoint of laterCalls[step] ?? []) {
        expect([endpoint, provider.calls.count(endpoint as 'token')]).toEqual([endpoint, 0]);
      }
    }
    for (const [endpoint, count] of Object.entries(row.calls ?? {})) {
      expect([endpoint, provider.calls.count(endpoint as 'token')]).toEqual([endpoint, count]);
    }
    expect(provider.codesPresentedAgain).toBe(0);
    expect(provider.calls.count('token')).toBeLessThanOrEqual(1);
  });
});
