/** Why a call got no answer. A closed list: each calling step translates every one of them into a code of its own. */
export const outboundReasons = [
  /** The URL cannot be read, carries a user name or password, or has no host. */
  'url_invalid',
  /** Neither https, nor http with OUTBOUND_ALLOW_HTTP. */
  'scheme_refused',
  /** The host is, or resolves to, an address that outbound calls may not reach. Nothing was sent to it. */
  'address_refused',
  /** The request is not valid HTTP, e.g. a line break in a token that a server handed out. Nothing was sent. */
  'request_invalid',
  /** The name has no address. */
  'name_not_found',
  /** The name server did not answer. */
  'name_lookup_failed',
  'connection_refused',
  /** No route to the host or network. */
  'unreachable',
  /** The connection broke before the answer was complete. */
  'connection_reset',
  /** No connection (TLS included) within 2 s, or within what was left for the call. */
  'connect_timeout',
  /** The request was sent, and no complete answer came within the time for a call. */
  'timeout',
  /** The server's certificate has no chain to a trusted CA, or is not the pinned one. */
  'tls_untrusted',
  /** The server's certificate is expired or not yet valid. */
  'tls_expired',
  /** The server's certificate is for another host name. */
  'tls_name_mismatch',
  /** The handshake failed for another reason, e.g. the server refused our client certificate. */
  'tls_failed',
  /** Our own CA, certificate or key for this target cannot be used. Nothing was sent. */
  'tls_credential_unusable',
  /** The answer is compressed although only `identity` was accepted. */
  'encoding_refused',
  'too_large',
  'headers_too_large',
  /** Not HTTP/1.1: garbage, a wrong Content-Length, a body cut short. */
  'broken_answer',
  /** As many calls to this target as are allowed were under way, and no slot became free in time. Nothing was sent. */
  'too_many_calls',
  /** The target failed repeatedly; calls are paused. Nothing was sent. */
  'circuit_open',
  /** The caller gave up. */
  'aborted',
] as const;

export type OutboundReason = (typeof outboundReasons)[number];

interface FailureOptions {
  readonly cause?: unknown;
  readonly requestSent?: boolean;
}

/**
 * A call that got no answer. An answer with an HTTP error status is not a failure.
 *
 * `detail` is fit for admins: it names hosts and limits, never an address that a name resolved to, never anything of a
 * body, a query or a header. `cause` is for the log only.
 */
export class OutboundFailure extends Error {
  override readonly name = 'OutboundFailure';

  /** Whether any of the request left us, so that the other side may have acted upon it (e.g. spent a code). */
  readonly requestSent: boolean;

  constructor(
    readonly reason: OutboundReason,
    readonly detail: string,
    options: FailureOptions = {},
  ) {
    super(`${reason}: ${detail}`, options.cause === undefined ? {} : { cause: options.cause });
    this.requestSent = options.requestSent ?? false;
  }
}

/** The outbound failure that a library has wrapped in errors of its own, found along `cause`; null when there is none. */
export function outboundFailureIn(error: unknown): OutboundFailure | null {
  let current = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    if (current instanceof OutboundFailure) return current;
    current = 'cause' in current ? current.cause : null;
  }
  return null;
}
