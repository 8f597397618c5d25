import type { Answer } from './http/answer.js';
import { answeringListener } from './http/answering-listener.js';
import type { CallLog } from './http/call-log.js';
import { startLoopbackServer } from './http/loopback-server.js';
import type { ReceivedRequest } from './http/received-request.js';
import { authorize } from './oauth-provider/authorization.js';
import type { OAuthAccount, OAuthProviderOptions, OAuthResource } from './oauth-provider/options.js';
import { serveResource } from './oauth-provider/resource.js';
import { type OAuthEndpoint, OAuthState } from './oauth-provider/state.js';
import { exchangeCode } from './oauth-provider/token.js';

export type {
  OAuthAccount,
  OAuthClient,
  OAuthProviderOptions,
  OAuthResource,
  TokenParameter,
} from './oauth-provider/options.js';
export type { OAuthEndpoint } from './oauth-provider/state.js';

/** A provider of OAuth 2.0 without OpenID Connect: a login page, a token endpoint, resource URIs. */
export interface OAuthProvider {
  readonly origin: string;
  readonly authorizationUri: string;
  readonly tokenUri: string;
  /** What reached it, bodies and tokens included. */
  readonly calls: CallLog<OAuthEndpoint>;
  /** Every access token that it ever gave out, for "no token in any log". */
  readonly issuedTokens: readonly string[];
  resourceUri(name: string): string;
  registerRedirectUri(clientId: string, redirectUri: string): void;
  setAccounts(accounts: readonly OAuthAccount[]): void;
  close(): Promise<void>;
}

export async function startOAuthProvider(options: OAuthProviderOptions): Promise<OAuthProvider> {
  const state = new OAuthState(options);
  const authorizationPath = options.paths?.authorization ?? '/authorize';
  const tokenPath = options.paths?.token ?? '/token';
  const resources = new Map(options.resources.map((resource) => [pathOf(resource), resource]));

  const handle = (request: ReceivedRequest): Answer => {
    if (request.path === authorizationPath) {
      state.calls.record(request.method === 'POST' ? 'login' : 'authorization', request);
      return authorize(state, request);
    }
    if (request.path === tokenPath) {
      state.calls.record('token', request);
      return exchangeCode(state, request);
    }
    const resource = resources.get(request.path);
    state.calls.record(resource ? `resource:${resource.name}` : 'other', request);
    return resource ? serveResource(state, resource, request) : { status: 404, body: 'Nothing is here' };
  };
  const server = await startLoopbackServer(answeringListener(handle), options);
  state.origin = server.origin;

  return {
    origin: server.origin,
    authorizationUri: `${server.origin}${authorizationPath}`,
    tokenUri: `${server.origin}${tokenPath}`,
    calls: state.calls,
    get issuedTokens() {
      return state.issuedTokens;
    },
    resourceUri: (name) => {
      const resource = options.resources.find((each) => each.name === name);
      if (!resource) throw new Error(`This provider has no resource "${name}"`);
      return `${server.origin}${pathOf(resource)}`;
    },
    registerRedirectUri: (clientId, redirectUri) => {
      state.registerRedirectUri(clientId, redirectUri);
    },
    setAccounts: (accounts) => {
      state.accounts = accounts;
    },
    close: () => server.close(),
  };
}

function pathOf(resource: OAuthResource): string {
  return resource.path ?? `/resource/${resource.name}`;
}
