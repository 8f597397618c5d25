import { Injectable } from '@nestjs/common';
import { DEFAULT_TENANT } from '../../access/default-tenant.js';
import type { Permission } from '../../access/permission.js';
import type { Reading } from '../../database/transaction.js';
import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import { builtInRoles } from './built-in-roles.js';
import { type OwnRole, RoleStore } from './role.store.js';

/** Permissions that are about more than one tenant. */
const isAboutTenants = (permission: Permission): boolean => permission.startsWith('tenants:');

interface TenantReference {
  readonly id: string;
  readonly name: string;
}

/** What the roles of a tenant give. */
@Injectable()
export class KnownRoles {
  constructor(private readonly store: RoleStore) {}

  /**
   * What roles give together.
   * @param changed stands in the place of the own role of its name; `null` permissions: it is gone
   * @throws CountersignError `request.unacceptable` that names every role that there is not, or that only tenant `default` has
   */
  async permissionsOf(
    reading: Reading,
    tenant: TenantReference,
    names: readonly string[],
  ): Promise<ReadonlySet<Permission>> {
    const own = new Map((await this.store.list(reading, tenant.id)).map((role) => [role.name, role]));
    const faults: Fault[] = [];
    const given = names.flatMap((name, index): readonly Permission[] => {
      const role: Pick<OwnRole, 'permissions'> | undefined = builtInRoles.get(name) ?? own.get(name);
      const path = `$.roles[${index}]`;
      if (role === undefined) faults.push({ path, message: `there is no role ${name}` });
      else faults.push(...faultsOfTenant(tenant, role.permissions, path));
      return role?.permissions ?? [];
    });
    if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
    return new Set(given);
  }
}

/** Rights over tenants are given in tenant `default` only. Pure. */
export function faultsOfTenant(
  { name }: Pick<TenantReference, 'name'>,
  permissions: readonly Permission[],
  path: string,
): readonly Fault[] {
  if (name === DEFAULT_TENANT || !permissions.some(isAboutTenants)) return [];
  return [{ path, message: `gives rights over tenants, which are given in tenant ${DEFAULT_TENANT} only` }];
}
