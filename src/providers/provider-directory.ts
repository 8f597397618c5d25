import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Lookups } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Write } from '../database/write-together.js';
import type { ProviderUsage } from './configuration/provider-members.js';
import type { PinnedOrigins } from './provider.js';
import type { ProviderConfiguration } from './provider-configuration.js';
import type { ProviderForTrip } from './provider-for-trip.js';
import { type LocatedProvider, ProviderLocator } from './provider-locator.js';
import { ProviderStore } from './stores/provider.store.js';
import type { ProviderLocation, ProviderReference } from './stores/provider-location.store.js';
import { ProviderMetadataStore } from './stores/provider-metadata.store.js';

/** A provider as a workflow may name it. */
interface OfferedProvider {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly usage: readonly ProviderUsage[];
  readonly configuration: ProviderConfiguration;
}

/**
 * What other features ask of providers. A look-up makes one query while the revision is held in memory; whether the provider
 * is enabled is never remembered.
 */
@Injectable()
export class ProviderDirectory {
  constructor(
    private readonly locator: ProviderLocator,
    private readonly providers: ProviderStore,
    private readonly metadata: ProviderMetadataStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * The newest revision with the credentials that are valid now, for a signer; null when it may not be used: unknown, deleted,
   * disabled, or not for signers.
   * @param found those that were located together with what names them; null: it is looked for here
   */
  async forStart(
    tenantId: string,
    id: string,
    found: readonly ProviderLocation[] | null = null,
  ): Promise<ProviderForTrip | null> {
    if (found === null) return this.forUse(tenantId, { id }, 'signer');
    const location = found.find((one) => one.id === id);
    return location === undefined
      ? null
      : ifUsable(await this.locator.at(location, location.currentRevision), 'signer');
  }

  /** As `forStart`, for a person of the tenant. */
  async forUser(tenantId: string, reference: ProviderReference): Promise<ProviderForTrip | null> {
    return this.forUse(tenantId, reference, 'user');
  }

  /** Those that the tenant's login page offers, by name. */
  async onLoginPage(tenantId: string): Promise<readonly ProviderForTrip[]> {
    const names = await this.providers.namesOnLoginPage(this.unitOfWork.reading, tenantId);
    const found = await Promise.all(names.map((name) => this.forUse(tenantId, { name }, 'user')));
    return found.filter((provider) => provider !== null);
  }

  private async forUse(
    tenantId: string,
    reference: ProviderReference,
    usage: ProviderUsage,
  ): Promise<ProviderForTrip | null> {
    return ifUsable(await this.locator.locate(tenantId, reference, null), usage);
  }

  /**
   * The revision that an attempt has pinned, ready to read what the provider answers, and who may use it now. Whether the attempt
   * goes on while it is disabled is for whoever the attempt was made for to say.
   * @param location where it was found together with the attempt
   */
  async forAttempt(location: ProviderLocation, revision: number): Promise<LocatedProvider | null> {
    const located = await this.locator.at(location, revision);
    return located === null ? null : { ...located, provider: await this.locator.withPublishedKeys(located.provider) };
  }

  /**
   * A provider even while it is disabled, so that an admin can try it before signers use it; null when it is unknown or
   * deleted. Never for a signer.
   */
  async forTest(tenantId: string, name: string): Promise<ProviderForTrip | null> {
    return this.readingAnswers(tenantId, name);
  }

  /** What a revision was configured to, whether it may be used or not; null when the provider was deleted. For reports. */
  async configurationOf(tenantId: string, id: string, revision: number): Promise<ProviderConfiguration | null> {
    return (await this.locator.locate(tenantId, { id }, revision))?.provider.configuration ?? null;
  }

  /**
   * The newest revision even while the provider is disabled, to read whose callback this is; null when it is unknown or
   * deleted. Whether it may be used is judged when that is known.
   */
  async forCallback(tenantId: string, name: string): Promise<ProviderForTrip | null> {
    return this.readingAnswers(tenantId, name);
  }

  private async readingAnswers(tenantId: string, name: string): Promise<ProviderForTrip | null> {
    const located = await this.locator.locate(tenantId, { name }, null);
    return located === null ? null : this.locator.withPublishedKeys(located.provider);
  }

  /** What a workflow names, where a query found it. It may be disabled. */
  async offeredAt(location: ProviderLocation): Promise<OfferedProvider | null> {
    const located = await this.locator.at(location, location.currentRevision);
    if (located === null) return null;
    const { id, name: ownName, configuration } = located.provider;
    return { id, name: ownName, enabled: located.enabled, usage: located.usage, configuration };
  }

  /** Its name, whether it may be used or not; null when it was deleted. */
  async nameOf(tenantId: string, id: string): Promise<string | null> {
    return (await this.locator.locate(tenantId, { id }, null))?.provider.name ?? null;
  }

  /** How it stands now, never enabled while the tenant is suspended; null when it was deleted. */
  standing(
    reading: Lookups,
    tenantId: string,
    id: string,
  ): Promise<{ readonly enabled: boolean; readonly usage: readonly ProviderUsage[] } | null> {
    return this.providers.standing(reading, tenantId, id);
  }

  /** Lets what it is written with fail unless the provider may be used so; whoever changes that waits until it is committed. */
  stillUsable(tenantId: string, id: string, usage: ProviderUsage): Write {
    return this.providers.stillUsable(tenantId, id, usage);
  }

  /**
   * Pins the origins of the endpoints, unless they are pinned already for the issuer of this revision.
   * @returns the origins that are pinned now, which are those of whoever came first
   */
  recordFirstDiscovery(provider: ProviderForTrip, origins: PinnedOrigins): Promise<PinnedOrigins> {
    return this.unitOfWork.run((transaction) =>
      this.metadata.pinOnce(transaction, provider, provider.configuration.issuer, origins, this.clock.now()),
    );
  }

  /** RFC 9207 `iss` came from the issuer of this revision: from now on it is required. */
  async recordIssuerParameter(provider: ProviderForTrip): Promise<void> {
    await this.unitOfWork.run((transaction) =>
      this.metadata.recordIssuerParameter(transaction, provider, provider.configuration.issuer),
    );
  }
}

const ifUsable = (located: LocatedProvider | null, usage: ProviderUsage): ProviderForTrip | null =>
  located?.enabled === true && located.usage.includes(usage) ? located.provider : null;
