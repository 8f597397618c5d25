import { Injectable } from '@nestjs/common';
import type { Lookups, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { hashSecret, makeSecret } from '../../secrets/lookup-secret.js';

/** Seconds within which the workflow redeems a handback. */
export const HANDBACK_SECONDS = 120;

/** The single-use codes that prove that the browser which comes back is the one that logged in. Stored as hashes. */
@Injectable()
export class HandbackStore {
  /** A new code in clear, 128 bits, and what stores it. */
  issue(
    tenantId: string,
    signerAuthenticationId: string,
    now: Date,
  ): { readonly code: string; readonly stored: Write } {
    const code = makeSecret(128);
    const stored: Write = {
      text: 'INSERT INTO handback (code_hash, tenant_id, signer_authentication_id, expires_at) VALUES ($1, $2, $3, $4)',
      values: [hashSecret(code), tenantId, signerAuthenticationId, new Date(now.getTime() + HANDBACK_SECONDS * 1000)],
      rows: 1,
    };
    return { code, stored };
  }

  /** Whether the code may be redeemed: of this signer authentication, not spent, and its time has not passed. */
  async isValid(
    reading: Lookups,
    tenantId: string,
    signerAuthenticationId: string,
    code: string,
    now: Date,
  ): Promise<boolean> {
    const rows: unknown[] = await reading.query(
      `SELECT 1 FROM handback WHERE code_hash = $1 AND tenant_id = $2 AND signer_authentication_id = $3
         AND redeemed_at IS NULL AND expires_at > $4`,
      [hashSecret(code), tenantId, signerAuthenticationId, now],
    );
    return rows.length === 1;
  }

  /** Spends a code that is valid, or lets what it is written with fail. */
  spend(tenantId: string, signerAuthenticationId: string, code: string, now: Date): Write {
    return {
      text: `UPDATE handback SET redeemed_at = $4 WHERE code_hash = $1 AND tenant_id = $2 AND signer_authentication_id = $3
         AND redeemed_at IS NULL AND expires_at > $4`,
      values: [hashSecret(code), tenantId, signerAuthenticationId, now],
      rows: 1,
    };
  }

  /** Deletes, for every tenant, codes whose time passed before a time: they can be redeemed no more. */
  async deleteExpired(transaction: Transaction, before: Date): Promise<void> {
    await transaction.query('DELETE FROM handback WHERE expires_at < $1', [before]);
  }
}
