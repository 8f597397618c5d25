import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { ProviderUsage } from './configuration/provider-members.js';
import { OpenedProviders } from './opened-providers.js';
import type { ProviderForTrip } from './provider-for-trip.js';
import {
  type ProviderLocation,
  ProviderLocationStore,
  type ProviderReference,
} from './stores/provider-location.store.js';

export interface LocatedProvider {
  /** Whether it may be used now, whatever the revision says. */
  readonly enabled: boolean;
  /** Who may log in at it now, whatever the revision says. */
  readonly usage: readonly ProviderUsage[];
  readonly provider: ProviderForTrip;
}

/** Finds a provider for use: one fresh query for what may change at any time, and what never changes from memory. */
@Injectable()
export class ProviderLocator {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly locations: ProviderLocationStore,
    private readonly opened: OpenedProviders,
    private readonly clock: Clock,
  ) {}

  /** null when there is none, it was deleted, or it has no such revision. @param revision null: the newest */
  async locate(
    tenantId: string,
    reference: ProviderReference,
    revision: number | null,
  ): Promise<LocatedProvider | null> {
    const location = await this.locations.find(this.unitOfWork.lookups, tenantId, reference, revision);
    return location === null ? null : this.at(location, revision ?? location.currentRevision);
  }

  /** What stands where a query found it. null when it has no such revision. */
  async at(location: ProviderLocation, revision: number): Promise<LocatedProvider | null> {
    const { tenantId } = location;
    const opened = await this.opened.find(this.unitOfWork.lookups, {
      tenantId,
      providerId: location.id,
      revision,
      credentialVersion: location.credentialVersion,
    });
    if (opened === null) return null;
    return {
      enabled: location.enabled,
      usage: location.usage,
      provider: {
        id: location.id,
        tenantId,
        tenantName: location.tenantName,
        name: location.name,
        revision: opened.revision.number,
        revisionHash: opened.revision.hash,
        configuration: opened.revision.configuration,
        credentials: opened.credentialsAt(this.clock.now()),
        ...location.metadata,
      },
    };
  }

  /** A provider made ready to open what it has encrypted to us with any key that the tenant publishes. */
  async withPublishedKeys(provider: ProviderForTrip): Promise<ProviderForTrip> {
    const { tenantId, id, credentials } = provider;
    if (!credentials.some(({ kind }) => kind === 'decryption_key')) return provider;
    const others = await this.opened.otherDecryptionKeys(this.unitOfWork.lookups, tenantId, id, this.clock.now());
    return { ...provider, credentials: [...credentials, ...others] };
  }
}
