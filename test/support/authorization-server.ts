import type { RequestListener } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import { type ServerTls, startLoopbackServer } from './http/loopback-server.js';
import {
  certificateIsFromKnownAuthority,
  certificateNames,
  presentedCertificate,
} from './openid-provider/client-certificates.js';
import { errors, Provider } from './openid-provider/library.js';
import { MemoryAdapter } from './openid-provider/memory-adapter.js';

export interface AuthorizationServer {
  readonly tokenUrl: string;
  readonly issuer: string;
  /** Public key of its tokens. */
  readonly publicJwk: JWK;
  /** How many token requests came. */
  readonly count: () => number;
  /** Lifetime of the tokens to come, seconds. */
  lifetime: number;
  close(): Promise<void>;
}

interface AuthorizationServerOptions {
  readonly tls: ServerTls;
  /** What its tokens are for, when a request names it as `resource` (RFC 8707), or nothing. */
  readonly audience: string;
  /** The only scope. */
  readonly scope: string;
  /** Members beyond those that every client of client credentials has. */
  readonly clients: readonly ClientMetadata[];
}

/**
 * oidc-provider as the authorization server of a partner's API: client credentials (RFC 6749 §4.4), tokens as JWT (RFC 9068), bound
 * to the client certificate where the client has `tls_client_certificate_bound_access_tokens` (RFC 8705).
 */
export async function startAuthorizationServer(options: AuthorizationServerOptions): Promise<AuthorizationServer> {
  const { audience, scope } = options;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'as' };
  let handle: RequestListener | null = null;
  let count = 0;
  const server = await startLoopbackServer(
    (request, response) => {
      if (request.url === '/token') count += 1;
      handle?.(request, response);
    },
    { tls: options.tls },
  );
  const issuer = server.origin;
  const state: AuthorizationServer = {
    issuer,
    tokenUrl: `${issuer}/token`,
    publicJwk: { kty: 'EC', crv: 'P-256', x: jwk.x ?? '', y: jwk.y ?? '', alg: 'ES256', kid: 'as' },
    count: () => count,
    lifetime: 600,
    close: () => server.close(),
  };
  const common = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [], scope };
  const provider = new Provider(issuer, {
    clients: options.clients.map((client) => ({ ...common, ...client })),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
    ],
    jwks: { keys: [jwk] },
    scopes: [scope],
    adapter: () => new MemoryAdapter(),
    ttl: { ClientCredentials: () => state.lifetime },
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
            scope,
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
  const answer = provider.callback();
  handle = (request, response) => void answer(request, response);
  return state;
}
