/** A login that did not end, or not well. */
export interface LoginFailure {
  /** Of `performance.now()`. */
  readonly at: number;
  /** Milliseconds since the login began. */
  readonly took: number;
  /** The request and what became of it; where it was not answered, why, with the code. */
  readonly reason: string;
  /** The client's port of the connection that broke; null where none did. */
  readonly port: number | null;
  /** Bytes that this connection had carried there and back, in all requests; null where none broke. */
  readonly carried: readonly [number, number] | null;
  /** `X-Request-Id` of the answer, by which the log of an instance tells more; null without an answer. */
  readonly requestId: string | null;
}

/** An answer that is none of those that a login goes on with. */
export class RefusedStep extends Error {
  constructor(
    message: string,
    readonly requestId: string | null,
  ) {
    super(message);
  }
}

interface Socket {
  readonly localPort?: number;
  readonly bytesWritten: number;
  readonly bytesRead: number;
}

/**
 * What an error says, and whatever it was caused by: `fetch` itself says no more than that it failed.
 * @param began when the login did, of `performance.now()`
 */
export function loginFailureOf(error: unknown, began: number): LoginFailure {
  const said: string[] = [];
  let socket: Socket | undefined;
  let cause = error;
  for (; cause instanceof Error; cause = cause.cause) {
    const { code, socket: broken } = cause as { code?: string; socket?: Socket | null };
    said.push(code === undefined ? cause.message : `${cause.message} (${code})`);
    socket ??= broken ?? undefined;
  }
  if (said.length === 0) said.push(String(error));
  const at = performance.now();
  return {
    at,
    took: at - began,
    reason: said.join(': '),
    port: socket?.localPort ?? null,
    requestId: error instanceof RefusedStep ? error.requestId : null,
    carried: socket === undefined ? null : [socket.bytesWritten, socket.bytesRead],
  };
}
