import { isScope, type Permission } from '../../access/permission.js';
import type { Principal } from '../../access/principal.js';
import type { Actor } from '../../audit/recording.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { User } from './user.js';

/** Who holds it administers the people of a tenant: of these a tenant keeps one. */
export const ADMINISTERING: Permission = 'users:write';

type Administered = Pick<User, 'id' | 'permissions' | 'status'>;

/** What of some permissions a principal lacks, and so can neither give nor take. Pure. */
export function lackedBy(
  principal: Pick<Principal, 'scopes'>,
  permissions: Iterable<Permission>,
): readonly Permission[] {
  return [...permissions].filter((permission) => isScope(permission) && !principal.scopes.has(permission));
}

/**
 * Nobody gives a permission that they lack.
 * @throws CountersignError `people.permission_lacking`
 */
export function judgeGiven(principal: Pick<Principal, 'scopes'>, permissions: Iterable<Permission>): void {
  const lacked = lackedBy(principal, permissions);
  if (lacked.length > 0)
    throw new CountersignError('people.permission_lacking', { detail: `You lack ${lacked.join(', ')}` });
}

/**
 * Nobody changes anything about a user who may do more than they may themselves: else they would come by it through the user.
 * @throws CountersignError `people.permission_lacking`
 */
export function judgeAdministered(principal: Pick<Principal, 'scopes'>, user: Administered): void {
  const lacked = lackedBy(principal, user.permissions);
  if (lacked.length > 0)
    throw new CountersignError('people.permission_lacking', {
      detail: `The user has permissions that you lack: ${lacked.join(', ')}`,
    });
}

/**
 * Nobody gives themselves anything, not even what no scope stands for.
 * @throws CountersignError `people.own_permissions`
 */
export function judgeOwn(
  { actor }: { readonly actor: Pick<Actor, 'type' | 'id'> },
  user: Administered,
  permissions: ReadonlySet<Permission>,
): void {
  const added = [...permissions].filter((permission) => !user.permissions.has(permission));
  if (actor.type === 'user' && actor.id === user.id && added.length > 0)
    throw new CountersignError('people.own_permissions', { detail: `You would get ${added.join(', ')}` });
}

/** Whether somebody can log in and administer the people of the tenant. Pure. */
export function administers({ status, permissions }: Pick<User, 'status' | 'permissions'>): boolean {
  return status === 'active' && permissions.has(ADMINISTERING);
}

/**
 * A tenant keeps somebody who can log in and administer its people.
 * @param before those who do now
 * @param after whether a user, who may be among them, does after the change
 * @throws CountersignError `people.last_administrator`
 */
export function judgeLastAdministrator(
  before: readonly Pick<User, 'id'>[],
  user: Pick<User, 'id'>,
  after: boolean,
): void {
  if (after || !before.some(({ id }) => id === user.id)) return;
  if (before.every(({ id }) => id === user.id)) throw new CountersignError('people.last_administrator');
}
