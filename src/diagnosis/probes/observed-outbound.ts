import type { OutboundAnswer, OutboundCall } from '../../outbound/outbound-call.js';
import { OutboundClient, type OutboundClientOptions } from '../../outbound/outbound-client.js';

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
    this.requests += 1;
    const answer = await super.send(call);
    if (answer.date !== null) {
      this.clockSkews.push({
        host: new URL(call.url).host,
        milliseconds: answer.date.getTime() - this.now().getTime(),
      });
    }
    return answer;
  }
}
