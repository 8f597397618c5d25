import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Reading, Transaction } from '../../database/transaction.js';
import { UserEntity } from './user.entity.js';

/** Counts the rows of users. */
@Injectable()
export class UserCountStore {
  /** How many users a tenant ever had: rows outlive deletion and erasure. */
  async countEver(transaction: Transaction, tenantId: string): Promise<number> {
    return transaction.getRepository(UserEntity).countBy({ tenantId });
  }

  /** How many were not deleted. */
  count(reading: Reading, tenantId: string): Promise<number> {
    return reading.getRepository(UserEntity).countBy({ tenantId, deletedAt: IsNull() });
  }

  /** How many who were not deleted have a role. */
  async countWithRole(reading: Reading, tenantId: string, role: string): Promise<number> {
    const rows: { count: string }[] = await reading.query(
      'SELECT count(*) AS count FROM user_account WHERE tenant_id = $1 AND deleted_at IS NULL AND $2 = ANY (roles)',
      [tenantId, role],
    );
    return Number(rows[0]?.count ?? 0);
  }
}
