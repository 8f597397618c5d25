import { Injectable } from '@nestjs/common';
import type { PublicJwk } from '../../credentials/credential.js';
import type { Reading } from '../../database/transaction.js';

/** Finds the public keys that a tenant's providers may meet. */
@Injectable()
export class PublishedKeyStore {
  /**
   * Keys that sign or decrypt now, soon, or until their overlap ends; and certificates that we signed ourselves (RFC 8705 §2.2).
   * Newest first.
   */
  async list(reading: Reading, tenantId: string, now: Date): Promise<readonly PublicJwk[]> {
    const rows: { public_jwk: PublicJwk }[] = await reading.query(
      `SELECT c.public_jwk
         FROM credential c
         JOIN provider p ON c.owner_kind = 'provider' AND p.id = c.owner_id
         JOIN provider_revision r ON r.provider_id = p.id AND r.number = p.revision
        WHERE c.tenant_id = $1 AND c.destroyed_at IS NULL AND c.public_jwk IS NOT NULL
          AND (c.retired_at IS NULL OR c.retired_at > $2)
          AND (c.purpose IN ('signing_key', 'decryption_key')
               OR (c.purpose = 'client_certificate'
                   AND r.configuration #>> '{clientAuthentication,method}' = 'self_signed_tls_client_auth'))
        ORDER BY c.set_at DESC, c.id`,
      [tenantId, now],
    );
    return rows.map((row) => row.public_jwk);
  }
}
