/**
 * Milliseconds that the database is waited for. Whoever asks the service is answered within five seconds, also when the server
 * has gone silent: its host is away and nobody closes the connections, which TCP alone notices after a quarter of an hour.
 */
export const TIME_LIMITS = {
  /** A new connection to the server, or a free one of the pool. */
  connection: 3_500,
  /** A new connection when a statement has not been answered in time and no connection was made since. */
  connectionToSilentServer: 1_000,
  /** A statement of a request or of a step of a login. */
  step: 3_500,
  /** A search whose filters an index does not answer alone. */
  search: 30_000,
  /** A statement of work in the background, or over everything there is. */
  batch: 600_000,
  /** A transaction in which nobody says anything. */
  idleTransaction: 300_000,
} as const;
