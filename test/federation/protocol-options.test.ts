import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from 'jose';
import type { TripOutcome } from '../../src/federation/trip.js';
import { type ClientMetadata, type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import type { SignerBrowser } from '../support/signer-browser.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { browse, completed, failed, REDIRECT_URI, start, walk } from './support/walk.js';

const signing = { rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }), ed: generateKeyPairSync('ed25519') };
const decryption = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicJwk = (key: KeyObject, more: object) => ({ ...createPublicKey(key).export({ format: 'jwk' }), ...more });

const john = {
  id: 'john',
  label: 'John Doe',
  claims: { given_name: 'John', family_name: 'Doe', email: 'john@example.com', licence: 'A-1' },
  acr: 'high',
  amr: ['pwd', 'otp'],
  authTime: Math.floor(Date.now() / 1000) - 100,
};

const jwks = {
  keys: [
    publicJwk(signing.rsa.privateKey, { use: 'sig', alg: 'RS256', kid: 'rsa-sig' }),
    publicJwk(signing.ed.privateKey, { use: 'sig', alg: 'EdDSA', kid: 'ed-sig' }),
    publicJwk(decryption.rsa.privateKey, { use: 'enc', kid: 'rsa-enc' }),
    publicJwk(decryption.ec.privateKey, { use: 'enc', kid: 'ec-enc' }),
  ],
} as NonNullable<ClientMetadata['jwks']>;

const clients: (Partial<ClientMetadata> & { client_id: string })[] = [
  { client_id: 'plain', token_endpoint_auth_method: 'none' },
  { client_id: 'par', token_endpoint_auth_method: 'none', require_pushed_authorization_requests: true },
  { client_id: 'jar', token_endpoint_auth_method: 'none', jwks, require_signed_request_object: true },
  { client_id: 'dpop', token_endpoint_auth_method: 'none', dpop_bound_access_tokens: true },
  { client_id: 'jarm', token_endpoint_auth_method: 'none', authorization_signed_response_alg: 'PS256' },
  {
    client_id: 'jarm-encrypted',
    token_endpoint_auth_method: 'none',
    jwks,
    authorization_signed_response_alg: 'ES256',
    authorization_encrypted_response_alg: 'RSA-OAEP-256',
    authorization_encrypted_response_enc: 'A256GCM',
  },
  ...(['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'] as const).map((alg) => ({
    client_id: `jwe-${alg}`,
    token_endpoint_auth_method: 'none' as const,
    jwks,
    id_token_encrypted_response_alg: alg,
    id_token_encrypted_response_enc: 'A128CBC-HS256' as const,
  })),
  { client_id: 'userinfo-signed', token_endpoint_auth_method: 'none', userinfo_signed_response_alg: 'ES256' },
  {
    client_id: 'userinfo-encrypted',
    token_endpoint_auth_method: 'none',
    jwks,
    userinfo_signed_response_alg: 'RS256',
    userinfo_encrypted_response_alg: 'RSA-OAEP-256',
    userinfo_encrypted_response_enc: 'A256GCM',
  },
  ...(['RS512', 'PS256', 'ES256', 'EdDSA'] as const).map((alg) => ({
    client_id: `id-token-${alg}`,
    token_endpoint_auth_method: 'none' as const,
    id_token_signed_response_alg: alg,
  })),
  { client_id: 'id-token-HS256', client_secret: 'x'.repeat(40), id_token_signed_response_alg: 'HS256' },
];

