import type { OutboundAnswer, OutboundCall } from '../../outbound/outbound-call.js';
import { OutboundClient, type OutboundClientOptions } from '../../outbound/outbound-client.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';

/** The clock of a server compared with ours. */
export interface ClockSkew {
  readonly host: string;
  /** Positive: the server's clock is ahead. */
  readonly milliseconds: number;
}

/**
 * The guarded client of one diagnosis: connections of its own, so that what is wrong with TLS now is seen now, and a note of
 * every `Date` header.
 */
export class ObservedOutbound extends OutboundClient {
  readonly clockSkews: ClockSkew[] = [];
  /** Requests that were sent, answered or not. */
  requests = 0;

  constructor(
    options: OutboundClientOptions,
    private readonly now: () => Date,
  ) {
    super(options);
  }

  override async send(call: OutboundCall): Promise<OutboundAnswer> {
    const answer = await super.send(call).catch((error: unknown) => {
      if (error instanceof OutboundFailure && error.requestSent) this.requests += 1;
      throw error;
    });
    this.requests += 1;
    if (answer.date !== null) {
      this.clockSkews.push({
        host: new URL(call.url).host,
        milliseconds: answer.date.getTime() - this.now().getTime(),
      });
    }
    return answer;
  }
}
