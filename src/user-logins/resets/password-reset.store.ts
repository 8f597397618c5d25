import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import type { Lookups, Transaction } from '../../database/transaction.js';
import { hashSecret } from '../../secrets/lookup-secret.js';
import type { SealedColumn } from '../../secrets/sealed-column.js';
import { type SealContext, Sealing } from '../../secrets/sealing.js';
import { PasswordResetEntity } from './password-reset.entity.js';

/** Somebody has asked for a link; whether anybody has the address is not known yet. */
interface AskedReset {
  readonly id: string;
  readonly tenantId: string;
  readonly email: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A link that was mailed. */
interface SentReset {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly expiresAt: Date;
}

const contextOf = (tenantId: string, row: string): SealContext => ({
  tenantId,
  table: 'password_reset',
  row,
  purpose: 'email',
});

export const sealedResets: readonly SealedColumn[] = [
  { table: 'password_reset', column: 'email', rowColumn: 'id', purpose: 'email' },
];

/** The rows of links for a new password. */
@Injectable()
export class PasswordResetStore {
  constructor(private readonly sealing: Sealing) {}

  async insert(transaction: Transaction, { email, ...reset }: AskedReset): Promise<void> {
    const sealed = this.sealing.seal(email, contextOf(reset.tenantId, reset.id));
    await transaction.getRepository(PasswordResetEntity).insert({ ...reset, email: sealed });
  }

  /** One that was not looked up yet, held until the transaction ends; those that another instance is at are skipped. */
  async lockAsked(transaction: Transaction): Promise<AskedReset | null> {
    const rows: (Omit<AskedReset, 'email'> & { email: Buffer })[] = await transaction.query(
      `SELECT id, tenant_id AS "tenantId", email, created_at AS "createdAt", expires_at AS "expiresAt" FROM password_reset
        WHERE email IS NOT NULL ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    const [row] = rows;
    if (row === undefined) return null;
    return { ...row, email: this.sealing.open(row.email, contextOf(row.tenantId, row.id)).toString('utf8') };
  }

  /** It was looked up: the link that is mailed, or nobody's. Earlier links of the user end. */
  async answer(
    transaction: Transaction,
    { tenantId, id }: Pick<AskedReset, 'tenantId' | 'id'>,
    sent: { readonly userId: string; readonly token: string } | null,
  ): Promise<void> {
    const resets = transaction.getRepository(PasswordResetEntity);
    if (sent === null) {
      await resets.delete({ id, tenantId });
      return;
    }
    await resets.delete({ tenantId, userId: sent.userId });
    await resets.update({ id, tenantId }, { email: null, userId: sent.userId, tokenHash: hashSecret(sent.token) });
  }

  async findByToken(reading: Lookups, tenantId: string, token: string): Promise<SentReset | null> {
    const rows: SentReset[] = await reading.query(
      `SELECT id, tenant_id AS "tenantId", user_id AS "userId", expires_at AS "expiresAt" FROM password_reset
        WHERE tenant_id = $1 AND token_hash = $2`,
      [tenantId, hashSecret(token)],
    );
    return rows[0] ?? null;
  }

  /** Uses a link up. @returns whether it was there still */
  async use(transaction: Transaction, { tenantId, id }: SentReset): Promise<boolean> {
    const { affected } = await transaction.getRepository(PasswordResetEntity).delete({ id, tenantId });
    return affected === 1;
  }

  async deleteOfUser(transaction: Transaction, tenantId: string, userId: string): Promise<void> {
    await transaction.getRepository(PasswordResetEntity).delete({ tenantId, userId });
  }

  async deleteDue(transaction: Transaction, now: Date): Promise<void> {
    await transaction.getRepository(PasswordResetEntity).delete({ expiresAt: LessThanOrEqual(now) });
  }
}
