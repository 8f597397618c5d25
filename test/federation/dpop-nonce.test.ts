import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { json } from '../support/http/answers.js';
import { type AnswerStep, type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { completed, failed, walk } from './support/walk.js';

/** Insists on a nonce (RFC 9449 §8), which it gives with its refusal. */
const wantsNonce =
  (nonce: string): AnswerStep =>
  (happy, call) => {
    const proof = String(call.headers.dpop);
    if (decodeJwt(proof)['nonce'] === nonce) return happy;
    return { ...json({ error: 'use_dpop_nonce' }, 400), headers: { 'dpop-nonce': nonce } };
  };

describe('a DPoP nonce', () => {
  let provider: ScriptableProvider;
  let tested: FederationUnderTest;

  beforeEach(async () => {
    provider = await startScriptableProvider({ signingAlgorithm: 'ES256' });
    tested = federationUnderTest();
  });

  afterEach(async () => {
    await tested.close();
    await provider.close();
  });

  const configured = (more: object = {}) =>
    providerUnderTest({
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'none' },
      issuer: provider.issuer,
      idToken: { signingAlgorithms: ['ES256'] },
      dpop: {},
      ...more,
    });

  it('that the token endpoint wants ends this login, since a code is sent once, and serves the next', async () => {
    provider.behave({ token: wantsNonce('n-1') });
    const once = configured();
    expect(failed(await walk(tested, once)).code).toBe('token_request.dpop_nonce_required');
    expect(provider.calls.count('token')).toBe(1);
    expect(completed(await walk(tested, once)).tokenType).toBe('dpop');
    expect(provider.codesPresentedAgain).toBe(0);
  });

  it('is learnt beforehand when the request is pushed, where asking twice harms nobody', async () => {
    provider.behave({ par: wantsNonce('n-1'), token: wantsNonce('n-1') });
    completed(await walk(tested, configured({ usePushedAuthorizationRequests: true })));
    expect([provider.calls.count('par'), provider.calls.count('token')]).toEqual([2, 1]);
  });

  it('that a resource wants is given in one more call', async () => {
    provider.behave({
      userinfo: (_happy, call) =>
        decodeJwt(String(call.headers.dpop))['nonce'] === 'n-2'
          ? { json: { sub: 'b7f2c1d4' } }
          : { status: 401, headers: { 'dpop-nonce': 'n-2', 'www-authenticate': 'DPoP error="use_dpop_nonce"' } },
    });
    const trip = completed(await walk(tested, configured({ resources: [{ name: 'userinfo', type: 'userinfo' }] })));
    expect(trip.sources[1]?.claims).toEqual({ sub: 'b7f2c1d4' });
    expect(provider.calls.count('userinfo')).toBe(2);
  });
});
