import { type OAuthProvider, startOAuthProvider } from '../test/support/oauth-provider.js';
import { type OpenIdProvider, startOpenIdProvider } from '../test/support/openid-provider.js';

interface DemoProviders {
  readonly openId: OpenIdProvider;
  readonly oauth: OAuthProvider;
  close(): Promise<void>;
}

const CLIENT = 'countersign-demo';
const SECRET = 'secret-of-the-demo-client';

/** A certified OpenID provider, and one that knows OAuth 2.0 only and takes the token nowhere but in the header. */
export async function startDemoProviders(): Promise<DemoProviders> {
  const openId = await startOpenIdProvider({
    title: 'Demo identity (OpenID Connect)',
    clients: [{ client_id: CLIENT, client_secret: SECRET }],
    accounts: [
      {
        id: 'john',
        label: 'John Doe',
        claims: { given_name: 'John', family_name: 'Doe', email: 'john@example.com', email_verified: true },
      },
      {
        id: 'jane',
        label: 'Jane Roe (somebody else)',
        claims: { given_name: 'Jane', family_name: 'Roe', email: 'jane@example.com', email_verified: true },
      },
    ],
  });
  const oauth = await startOAuthProvider({
    title: 'Demo registry (OAuth 2.0)',
    clients: [{ clientId: CLIENT, clientSecret: SECRET }],
    accounts: [
      {
        id: 'john',
        label: 'John Doe',
        resources: {
          person: { id: 'person-4711', person_data: { given_name: 'John', family_name: 'Doe-Smith' } },
          license: { product: 'Demo registry', version: '1.2' },
        },
      },
    ],
    resources: [{ name: 'person', acceptsParameters: [] }, { name: 'license' }],
  });
  return {
    openId,
    oauth,
    async close() {
      await openId.close();
      await oauth.close();
    },
  };
}

/** The bodies of `POST /v1/providers` for both. */
export function providerBodies({ openId, oauth }: DemoProviders): readonly Record<string, unknown>[] {
  return [
    {
      name: 'demo-openid',
      displayName: { en: 'Demo identity', de: 'Demo-Identität' },
      kind: 'oidc',
      issuer: openId.issuer,
      clientId: CLIENT,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: SECRET },
      scopes: ['openid', 'profile', 'email'],
      idToken: {
        mappings: [
          { path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' },
          { path: 'given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
          { path: 'family_name', action: 'update', target: 'recipient.lastName' },
        ],
      },
    },
    {
      name: 'demo-oauth',
      displayName: { en: 'Demo registry', de: 'Demo-Register' },
      kind: 'oauth2',
      discovery: false,
      authorizationUri: oauth.authorizationUri,
      tokenUri: oauth.tokenUri,
      clientId: CLIENT,
      clientAuthentication: { method: 'client_secret_post', clientSecret: SECRET },
      subject: { source: 'resource:person', path: 'id' },
      resources: [
        {
          name: 'person',
          uri: oauth.resourceUri('person'),
          tokenParameter: 'access_token',
          mappings: [
            { path: 'person_data:given_name', action: 'validate', target: 'recipient.firstName' },
            { path: 'person_data.family_name', action: 'update', target: 'recipient.lastName' },
          ],
        },
        { name: 'license', uri: oauth.resourceUri('license') },
      ],
    },
  ];
}

/** What somebody names the provider that they connect themselves. */
const OWN = 'mine';

/** What an admin is told by whoever runs the OpenID provider, to connect it in the console by hand. */
export function connectYourself({ openId }: DemoProviders): Readonly<Record<string, string>> {
  return { name: OWN, issuer: openId.issuer, 'client ID': CLIENT, 'client secret': SECRET };
}

/** Registers our redirect URIs at both, as an admin does in the provider's own console; also that of one connected by hand. */
export function registerRedirectUris({ openId, oauth }: DemoProviders, redirectUris: readonly string[]): void {
  openId.registerRedirectUri(CLIENT, redirectUris[0] ?? '');
  openId.registerRedirectUri(CLIENT, redirectUris[0]?.replace(/[^/]+$/, OWN) ?? '');
  oauth.registerRedirectUri(CLIENT, redirectUris[1] ?? '');
}
