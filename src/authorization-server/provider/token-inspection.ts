import type { AccessToken, Client, ClientCredentials, RefreshToken } from 'oidc-provider';
import type { ResourceServers } from '../../access/resource-servers.js';
import type { Lookups } from '../../database/transaction.js';
import type { RegisteredClients } from '../../oauth-clients/registered-client.store.js';
import type { TokenStanding } from '../standing/token-standing.js';
import { registeredClient } from './client-metadata.js';
import { scopesLeft } from './scopes-left.js';

type Inspected = AccessToken | ClientCredentials | RefreshToken;

interface InspectionParts {
  /** Of our API. */
  readonly audience: string;
  readonly clients: RegisteredClients;
  readonly standing: TokenStanding;
  readonly resources: ResourceServers;
  readonly lookups: Lookups;
}

/**
 * Whether a client may know about a token (RFC 7662 §4): its own, or one for an API of its tenant. And whether the token still
 * stands: what has ended is not active, nor what its API would not be given any more. Of its scopes those are told that are left.
 */
export async function mayIntrospect(parts: InspectionParts, client: Client, token: Inspected): Promise<boolean> {
  const asking = registeredClient(client);
  if (asking.authentication.method === 'none') return false;
  const isOwn = token.clientId === client.clientId;
  if (token.kind === 'RefreshToken') return isOwn && parts.standing.ofFamily(token);
  const [audience] = [token.aud].flat();
  const isForUs = audience === parts.audience;
  const resource =
    audience === undefined || isForUs
      ? null
      : await parts.resources.resourceFor(parts.lookups, asking.tenantId, audience);
  if (isForUs ? !isOwn : resource === null) return false;
  if (resource?.mutualTlsRequired === true && token['x5t#S256'] === undefined) return false;
  const owner = isOwn ? asking : await parts.clients.find(token.clientId ?? '');
  const standing = owner?.tenantId === asking.tenantId ? await parts.standing.ofToken(token) : null;
  if (standing === null) return false;
  Object.assign(token, { scope: scopesLeft(token.scope ?? '', standing, resource?.scopes ?? null).join(' ') });
  return true;
}

/** A client revokes its own tokens (RFC 7009 §2.1); of others it is not even told that they exist. */
export function mayRevoke(client: Client, token: Inspected): boolean {
  return token.clientId === client.clientId;
}
