import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CountersignError } from '../../src/errors/countersign-error.js';
import { judgeAuthorizationResponse } from '../../src/federation/authorization-response/judge-authorization-response.js';
import { type OpenIdPersona } from '../support/personas/openid-persona.js';
import { startGoogle } from '../support/personas.js';
import { startScriptableProvider } from '../support/scriptable-provider.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { completed, walk } from './support/walk.js';

function codeOf(judge: () => unknown): unknown {
  try {
    return judge();
  } catch (error) {
    return error instanceof CountersignError ? error.code : error;
  }
}

/** RFC 9207: a provider that has named its issuer in a response once must do so always, or a mix-up could leave it out. */
describe('the parameter iss of an authorization response, seen before and absent now,', () => {
  let google: OpenIdPersona;
  let tested: FederationUnderTest;

  beforeAll(async () => {
    google = await startGoogle({ issuerParameter: false });
    tested = federationUnderTest();
  });

  afterAll(async () => {
    await tested.close();
    await google.close();
  });

  async function codeOfLoginAt(issuer: string): Promise<string> {
    const { clientId, clientAuthentication, relocate } = google;
    const configured = providerUnderTest({
      kind: 'oidc',
      clientId,
      clientAuthentication,
      discovery: false,
      issuer,
      authorizationUri: relocate('https://accounts.google.com/o/oauth2/v2/auth'),
      tokenUri: relocate('https://oauth2.googleapis.com/token'),
      jwksUri: relocate('https://www.googleapis.com/oauth2/v3/certs'),
      // The persona has an address of its own, which its ID tokens name.
      idToken: { validate: { issuer: false } },
    });
    const outcome = await walk(tested, { ...configured, issuerParameterSeen: true });
    return outcome.kind === 'failed' ? outcome.failure.code : 'completed';
  }

  it('was not seen in a signed response, which names its issuer whatever the provider does in plain ones', async () => {
    const provider = await startScriptableProvider({ clientSecret: 'secret' });
    const { clientId, issuer } = provider;
    const clientAuthentication = { method: 'client_secret_basic', clientSecret: 'secret' };
    const configured = (responseMode: string) =>
      providerUnderTest({ kind: 'oidc', clientId, clientAuthentication, issuer, responseMode });
    const seen = { signed: configured('jwt'), plain: configured('query') };
    for (const each of Object.values(seen)) completed(await walk(tested, each));
    await provider.close();
    expect(tested.observer.namedIssuer).not.toContain(seen.signed.id);
    expect(tested.observer.namedIssuer).toContain(seen.plain.id);
  });

  it('hides no error of the provider, which gives nobody anything (Canaille leaves it out of errors)', () => {
    const expected = { state: 's', issuer: null, issuerParameterRequired: true };
    const received = new URLSearchParams({
      state: 's',
      error: 'invalid_request',
      error_description: 'Missing "nonce"',
    });
    expect(codeOf(() => judgeAuthorizationResponse(received, expected))).toBe('authorization_response.invalid_request');
    received.delete('error');
    expect(codeOf(() => judgeAuthorizationResponse(received, expected))).toBe('authorization_response.issuer_missing');
  });

  it.each([
    ['refuses the login', 'https://idp.example', 'authorization_response.issuer_missing'],
    [
      'refuses the login of a look-alike of Google',
      'https://accounts.google.com.example',
      'authorization_response.issuer_missing',
    ],
    ['is no fault at Google, which sends it for some accounts only', 'https://accounts.google.com', 'completed'],
  ])('%s', async (_rule, issuer, code) => {
    expect(await codeOfLoginAt(issuer)).toBe(code);
  });
});
