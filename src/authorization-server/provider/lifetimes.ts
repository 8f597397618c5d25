import type { Configuration } from 'oidc-provider';
import { JWT_GRANT } from '../../access/oauth-client-terms.js';
import {
  accessSeconds,
  CODE_SECONDS,
  grantSeconds,
  INTERACTION_SECONDS,
  refreshSeconds,
  sessionSeconds,
} from '../token-lifetimes.js';
import { registeredClient } from './client-metadata.js';
import type { ProviderParts } from './provider-parts.js';

const scopesOf = (text: string | undefined): ReadonlySet<string> => new Set(text?.split(' ') ?? []);

/** How long everything lives, as oidc-provider asks for it. */
export function lifetimes({ clock }: Pick<ProviderParts, 'clock'>): NonNullable<Configuration['ttl']> {
  const age = (since: number): number => Math.floor(clock.now().getTime() / 1000) - since;
  return {
    AccessToken: (_ctx, token, client) =>
      token.resourceServer?.accessTokenTTL ??
      accessSeconds(registeredClient(client), token.gty === JWT_GRANT ? JWT_GRANT : 'authorization_code', token.scopes),
    ClientCredentials: (_ctx, token, client) =>
      token.resourceServer?.accessTokenTTL ??
      accessSeconds(registeredClient(client), 'client_credentials', token.scopes),
    AuthorizationCode: CODE_SECONDS,
    RefreshToken: (_ctx, token, client) =>
      refreshSeconds(registeredClient(client), scopesOf(token.scope), token.iiat === undefined ? 0 : age(token.iiat)),
    Grant: (ctx, grant) => {
      const { client } = ctx.oidc;
      if (client === undefined) throw new Error('A grant is given to a client');
      return grantSeconds(registeredClient(client), scopesOf(grant.openid?.scope));
    },
    IdToken: 3600,
    Interaction: INTERACTION_SECONDS,
    PushedAuthorizationRequest: 60,
    Session: (_ctx, session) => sessionSeconds(session.loginTs === undefined ? null : age(session.loginTs)),
  };
}
