import { z } from 'zod';
import { type Scope, scopes } from './scope.js';

/**
 * What a person may do beside using the API, and no key and no client has. `password:use`: log in by a password although their
 * account is meant for a provider.
 */
const personalPermissions = ['password:use'] as const;

type PersonalPermission = (typeof personalPermissions)[number];

/** What a person of a tenant may be allowed to do: every scope of the API, and what is theirs alone. */
export type Permission = Scope | PersonalPermission;

export const permissions: readonly Permission[] = [...scopes, ...personalPermissions];

export const permissionSchema = z.enum([...scopes, ...personalPermissions], {
  error: `expected one of ${permissions.join(', ')}`,
});

const personal: ReadonlySet<string> = new Set(personalPermissions);

export function isScope(permission: Permission): permission is Scope {
  return !personal.has(permission);
}

/** What of some permissions can be a right of a token. */
export function scopesAmong(held: Iterable<Permission>): ReadonlySet<Scope> {
  return new Set([...held].filter(isScope));
}
