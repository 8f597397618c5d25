import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';

/** Secrets of clients that nobody can use any more. */
@Injectable()
export class EndedSecretStore {
  /**
   * Deletes what has ended before a time. Of a client whose last secret has ended that one stays: when it ended is the state of its
   * connection.
   */
  async destroy(transaction: Transaction, before: Date): Promise<void> {
    await transaction.query(
      `DELETE FROM oauth_client_secret ended USING oauth_client c
        WHERE ended.expires_at < $1 AND c.id = ended.client_id AND c.tenant_id = ended.tenant_id
          AND (c.authentication->>'method' NOT LIKE 'client_secret%' OR EXISTS (
            SELECT FROM oauth_client_secret later
             WHERE later.client_id = ended.client_id AND later.tenant_id = ended.tenant_id AND later.id <> ended.id
               AND (coalesce(later.expires_at, 'infinity'), later.created_at, later.id) > (ended.expires_at, ended.created_at, ended.id)))`,
      [before],
    );
  }
}
