import { type Permission, permissions } from '../../access/permission.js';
import { builtInRoles } from './built-in-roles.js';

const known: ReadonlySet<string> = new Set(permissions);

/**
 * What a person may do by the roles that they have. Pure.
 * @param own what the tenant's own roles among them give; what this release does not know any more gives nothing
 */
export function permissionsOfRoles(roles: readonly string[], own: readonly string[]): ReadonlySet<Permission> {
  const given = own.filter((permission): permission is Permission => known.has(permission));
  return new Set([...roles.flatMap((name) => builtInRoles.get(name)?.permissions ?? []), ...given]);
}
