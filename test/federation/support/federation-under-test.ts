import { Clock } from '../../../src/config/clock.js';
import { ProviderObserver } from '../../../src/federation/metadata/provider-observer.js';
import { ProviderFederation } from '../../../src/federation/provider-federation.js';
import { OutboundClient, type OutboundClientOptions } from '../../../src/outbound/outbound-client.js';
import type { ProviderForTrip } from '../../../src/providers/provider-for-trip.js';

/** Remembers in memory what the service would store. */
class RememberingObserver extends ProviderObserver {
  readonly pins = new Map<string, Readonly<Record<string, string>>>();
  readonly namedIssuer = new Set<string>();

  override recordFirstDiscovery(provider: ProviderForTrip, origins: Readonly<Record<string, string>>) {
    const pinned = this.pins.get(provider.id) ?? origins;
    this.pins.set(provider.id, pinned);
    return Promise.resolve(pinned);
  }

  override recordIssuerParameter(provider: ProviderForTrip) {
    this.namedIssuer.add(provider.id);
    return Promise.resolve();
  }
}

export interface FederationUnderTest {
  readonly federation: ProviderFederation;
  readonly observer: RememberingObserver;
  readonly clock: Clock;
  readonly outbound: OutboundClient;
  close(): Promise<void>;
}

/** A federation that may call loopback over http. */
export function federationUnderTest(
  options: {
    readonly clock?: Clock;
    readonly outbound?: Partial<OutboundClientOptions>;
    /** What an external authentication of the tenant would send along to resources. */
    readonly sentToResources?: readonly string[];
  } = {},
): FederationUnderTest {
  const clock = options.clock ?? new Clock();
  const observer = new RememberingObserver();
  const outbound = new OutboundClient({
    allowedCidrs: ['127.0.0.0/8', '::1/128'],
    allowHttp: true,
    ...options.outbound,
  });
  const federation = new ProviderFederation(outbound, observer, clock, {
    senderFor: (_own, tellSecrets) => {
      tellSecrets(options.sentToResources ?? []);
      return outbound;
    },
  });
  return { federation, observer, clock, outbound, close: () => outbound.close() };
}
