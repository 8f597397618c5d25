import type { Client } from '../client-authentication/client-authentication.js';
import type { TripContext } from './trip-context.js';

/** What we are at this provider, with the metadata that the login began with. */
export function authenticatedClient({ provider, metadata }: Pick<TripContext, 'provider' | 'metadata'>): Client {
  const { clientId, clientAuthentication } = provider.configuration;
  return { clientId, method: clientAuthentication, credentials: provider.credentials, server: metadata.server };
}
