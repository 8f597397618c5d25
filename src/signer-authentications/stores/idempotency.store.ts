import { Injectable } from '@nestjs/common';
import type { Lookups, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { CountersignError } from '../../errors/countersign-error.js';

export interface IdempotentRequest {
  readonly tenantId: string;
  readonly route: string;
  /** The `Idempotency-Key` header. */
  readonly key: string;
  /** SHA-256 of the canonical body. */
  readonly bodyHash: Buffer;
}

/** Remembers which request an idempotency key belongs to. A key belongs to a tenant and a route. */
@Injectable()
export class IdempotencyStore {
  /** Claims a key for what is written together with it. Of two requests at the same time the second one loses. */
  claimKey({ tenantId, route, key, bodyHash }: IdempotentRequest, subjectId: string, now: Date): Write {
    return {
      text: `INSERT INTO idempotency_key (tenant_id, route, key, body_hash, subject_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      values: [tenantId, route, key, bodyHash, subjectId, now],
      rows: 1,
    };
  }

  /**
   * @returns the id of what the first request with this key made, or null when the key is new
   * @throws CountersignError `request.idempotency_key_reused` when the first request had another body
   */
  async find(reading: Lookups, request: IdempotentRequest): Promise<string | null> {
    const rows: { body_hash: Buffer; subject_id: string }[] = await reading.query(
      'SELECT body_hash, subject_id FROM idempotency_key WHERE tenant_id = $1 AND route = $2 AND key = $3',
      [request.tenantId, request.route, request.key],
    );
    const first = rows[0];
    if (first === undefined) return null;
    if (!first.body_hash.equals(request.bodyHash)) throw new CountersignError('request.idempotency_key_reused');
    return first.subject_id;
  }

  /** Forgets, for every tenant, keys that were claimed before a time. */
  async deleteClaimed(transaction: Transaction, before: Date): Promise<void> {
    await transaction.query('DELETE FROM idempotency_key WHERE created_at < $1', [before]);
  }

  /** Forgets the keys of everything that was made for a recipient. */
  async deleteOfRecipient(transaction: Transaction, tenantId: string, recipientId: string): Promise<void> {
    await transaction.query(
      `DELETE FROM idempotency_key WHERE tenant_id = $1
         AND subject_id IN (SELECT id FROM signer_authentication WHERE recipient_id = $2 AND (tenant_id = $1) IS TRUE)`,
      [tenantId, recipientId],
    );
  }
}
