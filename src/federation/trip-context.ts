import type { ImportedKeys } from '../credentials/imported-keys.js';
import type { OutboundClient } from '../outbound/outbound-client.js';
import type { AuthenticatedOutbound } from '../outbound-authentication/calls/authenticated-outbound.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import type { DpopNonces } from './dpop/dpop-nonces.js';
import type { KeySets } from './jwks/key-sets.js';
import type { KeySource } from './jwt/verify-jwt.js';
import type { ProviderMetadata } from './metadata/server-metadata.js';
import { refuse } from './refusal.js';
import type { TripSecrets } from './trip.js';
import { TripClient } from './trip-client.js';
import type { TripLog } from './trip-log.js';

/** What outlives a trip: connections, and what providers have told us. */
export interface Surroundings {
  /** For resource URIs: calls authenticate as the tenant's external authentication of the URL says, beside the signer's token. */
  readonly resources: Pick<AuthenticatedOutbound, 'senderFor'>;
  readonly outbound: OutboundClient;
  readonly keySets: KeySets;
  readonly imported: ImportedKeys;
  readonly dpopNonces: DpopNonces;
}

/** What a trip is made of. */
export interface TripParts extends Surroundings {
  readonly provider: ProviderForTrip;
  readonly metadata: ProviderMetadata;
  readonly redirectUri: string;
  readonly secrets: TripSecrets;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly log: TripLog;
}

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
