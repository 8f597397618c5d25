import { randomBytes } from 'node:crypto';
import { CallLog } from '../http/call-log.js';
import type { OAuthAccount, OAuthClient, OAuthProviderOptions } from './options.js';

/** `authorization` and `login` are the signer's browser, `token` and `resource:<name>` the relying party. */
export type OAuthEndpoint = 'authorization' | 'login' | 'token' | `resource:${string}` | 'other';

interface AuthorizationCode {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly codeChallenge: string | null;
  readonly account: OAuthAccount;
}

/** Everything that one OAuth provider remembers. */
export class OAuthState {
  readonly calls = new CallLog<OAuthEndpoint>();
  readonly #clients: ReadonlyMap<string, OAuthClient>;
  readonly #redirectUris = new Map<string, Set<string>>();
  readonly #codes = new Map<string, AuthorizationCode>();
  readonly #tokens = new Map<string, OAuthAccount>();
  accounts: readonly OAuthAccount[];
  /** Known once the server listens. */
  origin = '';

  constructor(readonly options: OAuthProviderOptions) {
    this.accounts = options.accounts;
    this.#clients = new Map(options.clients.map((client) => [client.clientId, client]));
    for (const { clientId, redirectUris = [] } of options.clients) {
      this.#redirectUris.set(clientId, new Set(redirectUris));
    }
  }

  registerRedirectUri(clientId: string, redirectUri: string): void {
    const known = this.#redirectUris.get(clientId);
    if (!known) throw new Error(`No client "${clientId}" is registered`);
    known.add(redirectUri);
  }

  client(clientId: string): OAuthClient | undefined {
    return this.#clients.get(clientId);
  }

  mayRedirect(clientId: string, redirectUri: string): boolean {
    return this.#redirectUris.get(clientId)?.has(redirectUri) ?? false;
  }

  issueCode(code: AuthorizationCode): string {
    const value = randomBytes(16).toString('base64url');
    this.#codes.set(value, code);
    return value;
  }

  /** A code works once. */
  takeCode(value: string): AuthorizationCode | undefined {
    const code = this.#codes.get(value);
    this.#codes.delete(value);
    return code;
  }

  issueToken(account: OAuthAccount): string {
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, account);
    return token;
  }

  accountOf(token: string): OAuthAccount | undefined {
    return this.#tokens.get(token);
  }

  get issuedTokens(): readonly string[] {
    return [...this.#tokens.keys()];
  }
}
