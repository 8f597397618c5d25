import type { ImportedKeys } from '../credentials/imported-keys.js';
import type { OutboundClient } from '../outbound/outbound-client.js';
import type { AuthenticatedOutbound } from '../outbound-authentication/calls/authenticated-outbound.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import type { DpopNonces } from './dpop/dpop-nonces.js';
import type { KeySets } from './jwks/key-sets.js';
import type { ProviderMetadata } from './metadata/server-metadata.js';
import type { TripSecrets } from './trip.js';
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
