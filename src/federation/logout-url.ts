import type { TripContext } from './trip-context.js';

/**
 * Where the browser can end the session at the provider (OpenID Connect RP-Initiated Logout 1.0 §2). Whoever sends it there
 * adds `post_logout_redirect_uri`. Null unless the admin opts in and there is such an endpoint.
 */
export function logoutUrl({ provider, metadata }: TripContext, idToken: string | null): string | null {
  const endpoint = metadata.server.end_session_endpoint;
  if (!provider.configuration.useLogout || endpoint === undefined) return null;
  const parameters = new URLSearchParams({ client_id: provider.configuration.clientId });
  if (idToken !== null) parameters.set('id_token_hint', idToken);
  return `${endpoint}${endpoint.includes('?') ? '&' : '?'}${parameters.toString()}`;
}
