import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AttemptStore } from '../../attempts/attempt.store.js';
import { type Person, type PersonalDataHolder, PersonalDataHolders } from '../../audit/erasure/personal-data-holder.js';
import { AuditRecorder } from '../../audit/recording.js';
import type { Transaction } from '../../database/transaction.js';
import { writeTogether } from '../../database/write-together.js';
import { cancelledEvent } from '../events/end-events.js';
import { IdempotencyStore } from '../stores/idempotency.store.js';
import { RecipientStore } from '../stores/recipient.store.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

/** Erases what this feature stores about a person. What is still pending is cancelled: nobody is left to authenticate. */
@Injectable()
export class SignerPersonalData implements PersonalDataHolder, OnModuleInit {
  constructor(
    private readonly holders: PersonalDataHolders,
    private readonly recipients: RecipientStore,
    private readonly authentications: SignerAuthenticationStore,
    private readonly idempotency: IdempotencyStore,
    private readonly attempts: AttemptStore,
    private readonly audit: AuditRecorder,
  ) {}

  onModuleInit(): void {
    this.holders.register(this);
  }

  async dataKeysOf(transaction: Transaction, person: Person): Promise<readonly string[]> {
    return this.recipients.lockDataKeys(transaction, person.tenantId, person.envelopeId, person.recipientEmail);
  }

  async erase(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[], now: Date): Promise<void> {
    for (const id of await this.recipients.lockOfDataKeys(transaction, tenantId, dataKeyIds)) {
      await this.cancelPending(transaction, tenantId, id, now);
      await this.recipients.erase(transaction, tenantId, id, now);
      await this.idempotency.deleteOfRecipient(transaction, tenantId, id);
      await this.authentications.eraseOfRecipient(transaction, tenantId, id);
    }
  }

  /** Reports of attempts hold no values, but what a provider said in its own words. What is still exchanged ends without either. */
  async eraseRecorded(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[]): Promise<void> {
    const owners = await this.authentications.idsOfDataKeys(transaction, tenantId, dataKeyIds);
    await this.attempts.eraseEnded(transaction, tenantId, owners);
  }

  private async cancelPending(
    transaction: Transaction,
    tenantId: string,
    recipientId: string,
    now: Date,
  ): Promise<void> {
    const pending = await this.authentications.lockPending(transaction, tenantId, recipientId);
    for (const authentication of pending) {
      await writeTogether(
        transaction,
        [this.attempts.abandonOpen(tenantId, authentication.id, now)],
        authentication.id,
      );
      await this.authentications.cancelErased(transaction, authentication, now);
    }
    const actor = { type: 'system', id: 'erasure' } as const;
    await this.audit.record(
      transaction,
      pending.map((authentication) => cancelledEvent(authentication, actor, now)),
    );
  }
}
