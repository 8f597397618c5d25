import { boundedCache } from '../../caches/bounded-cache.js';
import type { OutboundClient } from '../../outbound/outbound-client.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { refuse } from '../refusal.js';
import { sharedFetch } from '../shared-fetch.js';
import type { TripLog } from '../trip-log.js';
import { requestDiscovery } from './discovery-request.js';
import { explicitMetadata } from './explicit-metadata.js';
import { judgeMetadata } from './judge-metadata.js';
import { isEndpointNeeded } from './needed-endpoints.js';
import { originsOf, requirePinnedOrigins } from './pinned-origins.js';
import type { ProviderObserver } from './provider-observer.js';
import { endpointsOf, type ProviderMetadata, type ServerMetadata } from './server-metadata.js';

const minute = 60_000;
/** How long discovered metadata are used without asking again. */
const held = 60 * minute;
/** How long the last good metadata are used while they cannot be fetched. */
const heldInOutage = 24 * 60 * minute;
/** Pause after a discovery that failed or did not bring what was looked for. */
const coolDown = minute;
/** Versions that are kept for logins under way when metadata change. */
const versions = 4;

interface MetadataUse {
  readonly provider: ProviderForTrip;
  readonly log: TripLog;
  readonly signal: AbortSignal;
}

interface Entry {
  /** Newest first. */
  known: readonly ProviderMetadata[];
  fetchedAt: number;
  coolUntil: number;
  fetching: Promise<ProviderMetadata> | null;
}

/** The metadata of every provider revision: explicit ones from its configuration, others discovered once for all who wait. */
export class MetadataSource {
  readonly #entries = boundedCache<string, Entry>(10_000);

  constructor(
    private readonly outbound: OutboundClient,
    private readonly observer: ProviderObserver,
    private readonly now: () => Date,
  ) {}

  /** For a trip that begins. @throws CountersignError of step `discovery` */
  async current(use: MetadataUse): Promise<ProviderMetadata> {
    const metadata = await this.#newest(use, this.#entry(use.provider));
    await this.#requirePins(use, metadata);
    return metadata;
  }

  async #newest(use: MetadataUse, entry: Entry): Promise<ProviderMetadata> {
    const now = this.now().getTime();
    const age = now - entry.fetchedAt;
    const lastGood = age < heldInOutage ? entry.known[0] : undefined;
    if (lastGood !== undefined && (age < held || now < entry.coolUntil)) return lastGood;
    try {
      return await this.#fetched(use, entry);
    } catch (error) {
      if (lastGood === undefined) throw error;
      return lastGood;
    }
  }

  /**
   * For a trip that began with metadata of this hash: it goes on with exactly those.
   * @throws CountersignError `discovery.metadata_changed` when they cannot be had any more
   */
  async pinned(use: MetadataUse, hash: string): Promise<ProviderMetadata> {
    const entry = this.#entry(use.provider);
    const isPinned = (metadata: ProviderMetadata) => metadata.hash === hash;
    const known = entry.known.find(isPinned);
    if (known !== undefined) return known;
    if (entry.known.length === 0 || this.now().getTime() >= entry.coolUntil) {
      const fetched = await this.#fetched(use, entry);
      if (isPinned(fetched)) return fetched;
      entry.coolUntil = this.now().getTime() + coolDown;
    }
    const detail = 'the discovery document names other endpoints than when the login was started';
    return await use.log.step({ step: 'discovery' }, () => {
      throw refuse('discovery.metadata_changed', detail);
    });
  }

  #entry(provider: ProviderForTrip): Entry {
    const key = JSON.stringify([provider.tenantId, provider.id, provider.revision]);
    const present = this.#entries.get(key);
    if (present !== undefined) return present;
    const { configuration } = provider;
    const entry: Entry = configuration.discovery
      ? { known: [], fetchedAt: Number.NEGATIVE_INFINITY, coolUntil: 0, fetching: null }
      : {
          known: [explicitMetadata(configuration)],
          fetchedAt: Number.POSITIVE_INFINITY,
          coolUntil: Number.POSITIVE_INFINITY,
          fetching: null,
        };
    this.#entries.set(key, entry);
    return entry;
  }

  #fetched(use: MetadataUse, entry: Entry): Promise<ProviderMetadata> {
    return sharedFetch(entry, use, 'discovery', () => this.#fetch(use, entry));
  }

  async #fetch({ provider, log }: MetadataUse, entry: Entry): Promise<ProviderMetadata> {
    const { configuration } = provider;
    try {
      const metadata = await log.step({ step: 'discovery' }, async (notes) => {
        const document = await requestDiscovery(this.outbound, provider, configuration.issuer ?? '', notes);
        const judged = judgeMetadata(document, configuration);
        await this.#requireAllowedAddresses(judged.server, provider);
        return judged;
      });
      const others = entry.known.filter(({ hash }) => hash !== metadata.hash);
      entry.known = [metadata, ...others].slice(0, versions);
      entry.fetchedAt = this.now().getTime();
      return metadata;
    } catch (error) {
      entry.coolUntil = this.now().getTime() + coolDown;
      throw error;
    } finally {
      entry.fetching = null;
    }
  }

  /** An endpoint that the guard would refuse is refused before a browser is sent there. Names that only others know may pass. */
  async #requireAllowedAddresses(server: ServerMetadata, { tenantId, configuration }: ProviderForTrip): Promise<void> {
    const needed = Object.entries(endpointsOf(server)).filter(([name]) => isEndpointNeeded(name, configuration));
    const judged = needed.map(async ([name, uri]) => {
      try {
        await this.outbound.judge(uri, tenantId);
      } catch (error) {
        if (error instanceof OutboundFailure && !error.reason.startsWith('name_')) return `${name}: ${error.detail}`;
      }
      return null;
    });
    const refused = (await Promise.all(judged)).filter((fault) => fault !== null);
    if (refused.length > 0) throw refuse('discovery.endpoint_refused', refused.join('; '));
  }

  async #requirePins({ provider, log }: MetadataUse, { server }: ProviderMetadata): Promise<void> {
    if (!provider.configuration.discovery) return;
    const pins = provider.pinnedOrigins ?? (await this.observer.recordFirstDiscovery(provider, originsOf(server)));
    try {
      requirePinnedOrigins(server, pins, provider.configuration);
    } catch (error) {
      await log.step({ step: 'discovery' }, () => {
        throw error;
      });
    }
  }
}
