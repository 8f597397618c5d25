import { type OAuthProvider, type OAuthProviderOptions, startOAuthProvider } from '../oauth-provider.js';
import { type Persona, relocator } from './persona.js';

/** The one account of each of these personas. */
export const ACCOUNT = 'john';

interface OAuthPersonaFacts extends Omit<OAuthProviderOptions, 'clients'> {
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly realOrigins: readonly string[];
}

export interface OAuthPersona extends Persona {
  readonly provider: OAuthProvider;
}

/** A persona on the OAuth 2.0 provider, with its login page. */
export async function startOAuthPersona(facts: OAuthPersonaFacts): Promise<OAuthPersona> {
  const { name, clientId, clientSecret, realOrigins, ...options } = facts;
  const provider = await startOAuthProvider({ ...options, title: name, clients: [{ clientId, clientSecret }] });
  return {
    name,
    kind: 'oauth2',
    origin: provider.origin,
    clientId,
    clientAuthentication: { method: 'client_secret_post', clientSecret },
    provider,
    calls: provider.calls,
    relocate: relocator(realOrigins, provider.origin),
    registerRedirectUri: (redirectUri) => {
      provider.registerRedirectUri(clientId, redirectUri);
    },
    passLogin: async (browser) => {
      await browser.click(`#account-${ACCOUNT}`);
    },
    close: () => provider.close(),
  };
}
