import type { Answer } from '../http/answer.js';
import type { LoopbackServerOptions } from '../http/loopback-server.js';

/** The query parameters by which the reference product can send an access token. */
export const TOKEN_PARAMETERS = ['oauth_token', 'oauth2_access_token', 'access_token', 'bearer'] as const;
export type TokenParameter = (typeof TOKEN_PARAMETERS)[number];

export interface OAuthClient {
  readonly clientId: string;
  /** Absent: a public client. */
  readonly clientSecret?: string;
  /** More can be registered later. */
  readonly redirectUris?: readonly string[];
}

export interface OAuthAccount {
  /** The user name. */
  readonly id: string;
  /** Shown on the login page; default: `id`. */
  readonly label?: string;
  /** What each resource tells about this person, by the resource's name. */
  readonly resources: Readonly<Record<string, unknown>>;
  /** Members that the token answer carries besides those of RFC 6749, for providers that put user data there. */
  readonly tokenMembers?: Readonly<Record<string, string | number>>;
}

/** Why a resource refuses a call. */
export type RefusalReason = 'missing_header' | 'token_misplaced' | 'invalid_token' | 'not_found';

export interface OAuthResource {
  readonly name: string;
  /** Default `/resource/<name>`. */
  readonly path?: string;
  /** Query parameters that may carry the token; a call with another one is refused, whatever its header says. Default none. */
  readonly acceptsParameters?: readonly TokenParameter[];
  /** Whether `Authorization: Bearer` is enough. Default true. */
  readonly acceptsHeader?: boolean;
  /** RFC 6750 §2 forbids to send the token twice; a strict server refuses it. Default false. */
  readonly refusesTokenSentTwice?: boolean;
  /** Status of a refused call. Default 401. */
  readonly refusalStatus?: number;
  /** Default `application/json`. */
  readonly contentType?: string;
  /** Makes the body of an accepted call from the account's data, for other shapes than JSON. */
  readonly body?: (data: unknown, query: URLSearchParams) => string;
  /** How a refusal looks. Default: RFC 6750 §3. */
  readonly refusal?: (reason: RefusalReason, description: string) => Answer;
  /** Headers without which the call is answered 403, such as GitHub's `user-agent`. */
  readonly requiredHeaders?: readonly string[];
}

export interface OAuthProviderOptions extends LoopbackServerOptions {
  readonly clients: readonly OAuthClient[];
  readonly accounts: readonly OAuthAccount[];
  readonly resources: readonly OAuthResource[];
  /** Heading of the login page. Default "Test OAuth provider". */
  readonly title?: string;
  /** Default `/authorize` and `/token`. */
  readonly paths?: { readonly authorization?: string; readonly token?: string };
  /** How the token endpoint answers; `form-unless-asked` looks at `Accept`, as GitHub does. Default `json`. */
  readonly tokenAnswer?: 'json' | 'form' | 'form-unless-asked';
  /** Status of an RFC 6749 §5.2 error. Default 400 (401 for `invalid_client`); GitHub says 200. */
  readonly errorStatus?: number;
  /** How an error of the token endpoint looks, in place of RFC 6749 §5.2. */
  readonly tokenRefusal?: (error: string, description: string) => Answer;
  /** Adds what this provider adds to the address that it redirects back to. */
  readonly decorateRedirect?: (url: URL, provider: { readonly origin: string }) => void;
  /** `token_type` in the spelling of the provider; null leaves it out. Default `Bearer`. */
  readonly tokenType?: string | null;
  /** Refuses `code_verifier` and `code_challenge`, as some providers do. Default: PKCE is honoured when used. */
  readonly refusesPkce?: boolean;
}
