import type { ProviderForTrip } from '../../providers/provider-for-trip.js';

/** What a trip learns of a provider that later trips have to hold it to. */
export abstract class ProviderObserver {
  /**
   * Pins the origins of the endpoints, unless they are pinned already.
   * @returns the origins that are pinned now, which are those of whoever came first
   */
  abstract recordFirstDiscovery(
    provider: ProviderForTrip,
    origins: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>>;

  /** From now on the authorization response must name its issuer (RFC 9207). */
  abstract recordIssuerParameter(provider: ProviderForTrip): Promise<void>;
}
