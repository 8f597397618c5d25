import { outboundProfile } from '../../federation/outbound-profile.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';
import type { Endpoint } from '../observed/endpoint.js';
import type { Probing } from './probing.js';

export interface PageSeen {
  readonly endpoint: Endpoint;
  readonly failure: OutboundFailure | null;
  /** HTTP status; null when nothing could be read. */
  readonly status: number | null;
  readonly durationMs: number;
}

/** Opens an address that only browsers use, to see that something is there. */
export async function probePage({ outbound, provider, signal }: Probing, endpoint: Endpoint): Promise<PageSeen> {
  const startedAt = performance.now();
  const seen = (failure: OutboundFailure | null, status: number | null): PageSeen => ({
    endpoint,
    failure,
    status,
    durationMs: performance.now() - startedAt,
  });
  try {
    const answer = await outbound.send({
      ...outboundProfile(provider, 'resource', signal),
      url: endpoint.uri,
      method: 'GET',
      headers: { accept: 'text/html,*/*;q=0.8' },
    });
    return seen(null, answer.status);
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    const isAnswer = ['too_large', 'encoding_refused', 'headers_too_large'].includes(error.reason);
    return seen(isAnswer ? null : error, null);
  }
}
