import { X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { Agent, type RequestInit, fetch as undiciFetch } from 'undici';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  createSelfSignedClient,
  EXPIRED,
  type TestCertificate,
} from '../support/certificates.js';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import { SignerBrowser } from '../support/signer-browser.js';

const REDIRECT_URI = 'https://sign.example/callback/default/mtls';

describe('certificates for tests', () => {
  let authority: CertificateAuthority;
  let stranger: CertificateAuthority;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    authority = await createCertificateAuthority();
    stranger = await createCertificateAuthority('Unknown CA');
  });

  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  it('issues, each by its CA, for names and times', async () => {
    const server = await authority.issueServer();
    const parsed = new X509Certificate(server.certificate);
    expect(parsed.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(parsed.verify(new X509Certificate(stranger.certificate).publicKey)).toBe(false);
    expect([parsed.checkHost('localhost'), parsed.checkIP('127.0.0.1')]).toEqual(['localhost', '127.0.0.1']);
    const expired = new X509Certificate((await authority.issueClient(EXPIRED)).certificate);
    expect(Date.parse(expired.validTo)).toBeLessThan(Date.now());
    const rsa = new X509Certificate((await createSelfSignedClient({ keyType: 'RSA' })).certificate);
    expect(rsa.publicKey.asymmetricKeyType).toBe('rsa');
    expect(rsa.verify(rsa.publicKey)).toBe(true);
  });

  async function startWithMutualTls(registered: TestCertificate, aliases: boolean): Promise<OpenIdProvider> {
    const server = await authority.issueServer();
    const jwk = new X509Certificate(registered.certificate).publicKey.export({ format: 'jwk' });
    const der = new X509Certificate(registered.certificate).raw.toString('base64');
    const provider = await startOpenIdProvider({
      tls: { ...server, clientCertificateAuthorities: [authority.certificate] },
      mutualTlsAliases: aliases,
      accounts: [{ id: 'john', claims: { name: 'John Doe' } }],
      clients: [
        {
          client_id: 'issued',
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_subject_dn: registered.subject,
          tls_client_certificate_bound_access_tokens: true,
          redirect_uris: [REDIRECT_URI],
        },
        {
          client_id: 'self-signed',
          token_endpoint_auth_method: 'self_signed_tls_client_auth',
          jwks: { keys: [{ ...jwk, kty: jwk.kty ?? '', x5c: [der] }] },
          redirect_uris: [REDIRECT_URI],
        },
      ],
    });
    closing.push(() => provider.close());
    return provider;
  }

  /** Logs John in with a client that presents `certificate`. */
  async function logIn(provider: OpenIdProvider, clientId: string, certificate: TestCertificate) {
    const agent = new Agent({
      connect: { ca: authority.certificate, cert: certificate.certificate, key: certificate.privateKey },
    });
    closing.push(() => agent.close());
    const configuration = await client.discovery(
      new URL(provider.issuer),
      clientId,
      { use_mtls_endpoint_aliases: true },
      client.TlsClientAuth(),
      {
        [client.customFetch]: async (url, options) => {
          const answer = await undiciFetch(url, { ...(options as RequestInit), dispatcher: agent });
          return new Response(await answer.arrayBuffer(), { status: answer.status, headers: [...answer.headers] });
        },
      },
    );
    const browser = new SignerBrowser({ certificateAuthorities: [authority.certificate] });
    closing.push(() => browser.close());
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const codeChallenge = await client.calculatePKCECodeChallenge(pkceCodeVerifier);
    await browser.open(
      client.buildAuthorizationUrl(configuration, {
        redirect_uri: REDIRECT_URI,
        scope: 'openid profile',
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
      }),
    );
    const callback = await browser.click('#account-john');
    const tokens = await client.authorizationCodeGrant(configuration, callback.url, { pkceCodeVerifier });
    return client.fetchUserInfo(configuration, tokens.access_token, 'john');
  }

  it.each([
    { aliases: false, where: 'at the issuer itself' },
    { aliases: true, where: 'at the mutual-TLS aliases' },
  ])('lets a client of the CA in $where, with a token bound to its certificate', async ({ aliases }) => {
    const issued = await authority.issueClient({ commonName: 'countersign' });
    const provider = await startWithMutualTls(issued, aliases);
    expect(await logIn(provider, 'issued', issued)).toMatchObject({ name: 'John Doe' });
  });

  it('lets a self-signed client in', async () => {
    const own = await createSelfSignedClient();
    const provider = await startWithMutualTls(own, false);
    expect(await logIn(provider, 'self-signed', own)).toMatchObject({ name: 'John Doe' });
  });

  it.each(['of an unknown CA', 'that is expired', 'of another name'])(
    'keeps a client certificate %s out',
    async (which) => {
      const issued = await authority.issueClient({ commonName: 'countersign' });
      const provider = await startWithMutualTls(issued, false);
      const presented = {
        'of an unknown CA': () => stranger.issueClient({ commonName: 'countersign' }),
        'that is expired': () => authority.issueClient({ commonName: 'countersign', ...EXPIRED }),
        'of another name': () => authority.issueClient({ commonName: 'somebody-else' }),
      }[which];
      await expect(logIn(provider, 'issued', await presented!())).rejects.toMatchObject({ error: 'invalid_client' });
    },
  );
});
