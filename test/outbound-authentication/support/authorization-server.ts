import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { TestCertificate } from '../../support/certificates.js';
import {
  certificateIsFromKnownAuthority,
  certificateNames,
  presentedCertificate,
} from '../../support/openid-provider/client-certificates.js';
import { errors, Provider } from '../../support/openid-provider/library.js';

/** What tokens are for. */
export const audience = 'https://listener.partner.example/';
export const clientSecret = 'known-client-secret';

export interface AuthorizationServer {
  readonly tokenUrl: string;
  readonly issuer: string;
  /** Public key of its tokens. */
  readonly publicJwk: JWK;
  /** How many token requests came. */
  readonly count: () => number;
  /** Paths of the clients' tokens are revoked by a new listener key; here: lifetime of the tokens to come, seconds. */
  lifetime: number;
  close(): Promise<void>;
}

export interface KnownClients {
  /** Registered for `self_signed_tls_client_auth`. */
  readonly certificate: TestCertificate;
  /** Registered for `private_key_jwt`. */
  readonly assertionKey: JWK;
}

/** oidc-provider as the authorization server of a partner, which asks for a client certificate (RFC 8705). */
export async function startAuthorizationServer(
  tls: TestCertificate,
  authorities: readonly string[],
  { certificate, assertionKey }: KnownClients,
): Promise<AuthorizationServer> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'as' };
  let handle: ReturnType<InstanceType<typeof Provider>['callback']> | null = null;
  let count = 0;
  const server = createServer(
    { cert: tls.certificate, key: tls.privateKey, requestCert: true, rejectUnauthorized: false, ca: [...authorities] },
    (request, response) => {
      if (request.url === '/token') count += 1;
      void handle?.(request, response);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `https://127.0.0.1:${port}`;
  const common = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [], scope: 'events:write' };
  const x5c = certificate.certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const state = {
    issuer,
    tokenUrl: `${issuer}/token`,
    publicJwk: { kty: 'EC', crv: 'P-256', x: jwk.x ?? '', y: jwk.y ?? '', alg: 'ES256', kid: 'as' } as JWK,
    count: () => count,
    lifetime: 600,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  const provider = new Provider(issuer, {
    clients: [
      { ...common, client_id: 'bound', client_secret: clientSecret, tls_client_certificate_bound_access_tokens: true },
      { ...common, client_id: 'unbound', client_secret: clientSecret },
      { ...common, client_id: 'a:b c', client_secret: 'p:q r%', token_endpoint_auth_method: 'client_secret_basic' },
      {
        ...common,
        client_id: 'posting',
        client_secret: clientSecret,
        token_endpoint_auth_method: 'client_secret_post',
      },
      {
        ...common,
        client_id: 'known-by-certificate',
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        tls_client_certificate_bound_access_tokens: true,
        jwks: { keys: [{ kty: 'EC', crv: 'P-256', ...(await publicOf(certificate)), x5c: [x5c] }] },
      },
      {
        ...common,
        client_id: 'known-by-name',
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_subject_dn: certificate.subject,
        tls_client_certificate_bound_access_tokens: true,
      },
      {
        ...common,
        client_id: 'asserting',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [assertionKey] },
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
    ],
    jwks: { keys: [jwk] },
    scopes: ['events:write'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        selfSignedTlsClientAuth: true,
        tlsClientAuth: true,
        getCertificate: presentedCertificate,
        certificateAuthorized: certificateIsFromKnownAuthority,
        certificateSubjectMatches: certificateNames,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: (_context, resource) => {
          if (resource !== audience) throw new errors.InvalidTarget();
          return {
            scope: 'events:write',
            audience,
            accessTokenFormat: 'jwt' as const,
            accessTokenTTL: state.lifetime,
            jwt: { sign: { alg: 'ES256' as const } },
          };
        },
      },
    },
  });
  provider.on('server_error', () => undefined);
  handle = provider.callback();
  return state;
}

async function publicOf({ certificate }: TestCertificate): Promise<JWK> {
  const { X509Certificate } = await import('node:crypto');
  return new X509Certificate(certificate).publicKey.export({ format: 'jwk' });
}
