/** Why a delivery was not accepted; closed, part of the package's interface. */
export type DeliveryFault =
  | 'body_already_read'
  | 'body_was_parsed'
  | 'body_too_large'
  | 'signature_missing'
  | 'signature_differs'
  | 'timestamp_malformed'
  | 'timestamp_too_old'
  | 'timestamp_too_new'
  | 'not_an_event';

/** Why an access token was not accepted; closed, part of the package's interface. */
export type TokenFault =
  | 'token_missing'
  | 'token_invalid'
  | 'token_not_bound'
  | 'certificate_missing'
  | 'certificate_differs'
  | 'tenant_differs'
  | 'insufficient_scope'
  | 'issuer_keys_unavailable';

/**
 * A request that must not be acted on. `status` is what to answer: anything but 2xx makes the sender try again, so that
 * a fault on the receiving side (a secret not rolled out yet) loses no event.
 */
export class ListenerError extends Error {
  override readonly name = 'ListenerError';

  constructor(
    readonly code: DeliveryFault | TokenFault,
    /** HTTP status to answer with. */
    readonly status: 400 | 401 | 403 | 413 | 500 | 503,
    message: string,
    options: { readonly cause?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.headers = options.headers ?? {};
  }

  /** Headers of the answer: `WWW-Authenticate` where a token was refused (RFC 6750 §3). */
  readonly headers: Readonly<Record<string, string>>;
}
