import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { AuditRecorder } from '../audit/recording.js';
import { Credentials } from '../credentials/credentials.js';
import type { Transaction } from '../database/transaction.js';
import { correlationId } from '../http/correlation.js';
import { ownerOf } from './credentials/provider-credentials.js';
import type { ProviderDetails } from './provider.js';
import { ProviderStore } from './stores/provider.store.js';

/** Archives a provider: its row and revisions stay, its credentials are destroyed. */
@Injectable()
export class ProviderArchive {
  constructor(
    private readonly providers: ProviderStore,
    private readonly credentials: Credentials,
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
    await this.credentials.destroyAll(transaction, provider.tenantId, ownerOf(provider.id), now);
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
