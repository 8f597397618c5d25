import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Connections } from '../../connections/connections.js';
import { registeredClient } from './client-metadata.js';

/**
 * What is a fault of the connection: it ends when somebody rotates, consents or configures. A scope that is not allowed, or a policy
 * that refuses, is a fault of one request.
 */
const OF_THE_CONNECTION = new Set(['invalid_client', 'invalid_grant', 'unauthorized_client', 'consent_required']);

/** Reports what token requests say of their clients. */
export function reportConnections(provider: Provider, connections: Connections): void {
  const referenceOf = ({ oidc }: KoaContextWithOIDC) => {
    const client = oidc.client === undefined ? null : registeredClient(oidc.client);
    return client === null || client.firstParty
      ? null
      : ({ tenantId: client.tenantId, kind: 'oauth_client', id: client.id } as const);
  };
  provider.on('grant.success', (ctx) => {
    const reference = referenceOf(ctx);
    if (reference !== null) connections.succeeded(reference);
  });
  provider.on('grant.error', (ctx, error) => {
    const reference = referenceOf(ctx);
    // A client that has not authenticated may have been named by anybody.
    if (reference === null || !OF_THE_CONNECTION.has(error.error)) return;
    const isAuthenticated = error.error !== 'invalid_client' && ctx.oidc.client?.clientAuthMethod !== 'none';
    connections.failed(reference, error.error, isAuthenticated);
  });
}
