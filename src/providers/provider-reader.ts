import { Injectable } from '@nestjs/common';
import { Credentials } from '../credentials/credentials.js';
import type { Reading } from '../database/transaction.js';
import type { Provider, ProviderDetails } from './provider.js';
import { metadataKey, ProviderMetadataStore, unseenMetadata } from './stores/provider-metadata.store.js';
import { ProviderRevisionStore } from './stores/provider-revision.store.js';

/** Puts together what an answer about providers shows, in three queries for any number of them. */
@Injectable()
export class ProviderReader {
  constructor(
    private readonly revisions: ProviderRevisionStore,
    private readonly metadata: ProviderMetadataStore,
    private readonly credentials: Credentials,
  ) {}

  /** In the order given. */
  async details(
    reading: Reading,
    tenantId: string,
    providers: readonly Provider[],
  ): Promise<readonly ProviderDetails[]> {
    if (providers.length === 0) return [];
    const ids = providers.map((provider) => provider.id);
    // One after the other: a transaction has one connection.
    const revisions = await this.revisions.findNewest(reading, tenantId, ids);
    const metadata = await this.metadata.findAll(reading, tenantId, ids);
    const credentials = await this.credentials.listOf(reading, tenantId, 'provider', ids);
    return providers.map((provider) => {
      const revision = revisions.get(provider.id);
      if (revision === undefined) throw new Error(`Provider ${provider.id} has no revision ${provider.revision}`);
      return {
        provider,
        revision,
        metadata: metadata.get(metadataKey(provider.id, revision.configuration.issuer)) ?? unseenMetadata,
        credentials: credentials.filter((credential) => credential.owner.id === provider.id),
      };
    });
  }

  async detailsOf(reading: Reading, provider: Provider): Promise<ProviderDetails> {
    const [details] = await this.details(reading, provider.tenantId, [provider]);
    if (details === undefined) throw new Error(`Provider ${provider.id} cannot be read`);
    return details;
  }
}
