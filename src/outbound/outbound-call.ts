import type { OutboundFailure } from './outbound-failure.js';

/** Whom a TLS connection trusts and how we authenticate on it. PEM throughout; null and absent mean the same. */
export interface OutboundTls {
  /** Private CA certificates. They REPLACE the system's (and NODE_EXTRA_CA_CERTS): a private server has no other. */
  readonly ca?: string | null;
  /**
   * The one server certificate that is accepted, compared by SHA-256. No chain is needed and `ca` is not consulted; its
   * validity period and the host name are judged as always.
   */
  readonly leaf?: string | null;
  /**
   * Server certificates of which one has to be presented, compared by SHA-256 at each connection: no TLS session is resumed.
   * `chain`: a chain to a trusted CA is needed as well; else their own are not judged, as with `leaf`, which stands in its place.
   */
  readonly pins?: { readonly certificates: readonly string[]; readonly chain: boolean } | null;
  /** Our certificate chain for RFC 8705, own certificate first. Needs `privateKey`. */
  readonly certificate?: string | null;
  /** PKCS#8. */
  readonly privateKey?: string | null;
  /** Version of the credential that `certificate` comes from. Another version never shares a connection. */
  readonly credentialVersion?: number | string | null;
}

/**
 * What a call is for, so that a dead one takes nothing from others: a provider of identities, a listener, an authorization
 * server. With the tenant it is the key of concurrency slots and circuit.
 */
export interface CallTarget {
  /** What kind of thing of the tenant it is, e.g. `provider`; the metrics of that kind show it. */
  readonly kind: string;
  readonly id: string;
}

/** Everything about a call that its target decides and that stays the same from call to call. */
export interface OutboundProfile {
  readonly tenantId: string;
  /** A diagnosis may name one of its own. */
  readonly target: CallTarget;
  /** Largest body accepted; see `maxBytes` in limits.ts. */
  readonly maxBytes: number;
  /**
   * What becomes of an answer whose body is larger, or compressed although that was declined: `refuse` fails the call; `cut` takes
   * status and headers, and of the body what fits and is plain. Default `refuse`.
   */
  readonly excess?: 'refuse' | 'cut';
  /** The call belongs to something that was begun and would be lost with it: it has slots of its own. Default false. */
  readonly follows?: boolean;
  /**
   * Somebody asks whether the target answers now: it is called although calls there are paused, and the pause goes on as it would
   * have. Default false.
   */
  readonly despitePause?: boolean;
  /** Time for the whole call in milliseconds, from its slot on. Default 8 s. */
  readonly timeoutMs?: number;
  /** Ends the call early with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  readonly tls?: OutboundTls | undefined;
}

export interface OutboundCall extends OutboundProfile {
  readonly url: string | URL;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';
  /** `user-agent` and `accept-encoding` are always ours. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

/** A complete answer, whatever its status: redirects (3xx) too, which are never followed. */
export interface OutboundAnswer {
  /** 200 to 599. */
  readonly status: number;
  readonly headers: Headers;
  /** Media type in lower case without parameters, e.g. `application/json`; null when the answer names none. */
  readonly mediaType: string | null;
  /** As received, at most `maxBytes` long. */
  readonly body: Uint8Array;
  readonly durationMs: number;
  /** The server's `Date` header, for clock skew; null when absent or unreadable. */
  readonly date: Date | null;
}

/** One finished call as an observer of `fetchFor` sees it. */
export interface ObservedCall {
  readonly url: string;
  readonly method: string;
  readonly durationMs: number;
  readonly result: { readonly answer: OutboundAnswer } | { readonly failure: OutboundFailure };
}

export interface FetchProfile extends OutboundProfile {
  /** Told of each call once it has ended, e.g. for step records. MUST NOT throw. */
  readonly onAnswer?: ((call: ObservedCall) => void) | undefined;
  /** What the library is shown of an answer. Default: all of it. */
  readonly shown?: ((answer: OutboundAnswer) => Response) | undefined;
}

/** What openid-client 6 passes to its `customFetch`. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | Uint8Array | ArrayBuffer | ReadableStream | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type GuardedFetch = (url: string, init: FetchInit) => Promise<Response>;

/** Circuit and slots of a target, as metrics show them. */
export interface TargetState {
  readonly tenantId: string;
  readonly target: CallTarget;
  readonly circuit: CircuitState;
  readonly callsUnderWay: number;
  readonly callsWaiting: number;
}

/** `half_open`: one call is trying whether the target is back. */
export type CircuitState = 'closed' | 'open' | 'half_open';