describe('protocol options at a real OpenID provider', () => {
  let provider: OpenIdProvider;
  let tested: FederationUnderTest;

  beforeAll(async () => {
    provider = await startOpenIdProvider({ clients, accounts: [john], acrValues: ['high'] });
    for (const { client_id } of clients) provider.registerRedirectUri(client_id, REDIRECT_URI);
  });

  beforeEach(() => {
    provider.calls.clear();
    tested = federationUnderTest();
  });

  afterEach(async () => {
    await tested.close();
  });

  afterAll(async () => {
    await provider.close();
  });

  const asJohn = { atProvider: (browser: SignerBrowser) => browser.click('#account-john') };

  const configured = (clientId: string, more: object = {}, credentials: Parameters<typeof providerUnderTest>[1] = []) =>
    providerUnderTest(
      { kind: 'oidc', clientId, clientAuthentication: { method: 'none' }, issuer: provider.issuer, ...more },
      credentials,
    );

  const walkAs = (clientId: string, more: object = {}, credentials: Parameters<typeof providerUnderTest>[1] = []) =>
    walk(tested, configured(clientId, more, credentials), asJohn);

  const userinfo = (more: object = {}) => [{ name: 'userinfo', type: 'userinfo', ...more }];
  const rsaDecryption = { kind: 'decryption_key', value: pem(decryption.rsa.privateKey), keyId: 'rsa-enc' } as const;
  const ecDecryption = { kind: 'decryption_key', value: pem(decryption.ec.privateKey), keyId: 'ec-enc' } as const;

  it('pushes the authorization request (PAR), so that the browser carries nothing but a reference', async () => {
    const trip = completed(await walkAs('par', { usePushedAuthorizationRequests: true }));
    expect(trip.subject.sub).toBe('john');
    const parameters = provider.calls.all('authorization').map(({ query }) => [...query.keys()].sort());
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
    const request = provider.calls.last('authorization').query.get('request') ?? '';
    expect(decodeProtectedHeader(request)).toMatchObject({
      alg: signingAlgorithm,
      typ: 'oauth-authz-req+jwt',
      kid: keyId,
    });
    expect(decodeJwt(request)).toMatchObject({ iss: 'jar', aud: provider.issuer, code_challenge_method: 'S256' });
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
    const request = provider.calls.last('userinfo');
    expect(request.headers.authorization).toMatch(/^DPoP /);
    const proof = String(request.headers.dpop);
    expect(decodeProtectedHeader(proof)).toMatchObject({ alg: signingAlgorithm, typ: 'dpop+jwt' });
    expect(JSON.stringify(decodeProtectedHeader(proof))).not.toContain('"d"');
    const thumbprint = await calculateJwkThumbprint(decodeProtectedHeader(proof).jwk ?? {});
    expect(provider.calls.all('authorization')[0]?.query.get('dpop_jkt')).toBe(thumbprint);
  });

  it('uses another DPoP key for each attempt', async () => {
    const dpop = configured('dpop', { dpop: {} });
    const [one, other] = await Promise.all([start(tested, dpop), start(tested, dpop)]);
    expect(one.secrets.dpopKey?.['x']).not.toBe(other.secrets.dpopKey?.['x']);
  });

  it.each(['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'])(
    'decrypts an ID token encrypted with %s and keeps both forms as evidence',
    async (algorithm) => {
      const more = { idToken: { encryption: { keyManagementAlgorithms: [algorithm] } } };
      const trip = completed(await walkAs(`jwe-${algorithm}`, more, [ecDecryption, rsaDecryption]));
      expect(trip.idToken?.encrypted?.split('.')).toHaveLength(5);
      expect(trip.idToken?.raw.split('.')).toHaveLength(3);
    },
  );

  it.each([
    [
      'another key management algorithm',
      'jwe-RSA-OAEP',
      ['RSA-OAEP-256'],
      [rsaDecryption],
      'encryption_algorithm_refused',
    ],
    ['a key that we do not hold', 'jwe-RSA-OAEP', ['RSA-OAEP'], [ecDecryption], 'decryption_failed'],
    ['no encryption', 'plain', ['RSA-OAEP'], [rsaDecryption], 'encryption_missing'],
  ] as const)('refuses %s where encryption is configured', async (_what, clientId, algorithms, credentials, reason) => {
    const more = { idToken: { encryption: { keyManagementAlgorithms: algorithms } } };
    expect(failed(await walkAs(clientId, more, credentials)).code).toBe(`id_token.${reason}`);
  });

  it('refuses an encrypted ID token where none is configured', async () => {
    expect(failed(await walkAs('jwe-RSA-OAEP')).code).toBe('id_token.encryption_unexpected');
  });

  it.each(['RS512', 'PS256', 'ES256', 'EdDSA'])('verifies an ID token signed with %s', async (algorithm) => {
    const trip = completed(await walkAs(`id-token-${algorithm}`, { idToken: { signingAlgorithms: [algorithm] } }));
    expect(trip.subject.sub).toBe('john');
  });

  it('verifies an ID token signed with the client secret, during a rotation with either one', async () => {
    const clientAuthentication = { method: 'client_secret_basic', clientSecret: 'x'.repeat(40) };
    const more = { clientAuthentication, idToken: { signingAlgorithms: ['HS256'] } };
    const older = [{ kind: 'client_secret', value: 'an older one' }] as const;
    const trip = completed(await walkAs('id-token-HS256', more, older));
    expect(trip.idToken).toMatchObject({ jwk: null, jwkThumbprint: null, jwks: null });
    expect(provider.calls.count('jwks')).toBe(0);
  });

  it('reads signed UserInfo', async () => {
    const trip = completed(await walkAs('userinfo-signed', { resources: userinfo({ signingAlgorithms: ['ES256'] }) }));
    expect(trip.sources[1]?.claims).toMatchObject({ sub: 'john' });
    expect(trip.resources[0]?.mediaType).toBe('application/jwt');
  });

  it('reads signed and encrypted UserInfo', async () => {
    const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256'] };
    const resources = userinfo({ signingAlgorithms: ['RS256'], encryption });
    const trip = completed(await walkAs('userinfo-encrypted', { resources }, [rsaDecryption]));
    expect(trip.sources[1]?.claims).toMatchObject({ sub: 'john' });
  });

  it('refuses signed UserInfo with an algorithm that is not configured', async () => {
    const resources = userinfo({ signingAlgorithms: ['PS256'] });
    expect(failed(await walkAs('userinfo-signed', { resources })).code).toBe('resource.userinfo_jwt_invalid');
  });

  it('asks for claims with the claims parameter, for a language, and for a person only if opted in', async () => {
    const claimsRequest = { id_token: { licence: { essential: true } }, userinfo: { email: null } };
    completed(await walkAs('plain', { claimsRequest }));
    const { query } = provider.calls.all('authorization')[0]!;
    expect(JSON.parse(query.get('claims') ?? '')).toEqual(claimsRequest);
    expect(query.get('ui_locales')).toBe('de');
    expect(query.has('login_hint')).toBe(false);

    provider.calls.clear();
    completed(await walkAs('plain', { useLoginHint: true }));
    expect(provider.calls.all('authorization')[0]?.query.get('login_hint')).toBe('john@example.com');
  });

  it("lets the admin's parameters through, which cannot replace one of the protocol", async () => {
    completed(await walkAs('plain', { authorizationParameters: { acr_values: 'high', ui_locales: 'fr' } }));
    const { query } = provider.calls.all('authorization')[0]!;
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
    expect(`${url.origin}${url.pathname}`).toBe(`${provider.issuer}/logout`);
    expect([...url.searchParams.keys()]).toEqual(['client_id', 'id_token_hint']);
  });

  it('remembers that the response named its issuer, which it must do from then on', async () => {
    const once = configured('plain');
    completed(await walk(tested, once, asJohn));
    expect(tested.observer.namedIssuer).toContain(once.id);

    const later = { ...once, issuerParameterSeen: true };
    const started = await start(tested, later);
    const { parameters } = await browse(started.authorizationUrl, asJohn);
    parameters.delete('iss');
    const outcome = await tested.federation.complete({
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
