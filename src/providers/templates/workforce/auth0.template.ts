import { clientInputs, issuerInput, type ProviderTemplate, sameEmail } from '../provider-template.js';

export const auth0: ProviderTemplate = {
  id: 'auth0',
  title: 'Auth0',
  summary: 'Accounts of an Auth0 tenant, whatever connections it has.',
  documentation: 'https://auth0.com/docs/get-started/authentication-and-authorization-flow/authorization-code-flow',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Auth0 dashboard, Applications, your application, Settings: "Client ID".',
        clientSecret: 'The same page: "Client Secret".',
      },
      { clientId: 'aBcDeF0123456789', clientSecret: 'example-secret' },
    ),
    issuerInput(
      '"Domain" of the same page with https:// before it and a slash behind it.',
      'https://example.eu.auth0.com/',
    ),
  ],
  steps: ['Create a Regular Web Application.', 'Add the redirect URI under "Allowed Callback URLs".'],
  remarks: [
    'The issuer ends in a slash.',
    'Whether given_name and family_name are there depends on the connection, so only the address is compared.',
    'sub begins with the connection, for example `auth0|` or `google-oauth2|`.',
  ],
  assumed: ['that the authentication method of the application is Post, the default of the dashboard'],
  recognisedBy: [{ issuer: /^https:\/\/[^/]+\.auth0\.com\/$/ }],
  body: {
    name: 'auth0',
    displayName: { en: 'Auth0' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    idToken: { mappings: [sameEmail] },
  },
};
