import type { ErrorCode } from '../errors/catalogue.js';
import type { OutboundTls } from './outbound-call.js';

/** What authenticated a call, by names: fit for records, never a secret. */
export interface AuthenticatedBy {
  /** Id of the external authentication that applied. */
  readonly externalAuthentication: string;
  /** `x5t#S256` of the certificate that we presented; null: none. */
  readonly certificateThumbprint: string | null;
  /** How the access token was obtained; null: none was sent. */
  readonly token: 'client_credentials' | 'jwt_bearer' | null;
}

/** What a call carries besides its own headers. */
export interface CallCredentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: OutboundTls | undefined;
  /** null: nothing applies to the URL. */
  readonly by: AuthenticatedBy | null;
  /** Values that MUST NOT be shown wherever an answer repeats them. */
  readonly secrets: readonly string[];
}

/** Why a call cannot be authenticated: nothing of it MUST be sent. */
export interface CallNotAuthenticated {
  readonly code: ErrorCode;
  /** JSON path of the setting at fault, in the external authentication. */
  readonly path: string;
  readonly detail: string;
}

export interface CallToAuthenticate {
  readonly tenantId: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** The other side answered 401 to what the last call carried: a cached token is obtained anew. */
  readonly refused?: boolean;
}

/** What applies to a URL, without calling anybody. */
export interface MatchingAuthentication {
  readonly id: string;
  readonly url: string;
  readonly match: 'exact' | 'prefix';
  readonly presentsCertificate: boolean;
}

/** Authenticates calls to URLs that a tenant has configured so. The room above that knows the configurations implements it. */
export abstract class CallAuthentication {
  abstract authenticate(call: CallToAuthenticate): Promise<CallCredentials | CallNotAuthenticated>;

  abstract matching(tenantId: string, url: string): Promise<MatchingAuthentication | null>;
}

const nothing: CallCredentials = { headers: {}, tls: undefined, by: null, secrets: [] };

/** For a service without such configurations: every call goes as it is. */
export class NoCallAuthentication extends CallAuthentication {
  override authenticate(): Promise<CallCredentials> {
    return Promise.resolve(nothing);
  }

  override matching(): Promise<null> {
    return Promise.resolve(null);
  }
}
