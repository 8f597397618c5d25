import { buildEndSessionUrl } from 'openid-client';
import type { TripContext } from './trip-context.js';
import { withParameters } from './with-parameters.js';

/**
 * Where the browser can end the session at the provider (OpenID Connect RP-Initiated Logout 1.0 §2). Whoever sends it there
 * adds `post_logout_redirect_uri`. Null unless the admin opts in and there is such an endpoint.
 */
export function logoutUrl({ provider, metadata, client }: TripContext, idToken: string | null): string | null {
  const { clientId, useLogout } = provider.configuration;
  const endpoint = metadata.server.end_session_endpoint;
  if (!useLogout || endpoint === undefined) return null;
  const hint = idToken === null ? {} : { id_token_hint: idToken };
  const { searchParams } = buildEndSessionUrl(client.configuration, { client_id: clientId, ...hint });
  return withParameters(endpoint, searchParams);
}
