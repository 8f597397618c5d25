import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { importJWK, type JWK as JoseJwk, SignJWT } from 'jose';
import type { ClientMetadata, JWK } from 'oidc-provider';
import { CallLog } from './http/call-log.js';
import { type LoopbackServer, type ServerTls, startLoopbackServer } from './http/loopback-server.js';
import { receiveWithoutBody } from './http/received-request.js';
import { Accounts, type TestAccount } from './openid-provider/account.js';
import { Clients } from './openid-provider/clients.js';
import { providerConfiguration } from './openid-provider/configuration.js';
import { endpointOf, type OpenIdEndpoint } from './openid-provider/endpoint.js';
import { handleInteraction, INTERACTION_PATH } from './openid-provider/interaction.js';
import { Provider } from './openid-provider/library.js';
import { MemoryStorage } from './openid-provider/memory-adapter.js';
import { type ProviderError, recordErrors } from './openid-provider/provider-errors.js';
import { generateSigningKeys } from './openid-provider/signing-keys.js';

export type { ClientMetadata } from 'oidc-provider';
export type { TestAccount } from './openid-provider/account.js';
export type { OpenIdEndpoint } from './openid-provider/endpoint.js';
export type { ProviderError } from './openid-provider/provider-errors.js';

interface OpenIdProviderOptions {
  /**
   * Client metadata as of OpenID Connect Dynamic Client Registration §2. Whatever a client asks for is on: PAR, JAR, JARM,
   * DPoP, encrypted ID tokens, signed or encrypted UserInfo, certificate-bound tokens. `redirect_uris` may be left out and
   * be registered later.
   */
  readonly clients: readonly (Partial<ClientMetadata> & { readonly client_id: string })[];
  readonly accounts?: readonly TestAccount[];
  /** Heading of the login page. Default "Test provider". */
  readonly title?: string;
  /** Default `127.0.0.1`; see {@link LoopbackServer}. */
  readonly hostname?: string;
  readonly port?: number;
  /** https with this certificate. With `clientCertificateAuthorities`, mutual TLS is on. */
  readonly tls?: ServerTls;
  /** RFC 8705 §5: client certificates are asked for on a second port only, named by `mtls_endpoint_aliases`. */
  readonly mutualTlsAliases?: boolean;
  /** Default `by-scope`: the ID token carries the claims of its scopes. `only-requested` is OIDC Core §5.4 to the letter. */
  readonly idTokenClaims?: 'by-scope' | 'only-requested';
  /** Default true. */
  readonly requirePkce?: boolean;
  /** `acr_values_supported`. */
  readonly acrValues?: readonly string[];
}

/** A real OpenID provider (oidc-provider), in process. */
export interface OpenIdProvider {
  readonly issuer: string;
  /** What reached it, by endpoint; bodies are not recorded. */
  readonly calls: CallLog<OpenIdEndpoint>;
  /** Every error that the provider itself saw, oldest first: says why a login in a test went wrong. */
  readonly errors: readonly ProviderError[];
  registerRedirectUri(clientId: string, redirectUri: string): void;
  registerPostLogoutRedirectUri(clientId: string, redirectUri: string): void;
  /** Changes a client's metadata, for example `jwks_uri` once the service runs. */
  updateClient(clientId: string, changes: Partial<ClientMetadata>): void;
  setAccounts(accounts: readonly TestAccount[]): void;
  /** A JWT signed with its RS256 key, for what the library sends only to servers it knows, such as logout tokens. */
  sign(claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): Promise<string>;
  /** New signing keys. `keepOld` (default false) leaves the old ones published, as a careful provider does. */
  rotateKeys(options?: { readonly keepOld?: boolean }): Promise<void>;
  close(): Promise<void>;
}

export async function startOpenIdProvider(options: OpenIdProviderOptions): Promise<OpenIdProvider> {
  const accounts = new Accounts(options.accounts ?? []);
  const storage = new MemoryStorage();
  const clients = new Clients(storage.adapter('Client'), options.clients);
  const calls = new CallLog<OpenIdEndpoint>();
  const errors: ProviderError[] = [];
  const cookieKeys = [randomBytes(16).toString('hex')];
  let keys: readonly JWK[] = await generateSigningKeys();
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end();

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response);
  };
  const servers = await startServers(listener, options);
  const [server, mutualTlsServer] = servers;
  const issuer = server.origin;

  /** Keys and claim names are fixed when a Provider is made, so a change makes a new one on the same storage. */
  const build = (): void => {
    const configuration = providerConfiguration({
      port: server.port,
      cookieKeys,
      keys,
      accounts,
      storage,
      idTokenClaims: options.idTokenClaims ?? 'by-scope',
      requirePkce: options.requirePkce ?? true,
      acrValues: options.acrValues ?? [],
      mutualTls: options.tls?.clientCertificateAuthorities !== undefined,
      mutualTlsOrigin: mutualTlsServer?.origin,
    });
    const provider = new Provider(issuer, configuration);
    recordErrors(provider, errors);
    const protocol = provider.callback();
    handle = (request, response) => {
      const received = receiveWithoutBody(request);
      calls.record(endpointOf(received.path), received);
      if (received.path.startsWith(INTERACTION_PATH)) {
        void handleInteraction(provider, accounts, options.title ?? 'Test provider', request, response);
      } else {
        void protocol(request, response);
      }
    };
  };
  build();

  return {
    issuer,
    calls,
    errors,
    registerRedirectUri: (clientId, uri) => {
      clients.add(clientId, 'redirect_uris', uri);
    },
    registerPostLogoutRedirectUri: (clientId, uri) => {
      clients.add(clientId, 'post_logout_redirect_uris', uri);
    },
    updateClient: (clientId, changes) => {
      clients.update(clientId, changes);
    },
    setAccounts: (replacement) => {
      accounts.replace(replacement);
      build();
    },
    sign: async (claims, header = {}) => {
      const key = keys.find(({ kty }) => kty === 'RSA');
      if (key?.kid === undefined) throw new Error('The provider has no RSA key');
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
        .sign(await importJWK(key as JoseJwk, 'RS256'));
    },
    rotateKeys: async ({ keepOld = false } = {}) => {
      const fresh = await generateSigningKeys();
      keys = keepOld ? [...fresh, ...keys] : fresh;
      build();
    },
    close: async () => {
      await Promise.all(servers.map((each) => each.close()));
    },
  };
}

async function startServers(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  options: OpenIdProviderOptions,
): Promise<[LoopbackServer, ...LoopbackServer[]]> {
  const { hostname, port, tls, mutualTlsAliases } = options;
  const where = {
    ...(hostname === undefined ? {} : { hostname }),
  };
  const ownPort = port === undefined ? {} : { port };
  if (!tls) return [await startLoopbackServer(listener, { ...where, ...ownPort })];
  if (mutualTlsAliases !== true) return [await startLoopbackServer(listener, { ...where, ...ownPort, tls })];
  const { certificate, privateKey } = tls;
  return [
    await startLoopbackServer(listener, { ...where, ...ownPort, tls: { certificate, privateKey } }),
    await startLoopbackServer(listener, { ...where, tls }),
  ];
}
