import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import type { ListenerSecret, SecretPurpose } from '../listener.js';

interface SecretRow {
  readonly id: string;
  readonly listener_id: string;
  readonly purpose: SecretPurpose;
  readonly name: string | null;
  readonly sealed: Buffer | null;
  readonly generated: boolean;
  readonly set_at: Date;
  readonly retired_at: Date | null;
}

const secretOf = (row: SecretRow): ListenerSecret => ({
  id: row.id,
  listenerId: row.listener_id,
  purpose: row.purpose,
  name: row.name,
  generated: row.generated,
  setAt: row.set_at,
  retiredAt: row.retired_at,
});

interface SealedSecret {
  readonly secret: ListenerSecret;
  readonly sealed: Buffer;
}

/** The rows of listeners' secrets. Whose time is over is destroyed, its row stays. */
@Injectable()
export class ListenerSecretStore {
  /** Those that are not destroyed, of several listeners, the newest first. */
  async list(reading: Reading, listenerIds: readonly string[]): Promise<readonly ListenerSecret[]> {
    const rows: SecretRow[] = await reading.query(
      `SELECT * FROM listener_secret WHERE listener_id = ANY($1::uuid[]) AND sealed IS NOT NULL ORDER BY set_at DESC, id`,
      [listenerIds],
    );
    return rows.map(secretOf);
  }

  async insert(transaction: Transaction, tenantId: string, { secret, sealed }: SealedSecret): Promise<void> {
    await transaction.query(
      `INSERT INTO listener_secret (id, tenant_id, listener_id, purpose, name, sealed, generated, set_at, retired_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[secret.id, tenantId, secret.listenerId, secret.purpose, secret.name, sealed],
        ...[secret.generated, secret.setAt, secret.retiredAt],
      ],
    );
  }

  /** From a time on it is not used; what is not used now is destroyed. */
  async retire(transaction: Transaction, id: string, at: Date, now: Date): Promise<void> {
    await transaction.query(
      `UPDATE listener_secret SET retired_at = $2, sealed = CASE WHEN $2 <= $3::timestamptz THEN NULL ELSE sealed END
        WHERE id = $1`,
      [id, at, now],
    );
  }

  async destroyAll(transaction: Transaction, listenerId: string, now: Date): Promise<void> {
    await transaction.query(
      `UPDATE listener_secret SET sealed = NULL, retired_at = least(coalesce(retired_at, $2), $2)
        WHERE listener_id = $1 AND sealed IS NOT NULL`,
      [listenerId, now],
    );
  }

  /** Destroys every secret whose time is over. */
  async destroyRetired(transaction: Transaction, now: Date): Promise<void> {
    await transaction.query('UPDATE listener_secret SET sealed = NULL WHERE sealed IS NOT NULL AND retired_at <= $1', [
      now,
    ]);
  }

  /** Secrets that are used at a time, the newest first. */
  async sealed(reading: Reading, listenerId: string, now: Date): Promise<readonly SealedSecret[]> {
    const rows: SecretRow[] = await reading.query(
      `SELECT * FROM listener_secret
        WHERE listener_id = $1 AND sealed IS NOT NULL AND (retired_at IS NULL OR retired_at > $2)
        ORDER BY set_at DESC, id`,
      [listenerId, now],
    );
    return rows.flatMap((row) => (row.sealed === null ? [] : [{ secret: secretOf(row), sealed: row.sealed }]));
  }
}
