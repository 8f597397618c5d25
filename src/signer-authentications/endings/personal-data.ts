import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AttemptStore } from '../../attempts/attempt.store.js';
import { type Person, type PersonalDataHolder, PersonalDataHolders } from '../../audit/erasure/personal-data-holder.js';
import { AuditRecorder } from '../../audit/recording.js';
import type { Transaction } from '../../database/transaction.js';
import { writeTogether } from '../../database/write-together.js';
import { cancelledEvent } from '../events/end-events.js';
import { RecipientStore } from '../stores/recipient.store.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

/** Erases what this feature stores about a person. What is still pending is cancelled: nobody is left to authenticate. */
@Injectable()
export class SignerPersonalData implements PersonalDataHolder, OnModuleInit {
  constructor(
    private readonly holders: PersonalDataHolders,
    private readonly recipients: RecipientStore,
    private readonly authentications: SignerAuthenticationStore,
    private readonly attempts: AttemptStore,
    private readonly audit: AuditRecorder,
  ) {}

  onModuleInit(): void {
    this.holders.register(this);
  }

  async dataKeysOf(transaction: Transaction, person: Person): Promise<readonly string[]> {
    const { tenantId, envelopeId, recipientEmail } = person;
    const emailHash = await this.recipients.hashOf(transaction, tenantId, recipientEmail);
    const rows: { data_key_id: string }[] = await transaction.query(
      `SELECT data_key_id FROM envelope_recipient
       WHERE tenant_id = $1 AND envelope_id = $2 AND email_hash = $3 AND erased_at IS NULL FOR UPDATE`,
      [tenantId, envelopeId, emailHash],
    );
    return rows.map((row) => row.data_key_id);
  }

  async erase(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[], now: Date): Promise<void> {
    const rows: { id: string }[] = await transaction.query(
      'SELECT id FROM envelope_recipient WHERE tenant_id = $1 AND data_key_id = ANY($2::uuid[]) ORDER BY id FOR UPDATE',
      [tenantId, dataKeyIds],
    );
    for (const { id } of rows) {
      await this.cancelPending(transaction, tenantId, id, now);
      // Even the keyed hash of the address goes: whoever holds the key could test guesses with it.
      await transaction.query(
        'UPDATE envelope_recipient SET email_hash = $2, updates = NULL, erased_at = $3 WHERE id = $1',
        [id, randomBytes(32), now],
      );
      await transaction.query(
        `DELETE FROM idempotency_key WHERE tenant_id = $1
           AND subject_id IN (SELECT id FROM signer_authentication WHERE recipient_id = $2)`,
        [tenantId, id],
      );
      await transaction.query(
        `UPDATE signer_authentication SET details = NULL, outcome = NULL, token_sealed = NULL, subject_hash = NULL
         WHERE recipient_id = $1`,
        [id],
      );
    }
  }

  /** Reports of attempts hold no values, but what a provider said in its own words. What is still exchanged ends without either. */
  async eraseRecorded(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[]): Promise<void> {
    await transaction.query(
      `UPDATE attempt SET failure_detail = NULL, report = NULL
       WHERE tenant_id = $1 AND status NOT IN ('open', 'exchanging') AND owner_id IN (
         SELECT a.id FROM signer_authentication AS a JOIN envelope_recipient AS r ON r.id = a.recipient_id
         WHERE r.tenant_id = $1 AND r.data_key_id = ANY($2::uuid[]))`,
      [tenantId, dataKeyIds],
    );
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
      await transaction.query(`UPDATE signer_authentication SET status = 'cancelled', ended_at = $2 WHERE id = $1`, [
        authentication.id,
        now,
      ]);
    }
    const actor = { type: 'system', id: 'erasure' } as const;
    await this.audit.record(
      transaction,
      pending.map((authentication) => cancelledEvent(authentication, actor, now)),
    );
  }
}
