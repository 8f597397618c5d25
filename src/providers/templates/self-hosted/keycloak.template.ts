import { clientInputs, issuerInput, type ProviderTemplate, sameEmail, sameNames } from '../provider-template.js';

export const keycloak: ProviderTemplate = {
  id: 'keycloak',
  title: 'Keycloak',
  summary: 'Accounts of a realm of a Keycloak server.',
  documentation: 'https://www.keycloak.org/securing-apps/oidc-layers',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Admin console of the realm, Clients, your client: "Client ID".',
        clientSecret: 'The same client, tab "Credentials": "Client Secret".',
      },
      { clientId: 'countersign', clientSecret: 'example-secret' },
    ),
    issuerInput(
      'Realm settings, "OpenID Endpoint Configuration": the member `issuer`. Before version 17 the path began with /auth.',
      'https://login.example/realms/main',
    ),
  ],
  steps: [
    'Create a client of type OpenID Connect with "Client authentication" on and "Standard flow" on.',
    'Add the redirect URI under "Valid redirect URIs"; write no wildcard.',
    'Copy the secret from the tab "Credentials".',
  ],
  remarks: [
    'A wrong secret is answered with unauthorized_client, which elsewhere means that the client may not use the grant.',
    'The response carries `iss` (RFC 9207); it is judged.',
    'A response mode with jwt does not work with versions whose response token names `iss` twice: leave responseMode null.',
    'Where the realm demands PKCE, pushed requests or DPoP for the client, turn on usePkce (it is), usePushedAuthorizationRequests or dpop.',
  ],
  assumed: [],
  recognisedBy: [{ authorization_endpoint: /\/realms\/[^/]+\/protocol\/openid-connect\/auth$/ }],
  body: {
    name: 'keycloak',
    displayName: { en: 'Keycloak' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    idToken: { mappings: [sameEmail, ...sameNames] },
  },
};
