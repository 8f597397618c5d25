import type { KeySource } from './jwks/verify-jwt.js';
import { refuse } from './refusal.js';
import { TripClient } from './trip-client.js';
import type { TripParts } from './trip-parts.js';

/** Everything that the steps of one trip share. */
export interface TripContext extends TripParts {
  /** The library that makes its requests. */
  readonly client: TripClient;
}

export function tripContext(parts: TripParts): TripContext {
  return { ...parts, client: new TripClient(parts) };
}

/** The provider's key set as a source of keys. Throws only when it is asked: HS* tokens need no key set. */
export function keySourceOf(
  trip: Pick<TripContext, 'keySets' | 'metadata' | 'provider' | 'log' | 'signal'>,
): KeySource {
  const { keySets, metadata, provider, log, signal } = trip;
  const use = () => {
    const uri = metadata.server.jwks_uri;
    if (uri === undefined) throw refuse('discovery.endpoint_missing', 'jwksUri is needed to verify signatures');
    return { provider, uri, log, signal };
  };
  return {
    current: () => keySets.current(use()),
    newerThan: (set) => keySets.newerThan(use(), set),
    refetchDidNotHelp: () => {
      keySets.refetchDidNotHelp(use());
    },
  };
}
