import {
  clientInputs,
  issuerInput,
  type ProviderTemplate,
  sameEmail,
  sameNames,
  userInfo,
} from '../provider-template.js';

export const pingOne: ProviderTemplate = {
  id: 'ping-one',
  title: 'PingOne',
  summary: 'Accounts of an environment of PingOne.',
  documentation: 'https://docs.pingidentity.com/pingone/applications/p1_create_oidc_app.html',
  inputs: [
    ...clientInputs(
      {
        clientId: 'PingOne console, Applications, your application, Overview: "Client ID".',
        clientSecret: 'The same page: "Client Secret".',
      },
      { clientId: '3e5f7a9b-1c2d-4e3f-9a8b-7c6d5e4f3a2b', clientSecret: 'example-secret' },
    ),
    issuerInput(
      'The same page: "Issuer ID"; the region is its top-level domain.',
      'https://auth.pingone.eu/7d2f4b1c-9a3e-4f60-8b15-2c4d6e8f0a1b/as',
    ),
  ],
  steps: [
    'Add an application of type OIDC Web App with grant type Authorization Code.',
    'Add the redirect URI and enable the application.',
    'Allow the scopes profile and email under Resources.',
  ],
  remarks: [
    'sub is the id of the user in the environment.',
    'Attributes that are not mapped into the ID token are at UserInfo, where this template reads them.',
  ],
  assumed: ['that the token endpoint authentication method is Client Secret Basic, the default'],
  recognisedBy: [{ issuer: /^https:\/\/auth\.pingone\.[a-z.]+\/[^/]+\/as$/ }],
  body: {
    name: 'ping-one',
    displayName: { en: 'PingOne' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    resources: [userInfo([sameEmail, ...sameNames])],
  },
};
