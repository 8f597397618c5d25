import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { AuditRecorder } from '../audit/recording.js';
import type { Transaction } from '../database/transaction.js';
import { correlationId } from '../http/correlation.js';
import { ProviderCredentials } from './credentials/provider-credentials.js';
import type { ProviderDetails } from './provider.js';
import { ProviderStore } from './stores/provider.store.js';

/** Archives a provider: its row and revisions stay, its credentials are destroyed. */
@Injectable()
export class ProviderArchive {
  constructor(
    private readonly providers: ProviderStore,
    private readonly credentials: ProviderCredentials,
    private readonly recorder: AuditRecorder,
  ) {}

  async put(
    transaction: Transaction,
    { provider, revision }: ProviderDetails,
    principal: Principal,
    now: Date,
  ): Promise<void> {
    await this.providers.update(transaction, {
      ...provider,
      enabled: false,
      credentialVersion: provider.credentialVersion + 1,
      updatedAt: now,
      archivedAt: now,
    });
    await this.credentials.destroyAll(transaction, provider, now);
    await this.recorder.record(transaction, [
      {
        tenantId: provider.tenantId,
        stream: 'tenant',
        type: 'provider.deleted',
        occurredAt: now,
        actor: principal.actor,
        correlationId: correlationId(),
        data: {
          providerId: provider.id,
          provider: provider.name,
          revision: provider.revision,
          revisionHash: revision.hash,
        },
      },
    ]);
  }
}
