import { generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  createSelfSignedClient,
  type TestCertificate,
} from '../support/certificates.js';
import { type ClientMetadata, type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import { rsaPair } from '../support/rsa-pair.js';
import type { SignerBrowser } from '../support/signer-browser.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { completed, failed, REDIRECT_URI, walk } from './support/walk.js';

const secret = 'A secret of enough length for every HMAC: 0123456789-._~+/%&=';
const keys = {
  rsa: await rsaPair(),
  p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ed25519: generateKeyPairSync('ed25519'),
};
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const jwks = (alg: string, key: KeyObject) => ({
  keys: [{ ...key.export({ format: 'jwk' }), alg, kid: 'ours', use: 'sig' }],
});

const assertions = [
  ['RS256', keys.rsa],
  ['PS256', keys.rsa],
  ['ES256', keys.p256],
  ['ES384', keys.p384],
  ['EdDSA', keys.ed25519],
] as const;

const asJohn = { atProvider: (browser: SignerBrowser) => browser.click('#account-john') };

describe('client authentication at a real OpenID provider over TLS', () => {
  let authority: CertificateAuthority;
  let ours: TestCertificate;
  let selfSigned: TestCertificate;
  let provider: OpenIdProvider;
  let aliased: OpenIdProvider;
  let tested: FederationUnderTest;

  const clients = (): (ClientMetadata & { client_id: string })[] => {
    const bound = { tls_client_certificate_bound_access_tokens: true };
    const x5c = [new X509Certificate(selfSigned.certificate).raw.toString('base64')];
    const selfSignedKey = new X509Certificate(selfSigned.certificate).publicKey.export({ format: 'jwk' });
    return [
      { client_id: 'client_secret_basic', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' },
      { client_id: 'client_secret_post', client_secret: secret, token_endpoint_auth_method: 'client_secret_post' },
      ...(['HS256', 'HS384', 'HS512'] as const).map((alg) => ({
        client_id: alg,
        client_secret: secret,
        token_endpoint_auth_method: 'client_secret_jwt' as const,
        token_endpoint_auth_signing_alg: alg,
      })),
      ...assertions.map(([alg, { publicKey }]) => ({
        client_id: alg,
        token_endpoint_auth_method: 'private_key_jwt' as const,
        token_endpoint_auth_signing_alg: alg,
        jwks: jwks(alg, publicKey),
      })),
      {
        client_id: 'tls_client_auth',
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_subject_dn: ours.subject,
        ...bound,
      },
      {
        client_id: 'self_signed_tls_client_auth',
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        jwks: { keys: [{ ...selfSignedKey, x5c }] },
        ...bound,
      },
      { client_id: 'none', token_endpoint_auth_method: 'none' },
    ];
  };

  beforeAll(async () => {
    authority = await createCertificateAuthority();
    const server = await authority.issueServer();
    ours = await authority.issueClient({ commonName: 'sign' });
    selfSigned = await createSelfSignedClient({ commonName: 'self', keyType: 'RSA' });
    const tls = { ...server, clientCertificateAuthorities: [authority.certificate] };
    const accounts = [{ id: 'john', label: 'John Doe', claims: { family_name: 'Doe' } }];
    provider = await startOpenIdProvider({ clients: clients(), accounts, tls });
    aliased = await startOpenIdProvider({ clients: clients(), accounts, tls, mutualTlsAliases: true });
    for (const each of [provider, aliased]) {
      for (const { client_id } of clients()) each.registerRedirectUri(client_id, REDIRECT_URI);
    }
  });

  beforeEach(() => {
    tested = federationUnderTest();
    provider.calls.clear();
    aliased.calls.clear();
  });

  afterEach(async () => {
    await tested.close();
  });

  afterAll(async () => {
    await provider.close();
    await aliased.close();
  });

  const configured = (
    clientId: string,
    clientAuthentication: object,
    at: OpenIdProvider = provider,
    more: object = {},
  ) =>
    providerUnderTest({
      kind: 'oidc',
      clientId,
      clientAuthentication,
      issuer: at.issuer,
      trust: { ca: authority.certificate },
      resources: [{ name: 'userinfo', type: 'userinfo' }],
      ...more,
    });

  const walkAs = (clientId: string, clientAuthentication: object, at?: OpenIdProvider, more?: object) =>
    walk(tested, configured(clientId, clientAuthentication, at, more), {
      ...asJohn,
      certificateAuthorities: [authority.certificate],
    });

  const certificate = ({ certificate: chain, privateKey }: TestCertificate) => ({ certificate: chain, privateKey });

  it.each([
    ['client_secret_basic', { method: 'client_secret_basic', clientSecret: secret }],
    ['client_secret_post', { method: 'client_secret_post', clientSecret: secret }],
    ['none', { method: 'none' }],
  ])('%s', async (clientId, clientAuthentication) => {
    expect(completed(await walkAs(clientId, clientAuthentication)).subject.sub).toBe('john');
  });

  it.each(['HS256', 'HS384', 'HS512'])('client_secret_jwt with %s', async (signingAlgorithm) => {
    const authentication = { method: 'client_secret_jwt', clientSecret: secret, signingAlgorithm };
    expect(completed(await walkAs(signingAlgorithm, authentication)).subject.sub).toBe('john');
  });

  it.each(assertions)('private_key_jwt with %s', async (signingAlgorithm, { privateKey }) => {
    const authentication = { method: 'private_key_jwt', privateKey: pem(privateKey), keyId: 'ours', signingAlgorithm };
    expect(completed(await walkAs(signingAlgorithm, authentication)).subject.sub).toBe('john');
  });

  it.each(['issuer', 'token_endpoint'])('an assertion whose audience is the %s', async (assertionAudience) => {
    const authentication = {
      method: 'private_key_jwt',
      privateKey: pem(keys.p256.privateKey),
      keyId: 'ours',
      signingAlgorithm: 'ES256',
      assertionAudience,
    };
    expect(completed(await walkAs('ES256', authentication)).subject.sub).toBe('john');
  });

  it('tls_client_auth, with a token bound to the certificate that UserInfo wants to see again', async () => {
    const trip = completed(await walkAs('tls_client_auth', { method: 'tls_client_auth', ...certificate(ours) }));
    expect(trip.sources.map(({ source }) => source)).toEqual(['id_token', 'resource:userinfo']);
  });

  it('self_signed_tls_client_auth, with a bound token too', async () => {
    const authentication = { method: 'self_signed_tls_client_auth', ...certificate(selfSigned) };
    expect(completed(await walkAs('self_signed_tls_client_auth', authentication)).subject.sub).toBe('john');
  });

  it('prefers the endpoints that mtls_endpoint_aliases name, and only with a certificate', async () => {
    const trip = completed(
      await walkAs('tls_client_auth', { method: 'tls_client_auth', ...certificate(ours) }, aliased),
    );
    const token = trip.steps.find(({ step }) => step === 'token_request')?.request?.url ?? '';
    const userinfo = trip.resources[0]?.uri ?? '';
    expect([new URL(token).origin, new URL(userinfo).origin]).not.toContain(aliased.issuer);
    expect(new URL(token).origin).toBe(new URL(userinfo).origin);

    const without = completed(await walkAs('none', { method: 'none' }, aliased));
    expect(without.steps.find(({ step }) => step === 'token_request')?.request?.url).toBe(`${aliased.issuer}/token`);
  });

  it.each([
    ['a wrong secret', 'client_secret_basic', { method: 'client_secret_basic', clientSecret: 'wrong' }],
    ['another method than the registered one', 'client_secret_basic', { method: 'none' }],
    [
      'a key that is not registered',
      'ES256',
      {
        method: 'private_key_jwt',
        privateKey: pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
        keyId: 'ours',
        signingAlgorithm: 'ES256',
      },
    ],
  ])('names %s as a fault of the client authentication', async (_what, clientId, clientAuthentication) => {
    expect(failed(await walkAs(clientId, clientAuthentication)).code).toBe('token_request.invalid_client');
  });

  it('names a certificate that is not the registered one', async () => {
    const other = await authority.issueClient({ commonName: 'other' });
    const authentication = { method: 'tls_client_auth', ...certificate(other) };
    expect(failed(await walkAs('tls_client_auth', authentication)).code).toBe('token_request.invalid_client');
  });

  it('sends nothing when the credential is missing', async () => {
    const complete = configured('client_secret_basic', { method: 'client_secret_basic', clientSecret: secret });
    const options = { ...asJohn, certificateAuthorities: [authority.certificate] };
    const failure = failed(await walk(tested, { ...complete, credentials: [] }, options));
    expect(failure.code).toBe('token_request.credential_missing');
    expect(provider.calls.count('token')).toBe(0);
  });

  it('names a private CA that is not trusted before any browser is sent there', async () => {
    const unknown = configured('none', { method: 'none' }, provider, { trust: {} });
    await expect(walk(tested, unknown)).rejects.toMatchObject({ code: 'discovery.tls_untrusted' });
  });
});
