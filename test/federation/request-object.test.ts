import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { pem, signing } from './support/registered-clients.js';
import { ScriptedTrip } from './support/scripted-trip.js';
import { completed, walk } from './support/walk.js';

describe('beside a request object', () => {
  const trip = new ScriptedTrip();
  const configured = (more: object = {}) =>
    trip.configured({
      clientAuthentication: { method: 'private_key_jwt', privateKey: pem(signing.rsa.privateKey), keyId: 'rsa-sig' },
      requestObject: {},
      ...more,
    });

  it('the browser carries what OpenID Connect and the Italian profile want twice, with the same values', async () => {
    completed(await walk(trip.tested, configured()));
    const { request = '', ...beside } = Object.fromEntries(trip.provider.calls.last('authorization').query);
    const inside = decodeJwt(request);
    const twice = ['client_id', 'code_challenge', 'code_challenge_method', 'response_type', 'scope'];
    expect(beside).toEqual(Object.fromEntries(twice.map((name) => [name, inside[name]])));
    expect(inside).toMatchObject({ code_challenge_method: 'S256', state: expect.any(String) });
  });

  it('a pushed request carries nothing but the client and how it authenticates', async () => {
    completed(await walk(trip.tested, configured({ usePushedAuthorizationRequests: true })));
    const { form } = trip.provider.calls.last('par');
    expect([...form.keys()].sort()).toEqual(['client_assertion', 'client_assertion_type', 'client_id', 'request']);
  });

  it('there is no challenge when PKCE is off', async () => {
    completed(await walk(trip.tested, configured({ usePkce: false })));
    const { query } = trip.provider.calls.last('authorization');
    expect([...query.keys()].sort()).toEqual(['client_id', 'request', 'response_type', 'scope']);
  });
});
