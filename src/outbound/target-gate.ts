import {
  CircuitState as Breaker,
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  noJitterGenerator,
} from 'cockatiel';
import type { Received } from './exchange.js';
import type { OutboundLimits } from './limits.js';
import type { CallTarget, CircuitState, OutboundProfile, TargetState } from './outbound-call.js';
import { OutboundFailure, type OutboundReason } from './outbound-failure.js';

/**
 * What says that a target is down, as opposed to wrongly configured: only these open its circuit. Not among them are
 * refused addresses, unknown names and TLS faults (an admin's or an attacker's doing, quick to fail, and `circuit_open`
 * would hide the cause), and whatever ends a call without having asked it.
 */
const signsOfOutage: ReadonlySet<OutboundReason> = new Set<OutboundReason>([
  'name_lookup_failed',
  'connection_refused',
  'unreachable',
  'connection_reset',
  'connect_timeout',
  'timeout',
]);

/** Answers of a gateway whose server is away. 500 is not: many servers answer it to a wrong request. */
const statusesOfOutage: ReadonlySet<number> = new Set([502, 503, 504]);

const circuitStates: Readonly<Record<Breaker, CircuitState>> = {
  [Breaker.Closed]: 'closed',
  [Breaker.Open]: 'open',
  [Breaker.HalfOpen]: 'half_open',
  [Breaker.Isolated]: 'open',
};

/** What a call may do that others may not. */
type CallRank = Pick<OutboundProfile, 'follows' | 'despitePause'>;

export type StateListener = (state: TargetState) => void;

/** What is done with a slot. */
interface Work {
  readonly begin: () => Promise<Received>;
  /** Whether somebody still waits for it when its slot is free. */
  readonly isWanted: () => boolean;
}

/**
 * Slots and circuit of one target. The slots are outside of the circuit, so that while one call tries whether the
 * target is back, those that wait for its result are bounded too.
 */
export class TargetGate {
  readonly #slots;
  readonly #following;
  readonly #circuit;

  constructor(
    private readonly tenantId: string,
    private readonly target: CallTarget,
    private readonly limits: OutboundLimits,
    onStateChange: StateListener | undefined,
  ) {
    this.#slots = bulkhead(limits.concurrentCalls, limits.waitingCalls);
    this.#following = bulkhead(limits.followingCalls, limits.waitingCalls);
    this.#circuit = circuitBreaker(
      handleWhen((error) => this.#isOutage(error)).orWhenResult((result) =>
        statusesOfOutage.has((result as Received).status),
      ),
      {
        breaker: new ConsecutiveBreaker(limits.failuresToOpen),
        halfOpenAfter: new ExponentialBackoff({
          initialDelay: limits.pauseMs,
          maxDelay: limits.longestPauseMs,
          generator: noJitterGenerator,
        }),
      },
    );
    if (onStateChange !== undefined)
      this.#circuit.onStateChange(() => {
        onStateChange(this.state());
      });
  }

  /**
   * @throws OutboundFailure `too_many_calls` or `circuit_open`, or `aborted` where nobody wants it any more, without beginning the
   *   work; whatever the work throws.
   */
  async run({ begin, isWanted }: Work, { follows, despitePause }: CallRank): Promise<Received> {
    try {
      return await (follows === true ? this.#following : this.#slots).execute(() => {
        // Not within the circuit: a call that was given up in line would be its trial, and lengthen the pause of what nobody asked.
        if (!isWanted()) throw new OutboundFailure('aborted', 'given up before it was sent');
        return despitePause === true && this.#circuit.state !== Breaker.Closed ? begin() : this.#circuit.execute(begin);
      });
    } catch (error) {
      if (error instanceof BulkheadRejectedError) {
        throw new OutboundFailure(
          'too_many_calls',
          `${this.limits.concurrentCalls} calls there are under way and ${this.limits.waitingCalls} wait`,
          { cause: error },
        );
      }
      if (error instanceof BrokenCircuitError) {
        throw new OutboundFailure(
          'circuit_open',
          `calls are paused after repeated failures, the last was: ${this.#lastOutage()}`,
          { cause: error },
        );
      }
      throw error;
    }
  }

  state(): TargetState {
    return {
      tenantId: this.tenantId,
      target: this.target,
      circuit: circuitStates[this.#circuit.state],
      callsUnderWay:
        this.limits.concurrentCalls -
        this.#slots.executionSlots +
        (this.limits.followingCalls - this.#following.executionSlots),
      callsWaiting: 2 * this.limits.waitingCalls - this.#slots.queueSlots - this.#following.queueSlots,
    };
  }

  #isOutage(error: unknown): boolean {
    if (!(error instanceof OutboundFailure)) return false;
    // A trial that its caller gave up has shown nothing, and must not close the circuit.
    if (error.reason === 'aborted') return this.#circuit.state === Breaker.HalfOpen;
    return signsOfOutage.has(error.reason);
  }

  #lastOutage(): string {
    const last = this.#circuit.lastFailure;
    if (last === undefined) return 'unknown';
    if ('value' in last) return `HTTP ${(last.value as Received).status}`;
    return last.error instanceof OutboundFailure ? `${last.error.reason} (${last.error.detail})` : 'unknown';
  }
}
