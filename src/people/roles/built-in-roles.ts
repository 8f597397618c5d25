import { type Permission, permissions } from '../../access/permission.js';
import { type Scope, scopes, tenantScopes } from '../../access/scope.js';

/** A named group of permissions that people of a tenant can have. */
export interface Role {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

const reads: readonly Scope[] = tenantScopes.filter((scope) => scope.endsWith(':read'));

/** The roles that every tenant has. They grow with the API: an `admin` may do what is new at once. */
const builtIn: readonly Role[] = [
  {
    name: 'admin',
    description: 'Everything in the tenant. Not: managing tenants, a password beside a provider.',
    permissions: tenantScopes,
  },
  {
    name: 'auditor',
    description: 'Reads everything, discloses personal data of the trail; every disclosure is recorded.',
    permissions: [...reads, 'external-authentications:access', 'audit:disclose'],
  },
  {
    name: 'sender',
    description: 'Makes, reads and cancels signer authentications, sees which providers there are.',
    permissions: ['authentications:read', 'authentications:write', 'providers:read'],
  },
  {
    name: 'operator',
    description: 'Everything, tenants too. Only in the tenant called default.',
    permissions: scopes,
  },
];

export const builtInRoles: ReadonlyMap<string, Role> = new Map(builtIn.map((role) => [role.name, role]));

/** The built-in role that a name reads as, whatever its letter case: nobody must have to wonder which of two `Admin` is. Pure. */
export function builtInReadAs(name: string): Role | undefined {
  return builtInRoles.get(name.toLowerCase());
}

const known: ReadonlySet<string> = new Set(permissions);

/**
 * What a person may do by the roles that they have. Pure.
 * @param own what the tenant's own roles among them give; what this release does not know any more gives nothing
 */
export function permissionsOfRoles(roles: readonly string[], own: readonly string[]): ReadonlySet<Permission> {
  const given = own.filter((permission): permission is Permission => known.has(permission));
  return new Set([...roles.flatMap((name) => builtInRoles.get(name)?.permissions ?? []), ...given]);
}
