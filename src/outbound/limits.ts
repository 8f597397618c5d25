/**
 * What an outbound call may take at most. The numbers are those that docs and error texts name, so they live here and
 * nowhere else. Times are milliseconds, sizes are bytes of the body as received (nothing is ever decompressed).
 */

/** From the start of the name look-up to the end of the TLS handshake. */
export const connectMs = 2_000;

/** One call, from its slot to the last byte of its answer. Waiting for the slot is ours, and never taken from the other side's time. */
const callMs = 8_000;

/** How long a call may wait for a slot. */
const waitMs = 8_000;

export const maxBytes = {
  discovery: 64 * 1024,
  token: 64 * 1024,
  jwks: 256 * 1024,
  resource: 256 * 1024,
} as const;

/** The limits of the client itself; tests set smaller ones. */
export interface OutboundLimits {
  readonly connectMs: number;
  readonly callMs: number;
  readonly waitMs: number;
  /** Status line and header fields of an answer together. */
  readonly headerBytes: number;
  /** Calls to one target at the same time: enough for a crowd that signs at once, while a dead one costs sockets only. */
  readonly concurrentCalls: number;
  /**
   * Slots beside those, for calls that follow a code which is spent (`OutboundProfile.follows`): what others ask of the target meanwhile
   * must not cost a login.
   */
  readonly followingCalls: number;
  /** Calls to one target that may wait for a slot; the next one fails with `too_many_calls`. */
  readonly waitingCalls: number;
  /** Consecutive failures of a target that open its circuit. */
  readonly failuresToOpen: number;
  /** How long an opened circuit stays shut off before one call may try again; doubles up to `longestPauseMs`. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** Connection pools (tenant and TLS credential version) that are kept; the least recently used one is closed. */
  readonly agents: number;
  /** Targets whose circuit and slots are remembered. */
  readonly targets: number;
}

export const defaultLimits: OutboundLimits = {
  connectMs,
  callMs,
  waitMs,
  headerBytes: 16 * 1024,
  concurrentCalls: 64,
  followingCalls: 64,
  waitingCalls: 512,
  failuresToOpen: 5,
  pauseMs: 5_000,
  longestPauseMs: 60_000,
  agents: 256,
  targets: 10_000,
};
