import { Injectable } from '@nestjs/common';
import { permissions as known, type Permission } from '../../access/permission.js';
import { violatesUnique } from '../../database/sql-state.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { RoleEntity } from './role.entity.js';

/** A role of a tenant's own. */
export interface OwnRole {
  readonly tenantId: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What this release does not know any more gives nothing, and is not shown. */
const roleOf = ({ tenantId, name, description, permissions, revision, createdAt, updatedAt }: RoleEntity): OwnRole => ({
  tenantId,
  name,
  description,
  permissions: permissions.filter((permission) => known.includes(permission)),
  revision,
  createdAt,
  updatedAt,
});

/** The rows of tenants' own roles. */
@Injectable()
export class RoleStore {
  /** @throws CountersignError `request.conflict` when the name is taken */
  async insert(transaction: Transaction, role: OwnRole): Promise<void> {
    try {
      await transaction.getRepository(RoleEntity).insert({ ...role, permissions: [...role.permissions] });
    } catch (cause) {
      if (!violatesUnique(cause, 'user_role_name_taken')) throw cause;
      throw new CountersignError('request.conflict', { faults: [{ path: '$.name', message: 'is taken' }], cause });
    }
  }

  async update(transaction: Transaction, { tenantId, name, ...role }: OwnRole): Promise<void> {
    const { description, permissions, revision, updatedAt } = role;
    const changed = { description, permissions: [...permissions], revision, updatedAt };
    await transaction.getRepository(RoleEntity).update({ tenantId, name }, changed);
  }

  async delete(transaction: Transaction, tenantId: string, name: string): Promise<void> {
    await transaction.getRepository(RoleEntity).delete({ tenantId, name });
  }

  async find(reading: Reading, tenantId: string, name: string): Promise<OwnRole | null> {
    const found = await reading.getRepository(RoleEntity).findOneBy({ tenantId, name });
    return found === null ? null : roleOf(found);
  }

  /** By name. */
  async list(reading: Reading, tenantId: string): Promise<readonly OwnRole[]> {
    const found = await reading.getRepository(RoleEntity).find({ where: { tenantId }, order: { name: 'ASC' } });
    return found.map(roleOf);
  }
}
