import { Injectable } from '@nestjs/common';
import type { Lookups, Transaction } from '../../database/transaction.js';
import type { SealedColumn } from '../../secrets/sealed-column.js';
import { type SealContext, Sealing } from '../../secrets/sealing.js';
import { UserPasswordEntity } from './user-password.entity.js';

const contextOf = (tenantId: string, row: string): SealContext => ({
  tenantId,
  table: 'user_password',
  row,
  purpose: 'password hash',
});

export const sealedPasswords: readonly SealedColumn[] = [
  { table: 'user_password', column: 'sealed', rowColumn: 'id', purpose: 'password hash' },
];

/** The rows of passwords: hashes, sealed under the encryption key. */
@Injectable()
export class UserPasswordStore {
  constructor(private readonly sealing: Sealing) {}

  /** @returns the hash; null when the user has no password */
  async find(reading: Lookups, tenantId: string, userId: string): Promise<string | null> {
    const rows: { sealed: Buffer }[] = await reading.query(
      'SELECT sealed FROM user_password WHERE tenant_id = $1 AND id = $2',
      [tenantId, userId],
    );
    const [row] = rows;
    return row === undefined ? null : this.sealing.open(row.sealed, contextOf(tenantId, userId)).toString('utf8');
  }

  /** Whether anybody of a tenant has one. */
  async hasAny(reading: Lookups, tenantId: string): Promise<boolean> {
    const rows: unknown[] = await reading.query('SELECT 1 FROM user_password WHERE tenant_id = $1 LIMIT 1', [tenantId]);
    return rows.length > 0;
  }

  async save(transaction: Transaction, tenantId: string, id: string, hash: string, changedAt: Date): Promise<void> {
    const sealed = this.sealing.seal(hash, contextOf(tenantId, id));
    await transaction.getRepository(UserPasswordEntity).upsert({ id, tenantId, sealed, changedAt }, ['id']);
  }

  async delete(transaction: Transaction, tenantId: string, id: string): Promise<void> {
    await transaction.getRepository(UserPasswordEntity).delete({ id, tenantId });
  }
}
