import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/transaction.js';
import { correlationId } from '../../http/correlation.js';
import { DataKeys } from '../../secrets/data-keys.js';
import { isEnvelopeStreamId } from '../format/stream.js';
import { type Actor, AuditRecorder } from '../recording.js';
import { type Erasure, ErasureStore } from './erasure.store.js';
import { ErasureRequestStore } from './erasure-request.store.js';
import { PersonalDataHolders } from './personal-data-holder.js';

/** Carries out one erasure in a transaction: keys, salts, ciphertext and rows are gone, and the trail says so. */
@Injectable()
export class ErasureApplier {
  constructor(
    private readonly holders: PersonalDataHolders,
    private readonly erasures: ErasureStore,
    private readonly requests: ErasureRequestStore,
    private readonly dataKeys: DataKeys,
    private readonly audit: AuditRecorder,
  ) {}

  /** @param replayed it was carried out before, in a database that has since been replaced by an older one */
  async apply(transaction: Transaction, erasure: Erasure, actor: Actor, replayed: boolean, now: Date): Promise<void> {
    const { tenantId, dataKeyIds, streamId } = erasure;
    for (const holder of this.holders.all) await holder.erase(transaction, tenantId, dataKeyIds, now);
    // First the event, because it keeps others from adding to the stream: what they have sealed until then is seen and deleted.
    await this.audit.record(transaction, [
      {
        tenantId,
        stream: isEnvelopeStreamId(streamId) ? { envelopeId: streamId } : { userId: streamId },
        type: 'personal_data.erased',
        occurredAt: now,
        actor,
        correlationId: correlationId(),
        data: { erasure: erasure.id, dataKeyIds: [...dataKeyIds], replayed },
      },
    ]);
    for (const holder of this.holders.all) await holder.eraseRecorded(transaction, tenantId, dataKeyIds);
    await this.erasures.deleteSealed(transaction, tenantId, dataKeyIds);
    for (const id of dataKeyIds) await this.dataKeys.destroy(transaction, tenantId, id, now);
    await this.requests.supersede(transaction, tenantId, dataKeyIds);
    await this.erasures.insert(transaction, erasure);
  }
}
