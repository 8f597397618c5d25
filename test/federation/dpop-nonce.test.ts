import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { json } from '../support/http/answers.js';
import type { AnswerStep } from '../support/scriptable-provider.js';
import { ScriptedTrip } from './support/scripted-trip.js';
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
  const nonceTrip = new ScriptedTrip();
  const configured = (more: object = {}) => nonceTrip.configured({ dpop: {}, ...more });

  it('that the token endpoint wants ends this login, since a code is sent once, and serves the next', async () => {
    nonceTrip.provider.behave({ token: wantsNonce('n-1') });
    const once = configured();
    expect(failed(await walk(nonceTrip.tested, once)).code).toBe('token_request.dpop_nonce_required');
    expect(nonceTrip.provider.calls.count('token')).toBe(1);
    expect(completed(await walk(nonceTrip.tested, once)).tokenType).toBe('dpop');
    expect(nonceTrip.provider.codesPresentedAgain).toBe(0);
  });

  it('is learnt beforehand when the request is pushed, where asking twice harms nobody', async () => {
    nonceTrip.provider.behave({ par: wantsNonce('n-1'), token: wantsNonce('n-1') });
    completed(await walk(nonceTrip.tested, configured({ usePushedAuthorizationRequests: true })));
    expect([nonceTrip.provider.calls.count('par'), nonceTrip.provider.calls.count('token')]).toEqual([2, 1]);
  });

  it('that a resource wants is given in one more call', async () => {
    nonceTrip.provider.behave({
      userinfo: (_happy, call) =>
        decodeJwt(String(call.headers.dpop))['nonce'] === 'n-2'
          ? { json: { sub: 'b7f2c1d4' } }
          : { status: 401, headers: { 'dpop-nonce': 'n-2', 'www-authenticate': 'DPoP error="use_dpop_nonce"' } },
    });
    const trip = completed(
      await walk(nonceTrip.tested, configured({ resources: [{ name: 'userinfo', type: 'userinfo' }] })),
    );
    expect(trip.sources[1]?.claims).toEqual({ sub: 'b7f2c1d4' });
    expect(nonceTrip.provider.calls.count('userinfo')).toBe(2);
  });
});
