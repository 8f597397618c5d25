import { describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from 'jose';
import type { TripOutcome } from '../../src/federation/trip.js';
import { pem, signing } from './support/registered-clients.js';
import { RegisteredClientsLogin, rsaDecryption, userinfo } from './support/registered-clients-login.js';
import { browse, completed, failed, REDIRECT_URI, start, walk } from './support/walk.js';

describe('protocol options at a real OpenID provider', () => {
  const login = new RegisteredClientsLogin();
  const { asJohn, configured, walkAs } = login;

  it('pushes the authorization request (PAR), so that the browser carries nothing but a reference', async () => {
    const trip = completed(await walkAs('par', { usePushedAuthorizationRequests: true }));
    expect(trip.subject.sub).toBe('john');
    const parameters = login.provider.calls.all('authorization').map(({ query }) => [...query.keys()].sort());
    expect(parameters).toEqual([['client_id', 'request_uri']]);
  });

  it.each([
    ['RS256', 'rsa-sig', signing.rsa.privateKey],
    ['EdDSA', 'ed-sig', signing.ed.privateKey],
  ] as const)('signs the authorization request (JAR) with %s', async (signingAlgorithm, keyId, key) => {
    const more = { requestObject: { signingAlgorithm } };
    const credentials = [{ kind: 'private_key', value: pem(key), keyId }] as const;
    const trip = completed(await walkAs('jar', more, credentials));
    expect(trip.subject.sub).toBe('john');
    const request = login.provider.calls.last('authorization').query.get('request') ?? '';
    expect(decodeProtectedHeader(request)).toMatchObject({
      alg: signingAlgorithm,
      typ: 'oauth-authz-req+jwt',
      kid: keyId,
    });
    expect(decodeJwt(request)).toMatchObject({ iss: 'jar', aud: login.provider.issuer, code_challenge_method: 'S256' });
  });

  it('signs and pushes together', async () => {
    const more = { requestObject: { signingAlgorithm: 'RS256' }, usePushedAuthorizationRequests: true };
    const credentials = [{ kind: 'private_key', value: pem(signing.rsa.privateKey), keyId: 'rsa-sig' }] as const;
    expect(completed(await walkAs('jar', more, credentials)).subject.sub).toBe('john');
  });

  it.each(['jwt', 'query.jwt', 'form_post.jwt'])('reads a signed response (JARM) in mode %s', async (responseMode) => {
    const more = { responseMode, authorizationResponse: { signingAlgorithms: ['PS256'] } };
    expect(completed(await walkAs('jarm', more)).subject.sub).toBe('john');
  });

  it('reads an encrypted response (JARM)', async () => {
    const authorizationResponse = {
      signingAlgorithms: ['ES256'],
      encryption: { keyManagementAlgorithms: ['RSA-OAEP-256'] },
    };
    const more = { responseMode: 'jwt', authorizationResponse };
    expect(completed(await walkAs('jarm-encrypted', more, [rsaDecryption])).subject.sub).toBe('john');
  });

  it('takes the response by POST (form_post)', async () => {
    expect(completed(await walkAs('plain', { responseMode: 'form_post' })).subject.sub).toBe('john');
  });

  it.each(['ES256', 'EdDSA'])('binds tokens to a key of the attempt (DPoP) with %s', async (signingAlgorithm) => {
    const more = { dpop: { signingAlgorithm }, resources: userinfo() };
    const trip = completed(await walkAs('dpop', more));
    expect(trip.tokenType).toBe('dpop');
    const request = login.provider.calls.last('userinfo');
    expect(request.headers.authorization).toMatch(/^DPoP /);
    const proof = String(request.headers.dpop);
    expect(decodeProtectedHeader(proof)).toMatchObject({ alg: signingAlgorithm, typ: 'dpop+jwt' });
    expect(JSON.stringify(decodeProtectedHeader(proof))).not.toContain('"d"');
    const thumbprint = await calculateJwkThumbprint(decodeProtectedHeader(proof).jwk ?? {});
    expect(login.provider.calls.all('authorization')[0]?.query.get('dpop_jkt')).toBe(thumbprint);
  });

  it('uses another DPoP key for each attempt', async () => {
    const dpop = configured('dpop', { dpop: {} });
    const [one, other] = await Promise.all([start(login.tested, dpop), start(login.tested, dpop)]);
    expect(one.secrets.dpopKey?.['x']).not.toBe(other.secrets.dpopKey?.['x']);
  });

  it('asks for claims with the claims parameter, for a language, and for a person only if opted in', async () => {
    const claimsRequest = { id_token: { licence: { essential: true } }, userinfo: { email: null } };
    completed(await walkAs('plain', { claimsRequest }));
    const { query } = login.provider.calls.all('authorization')[0]!;
    expect(JSON.parse(query.get('claims') ?? '')).toEqual(claimsRequest);
    expect(query.get('ui_locales')).toBe('de');
    expect(query.has('login_hint')).toBe(false);

    login.provider.calls.clear();
    completed(await walkAs('plain', { useLoginHint: true }));
    expect(login.provider.calls.all('authorization')[0]?.query.get('login_hint')).toBe('john@example.com');
  });

  it("lets the admin's parameters through, which cannot replace one of the protocol", async () => {
    completed(await walkAs('plain', { authorizationParameters: { acr_values: 'high', ui_locales: 'fr' } }));
    const { query } = login.provider.calls.all('authorization')[0]!;
    expect([query.get('acr_values'), query.get('ui_locales')]).toEqual(['high', 'fr']);
  });

  it.each([
    ['acr that came', { requiredAcr: ['low', 'high'] }, null],
    ['acr that did not come', { requiredAcr: ['higher'] }, 'policy.acr_insufficient'],
    ['amr that came', { requiredAmr: ['otp'] }, null],
    ['amr that did not come', { requiredAmr: ['otp', 'hwk'] }, 'policy.amr_insufficient'],
    ['a login within 10 minutes', { maxAuthenticationAgeSeconds: 600 }, null],
  ] as const)('requires %s', async (_what, assurance, code) => {
    const outcome: TripOutcome = await walkAs('plain', { assurance });
    expect(outcome.kind === 'failed' ? outcome.failure.code : null).toBe(code);
  });

  it('gives a logout address only if opted in', async () => {
    expect(completed(await walkAs('plain')).logoutUrl).toBeNull();
    const url = new URL(completed(await walkAs('plain', { useLogout: true })).logoutUrl ?? '');
    expect(`${url.origin}${url.pathname}`).toBe(`${login.provider.issuer}/logout`);
    expect([...url.searchParams.keys()]).toEqual(['client_id', 'id_token_hint']);
  });

  it('remembers that the response named its issuer, which it must do from then on', async () => {
    const once = configured('plain');
    completed(await walk(login.tested, once, asJohn));
    expect(login.tested.observer.namedIssuer).toContain(once.id);

    const later = { ...once, issuerParameterSeen: true };
    const started = await start(login.tested, later);
    const { parameters } = await browse(started.authorizationUrl, asJohn);
    parameters.delete('iss');
    const outcome = await login.tested.federation.complete({
      provider: later,
      redirectUri: REDIRECT_URI,
      secrets: started.secrets,
      metadataHash: started.metadataHash,
      callback: { method: 'GET', parameters },
      signal: AbortSignal.timeout(20_000),
      now: () => new Date(),
    });
    expect(failed(outcome).code).toBe('authorization_response.issuer_missing');
  });
});
