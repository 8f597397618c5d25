import type { CountersignError } from '../errors/countersign-error.js';
import type { OutboundAnswer, OutboundCall } from './outbound-call.js';

/** What a call carries already. Nothing of it is ever replaced. */
export interface OwnAuthentication {
  /** `Authorization` is set by the caller. */
  readonly carriesAuthorization: boolean;
  /** The caller presents a client certificate of its own. */
  readonly presentsCertificate: boolean;
}

/** What authenticated a call, by names: fit for records, never a secret. */
export interface AuthenticatedBy {
  readonly externalAuthenticationId: string;
  readonly revision: number;
  /** `x5t#S256` of the certificate that we presented; null: none. */
  readonly certificateThumbprint: string | null;
  /** How the access token was obtained, e.g. `client_credentials`; null: none was sent. */
  readonly token: string | null;
}

export interface AuthenticatedAnswer {
  readonly answer: OutboundAnswer;
  /** null: nothing applies to the URL. */
  readonly authenticatedBy: AuthenticatedBy | null;
  /** Where the endpoint answered 401 or 403: what that says about the external authentication. */
  readonly refusal: CountersignError | null;
  /** Values that the answer MUST NOT be shown with; absent: none. */
  readonly secrets?: readonly string[];
}

/** What applies to a URL, without calling anybody. */
export interface MatchingAuthentication {
  readonly id: string;
  readonly url: string;
  readonly match: 'exact' | 'prefix';
  readonly presentsCertificate: boolean;
}

/** Makes calls that authenticate as a tenant has configured for their URL. The room that knows the configurations implements it. */
export abstract class CallAuthentication {
  /**
   * @throws OutboundFailure as `OutboundClient.send` does; CountersignError when the call cannot be authenticated: its one fault has
   *   the path in the external authentication, and nothing was sent
   */
  abstract send(call: OutboundCall, own: OwnAuthentication): Promise<AuthenticatedAnswer>;

  abstract matching(tenantId: string, url: string): Promise<MatchingAuthentication | null>;
}
