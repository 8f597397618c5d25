import { boundedCache } from '../../caches/bounded-cache.js';
import type { OutboundClient } from '../../outbound/outbound-client.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { outboundProfile } from '../outbound-profile.js';
import { sharedFetch } from '../shared-fetch.js';
import type { TripLog } from '../trip-log.js';
import { requestKeySet } from './jwks-request.js';
import type { KeySet } from './key-set.js';

const minute = 60_000;
/** How long a set is used without asking again. */
const held = 10 * minute;
/** How long the last good set is used while it cannot be fetched. */
const heldInOutage = 24 * 60 * minute;
/** How long nothing is fetched after a fetch that did not help. */
const coolDown = minute;

/** One provider's key set as one trip uses it. */
interface KeySetUse {
  readonly provider: ProviderForTrip;
  readonly uri: string;
  readonly log: TripLog;
  readonly signal: AbortSignal;
}

interface Entry {
  set: KeySet | null;
  coolUntil: number;
  fetching: Promise<KeySet> | null;
}

/** Every provider's key set, fetched when needed, once for all who wait. */
export class KeySets {
  // A set may hold 256 KiB, hence fewer than there may be providers.
  readonly #entries = boundedCache<string, Entry>(2000);

  constructor(
    private readonly outbound: OutboundClient,
    private readonly now: () => Date,
  ) {}

  /**
   * The set to verify with. `fresh`: it was asked for after this call, so that asking again cannot help.
   * @throws CountersignError of step `jwks` when there is none and it cannot be fetched.
   */
  async current(use: KeySetUse): Promise<{ readonly set: KeySet; readonly fresh: boolean }> {
    const entry = this.#entry(use);
    const now = this.now().getTime();
    const { set } = entry;
    const age = set === null ? Number.POSITIVE_INFINITY : now - set.askedAt;
    const lastGood = age < heldInOutage ? set : null;
    if (lastGood !== null && (age < held || now < entry.coolUntil)) return { set: lastGood, fresh: false };
    const fresh = entry.fetching === null;
    try {
      return { set: await this.#fetched(use, entry), fresh };
    } catch (error) {
      if (lastGood === null) throw error;
      return { set: lastGood, fresh: false };
    }
  }

  /**
   * A set that was fetched after `than`, to try once more when a key is unknown or a signature wrong. Null while cooling
   * down, and when it cannot be fetched.
   */
  async newerThan(use: KeySetUse, than: KeySet): Promise<KeySet | null> {
    const entry = this.#entry(use);
    if (entry.set !== null && entry.set !== than && entry.set.askedAt >= than.askedAt) return entry.set;
    if (this.now().getTime() < entry.coolUntil) return null;
    try {
      return await this.#fetched(use, entry);
    } catch {
      return null;
    }
  }

  /** Starts the cool-down: whoever sends tokens with invented keys shall not make us call the provider each time. */
  refetchDidNotHelp(use: KeySetUse): void {
    this.#entry(use).coolUntil = this.now().getTime() + coolDown;
  }

  #entry({ provider, uri }: KeySetUse): Entry {
    const key = JSON.stringify([provider.tenantId, provider.id, provider.revision, uri]);
    const present = this.#entries.get(key);
    if (present !== undefined) return present;
    const entry: Entry = { set: null, coolUntil: 0, fetching: null };
    this.#entries.set(key, entry);
    return entry;
  }

  #fetched(use: KeySetUse, entry: Entry): Promise<KeySet> {
    return sharedFetch(entry, use, 'jwks', () => this.#fetch(use, entry));
  }

  async #fetch({ provider, uri, log }: KeySetUse, entry: Entry): Promise<KeySet> {
    try {
      const askedAt = this.now().getTime();
      entry.set = await requestKeySet(
        this.outbound,
        { ...outboundProfile(provider, 'jwks'), follows: true },
        uri,
        askedAt,
        log,
      );
      return entry.set;
    } catch (error) {
      entry.coolUntil = this.now().getTime() + coolDown;
      throw error;
    } finally {
      entry.fetching = null;
    }
  }
}
