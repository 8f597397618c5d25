import type { KoaContextWithOIDC, ResourceServer } from 'oidc-provider';
import { JWT_GRANT } from '../../access/oauth-client-terms.js';
import type { ResourceServers, ResourceServer as TenantResource } from '../../access/resource-servers.js';
import { scopes as apiScopes, identityScopes, type Scope, standardScopes } from '../../access/scope.js';
import type { Lookups } from '../../database/transaction.js';
import { type RegisteredClient } from '../../oauth-clients/oauth-client.js';
import { accessSeconds, mayBeJwt } from '../token-lifetimes.js';
import { registeredClient } from './client-metadata.js';
import type { OAuthAccount } from './find-account.js';
import type { OidcProvider } from './load-oidc-provider.js';
import { rightsFor } from './user-rights.js';

interface ResourceParts {
  readonly library: OidcProvider;
  readonly audience: string;
  readonly lookups: Lookups;
  readonly resources: ResourceServers;
}

/** The audience with what a client may have there (RFC 8707). Called at each request that is for it, each issue included. */
export async function resourceServerInfo(
  { library, audience, lookups, resources }: ResourceParts,
  ctx: KoaContextWithOIDC,
  identifier: string,
): Promise<ResourceServer> {
  const { client: asked } = ctx.oidc;
  if (asked === undefined) throw new library.errors.InvalidTarget();
  const client = registeredClient(asked);
  const isOurs = identifier === audience;
  const tenants = isOurs ? null : await resources.resourceFor(lookups, client.tenantId, identifier);
  if (!isOurs && tenants === null) throw new library.errors.InvalidTarget('resource indicator is unknown');
  const known: readonly string[] = tenants?.scopes ?? apiScopes;
  const allowed = client.scopes.filter((scope) => known.includes(scope));
  refuseOthers(library, ctx, client, allowed);
  const account = ctx.oidc.entities.Account as OAuthAccount | undefined;
  const granted =
    account === undefined || !isOurs ? allowed : rightsFor(client, allowed as Scope[], account.permissions);
  const seconds = secondsOf(ctx, client, tenants);
  return {
    audience: identifier,
    scope: granted.join(' '),
    accessTokenTTL: seconds,
    accessTokenFormat: formatOf(client, tenants, seconds, isOurs),
  };
}

/** Unknown or unregistered scopes are named, not left out in silence (RFC 6749 §5.2). */
function refuseOthers(
  { errors }: OidcProvider,
  ctx: KoaContextWithOIDC,
  client: RegisteredClient,
  allowed: readonly string[],
): void {
  if (ctx.oidc.params?.['grant_type'] === 'refresh_token') return;
  const forUsers = ctx.oidc.params?.['grant_type'] !== 'client_credentials';
  for (const scope of ctx.oidc.requestParamScopes) {
    const isStandard =
      forUsers && standardScopes.includes(scope) && (identityScopes.includes(scope) || client.scopes.includes(scope));
    if (!isStandard && scope !== 'offline_access' && !allowed.includes(scope))
      throw new errors.InvalidScope('requested scope is not allowed', scope);
  }
}

/** The scopes of the authorization that a token comes from decide how long it lives. */
function secondsOf(ctx: KoaContextWithOIDC, client: RegisteredClient, resource: TenantResource | null): number {
  const asked = ctx.oidc.params?.['grant_type'];
  const grant = typeof asked === 'string' ? asked : 'authorization_code';
  const { AuthorizationCode, RefreshToken } = ctx.oidc.entities;
  const source = RefreshToken ?? AuthorizationCode;
  const scopes = grant === JWT_GRANT || source === undefined ? new Set<string>() : source.scopes;
  const seconds = accessSeconds(client, grant, scopes);
  return resource?.accessSeconds == null ? seconds : Math.min(seconds, resource.accessSeconds);
}

function formatOf(
  client: RegisteredClient,
  resource: TenantResource | null,
  seconds: number,
  isOurs: boolean,
): 'jwt' | 'opaque' {
  const wanted = resource?.tokenFormat ?? client.tokens.format;
  return wanted === 'jwt' && mayBeJwt(seconds, isOurs) ? 'jwt' : 'opaque';
}
