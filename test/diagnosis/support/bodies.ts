import type { OAuthProvider } from '../../support/oauth-provider.js';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid-provider.js';
import type { ScriptableProvider } from '../../support/scriptable-provider.js';
import { REDIRECT_URI } from './diagnosed.js';

export type Body = Readonly<Record<string, unknown>>;

export const SECRET = 'secret-of-the-client+/=';
const OTHER_SECRET = 'secret-of-another-client';

const registered = { client_secret: SECRET, redirect_uris: [REDIRECT_URI] };

/** Clients that are registered for one method each, and one of somebody else. */
export function startRegisteredProvider(): Promise<OpenIdProvider> {
  return startOpenIdProvider({
    clients: [
      { client_id: 'sign', ...registered },
      { client_id: 'post', ...registered, token_endpoint_auth_method: 'client_secret_post' },
      { client_id: 'jwt', ...registered, token_endpoint_auth_method: 'client_secret_jwt' },
      { client_id: 'public', redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: 'none' },
      { client_id: 'someone-else', client_secret: OTHER_SECRET, redirect_uris: ['https://other.example/callback'] },
    ],
    accounts: [
      {
        id: 'john',
        claims: { given_name: 'John', family_name: 'Doe', email: 'john@example.com', 'urn:pvpgvat:oidc.bpk': 'BF:1' },
      },
    ],
    acrValues: ['substantial', 'high'],
  });
}

export const basic = (clientSecret = SECRET) => ({ method: 'client_secret_basic', clientSecret });

const mappings = [
  { path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' },
  { path: 'given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
];

/** A right configuration of the OpenID provider, by discovery. */
export function discoveredBody({ issuer }: Pick<OpenIdProvider, 'issuer'>, changes: Body = {}): Body {
  return {
    name: 'seeded',
    kind: 'oidc',
    clientId: 'sign',
    clientAuthentication: basic(),
    scopes: ['openid', 'profile', 'email'],
    issuer,
    idToken: { mappings },
    ...changes,
  };
}

/** The same with every address entered. */
export function explicitBody({ issuer }: Pick<OpenIdProvider, 'issuer'>, changes: Body = {}): Body {
  return discoveredBody(
    { issuer },
    {
      discovery: false,
      authorizationUri: `${issuer}/authorize`,
      tokenUri: `${issuer}/token`,
      jwksUri: `${issuer}/jwks`,
      ...changes,
    },
  );
}

export function userinfo({ issuer }: Pick<OpenIdProvider, 'issuer'>, changes: Body = {}): Body {
  return { resources: [{ name: 'userinfo', type: 'userinfo', uri: `${issuer}/userinfo`, ...changes }] };
}

/** A right configuration of the OAuth 2.0 provider. */
export function oauthBody(provider: OAuthProvider, changes: Body = {}): Body {
  return {
    name: 'seeded',
    kind: 'oauth2',
    clientId: 'sign',
    clientAuthentication: { method: 'client_secret_post', clientSecret: SECRET },
    authorizationUri: provider.authorizationUri,
    tokenUri: provider.tokenUri,
    subject: { source: 'resource:person', path: 'id' },
    resources: [{ name: 'person', uri: provider.resourceUri('person') }],
    ...changes,
  };
}

/** A right configuration of the scriptable provider. */
export function scriptableBody({ issuer }: ScriptableProvider, changes: Body = {}): Body {
  return { name: 'seeded', kind: 'oidc', clientId: 'sign', clientAuthentication: basic(), issuer, ...changes };
}
