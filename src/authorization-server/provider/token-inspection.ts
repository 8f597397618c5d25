import type { AccessToken, Client, ClientCredentials, RefreshToken } from 'oidc-provider';
import type { ResourceServers } from '../../access/resource-servers.js';
import type { Lookups } from '../../database/transaction.js';
import type { RegisteredClients } from '../../oauth-clients/registered-client.store.js';
import type { TokenStanding } from '../standing/token-standing.js';
import { registeredClient } from './client-metadata.js';

type Inspected = AccessToken | ClientCredentials | RefreshToken;

interface InspectionParts {
  readonly clients: RegisteredClients;
  readonly standing: TokenStanding;
  readonly resources: ResourceServers;
  readonly lookups: Lookups;
}

/**
 * Whether a client may know about a token (RFC 7662 §4): its own, or one for an API of its tenant. And whether the token still
 * stands: what has ended is not active.
 */
export async function mayIntrospect(parts: InspectionParts, client: Client, token: Inspected): Promise<boolean> {
  const asking = registeredClient(client);
  if (asking.authentication.method === 'none') return false;
  if (token.clientId !== client.clientId) {
    if (token.kind === 'RefreshToken') return false;
    const [audience] = [token.aud].flat();
    if (audience === undefined) return false;
    const resource = await parts.resources.resourceFor(parts.lookups, asking.tenantId, audience);
    if (resource === null) return false;
    const owner = await parts.clients.find(token.clientId ?? '');
    if (owner?.tenantId !== asking.tenantId) return false;
  }
  if (token.kind === 'RefreshToken') return parts.standing.ofFamily(token);
  return parts.standing.ofToken(token);
}

/** A client revokes its own tokens (RFC 7009 §2.1); of others it is not even told that they exist. */
export function mayRevoke(client: Client, token: Inspected): boolean {
  return token.clientId === client.clientId;
}
