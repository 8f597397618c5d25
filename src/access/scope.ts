import { z } from 'zod';

/** What an API key may be allowed to do. */
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
] as const;

export type Scope = (typeof scopes)[number];

export const scopeSchema = z.enum(scopes, { error: `expected one of ${scopes.join(', ')}` });

/** What the first key of a new tenant may do: everything but managing tenants. */
export const tenantScopes: readonly Scope[] = scopes.filter((scope) => !scope.startsWith('tenants:'));
