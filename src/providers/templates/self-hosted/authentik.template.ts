import { clientInputs, issuerInput, type ProviderTemplate, sameEmail, sameFullName } from '../provider-template.js';

export const authentik: ProviderTemplate = {
  id: 'authentik',
  title: 'authentik',
  summary: 'Accounts of an authentik server.',
  documentation: 'https://docs.goauthentik.io/add-secure-apps/providers/oauth2/',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Admin interface, Providers, your provider: "Client ID".',
        clientSecret: 'The same page: "Client Secret".',
      },
      { clientId: 'aBcDeF0123456789', clientSecret: 'example-secret' },
    ),
    issuerInput(
      'The same page: "OpenID Configuration Issuer", with its slash at the end.',
      'https://authentik.example/application/o/countersign/',
    ),
  ],
  steps: [
    'Create an application with an OAuth2/OpenID provider, client type Confidential.',
    'Enter the redirect URI as strict.',
    'Choose a signing key: without one, tokens are signed with the client secret (HS256) and refused here.',
  ],
  remarks: [
    'given_name holds the whole name by default, so the whole name is compared with `name`.',
    'sub is a hash by default and differs per provider.',
  ],
  assumed: ['that "Include claims in id_token" is on, as it is by default'],
  recognisedBy: [{ authorization_endpoint: /\/application\/o\/authorize\/$/ }],
  body: {
    name: 'authentik',
    displayName: { en: 'authentik' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    idToken: { mappings: [sameEmail, sameFullName] },
  },
};
