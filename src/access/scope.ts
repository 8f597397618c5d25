import { z } from 'zod';

/** What an API key, a client or a user may be allowed to do with the API. */
export const scopes = [
  'providers:read',
  'providers:write',
  'authentications:read',
  'authentications:write',
  'audit:read',
  'audit:disclose',
  'audit:erase',
  'tenants:read',
  'tenants:write',
  'keys:write',
  'client-certificates:read',
  'client-certificates:write',
  'external-authentications:access',
  'external-authentications:create',
  'external-authentications:edit',
  'external-authentications:delete',
  'listeners:read',
  'listeners:write',
  'deliveries:read',
  'deliveries:write',
  'oauth-clients:read',
  'oauth-clients:write',
  'oauth-resources:read',
  'oauth-resources:write',
  'token-policies:read',
  'token-policies:write',
  'consents:read',
  'consents:write',
  'users:read',
  'users:write',
  'settings:read',
  'settings:write',
] as const;

export type Scope = (typeof scopes)[number];

export const scopeSchema = z.enum(scopes, { error: `expected one of ${scopes.join(', ')}` });

/**
 * What an OAuth client may ask for beside rights of the API, and no API key and no user has: they are about tokens. `impersonation`
 * lets it be given tokens for users by the JWT Grant, `extended` tokens of 30 days that are refreshed without end.
 */
export const protocolScopes = ['impersonation', 'extended'] as const;

/** Scopes that say who a user is (OpenID Connect Core §5.4): every client of users may ask for them. */
export const identityScopes: readonly string[] = ['openid', 'profile', 'email'];

/** Scopes that are about tokens and identity, at no audience. */
export const standardScopes: readonly string[] = [...identityScopes, ...protocolScopes];

/** Every scope that is not of an API of a tenant. */
export const ownScopes: ReadonlySet<string> = new Set([...scopes, ...standardScopes]);

/** The first of some scopes that nobody may pass on, because they lack it; null when they may pass on all. */
export function firstLacking(held: ReadonlySet<string>, wanted: Iterable<Scope>): Scope | null {
  for (const scope of wanted) if (!held.has(scope)) return scope;
  return null;
}

/** What the first key of a new tenant may do: everything but managing tenants. */
export const tenantScopes: readonly Scope[] = scopes.filter((scope) => !scope.startsWith('tenants:'));
