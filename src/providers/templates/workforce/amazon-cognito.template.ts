import { clientInputs, issuerInput, type ProviderTemplate, sameEmail } from '../provider-template.js';

export const amazonCognito: ProviderTemplate = {
  id: 'amazon-cognito',
  title: 'Amazon Cognito',
  summary: 'Accounts of an Amazon Cognito user pool.',
  documentation: 'https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Amazon Cognito, your user pool, App clients: "Client ID".',
        clientSecret: 'The same page: "Client secret".',
      },
      { clientId: '1example23456789', clientSecret: 'example-secret' },
    ),
    issuerInput(
      'The same console: the region and the user pool id in the address of the example.',
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example1',
    ),
  ],
  steps: [
    'Give the user pool a domain.',
    'Create an app client with a secret, Authorization code grant, and the scopes of the body.',
    'Add the redirect URI under "Allowed callback URLs".',
  ],
  remarks: [
    'Login and token endpoint are on the domain of the pool, keys on the host of the issuer: the provider warns of that, which is right here.',
    'email_verified is true in the ID token and the text "true" at UserInfo; both are read.',
  ],
  assumed: [],
  recognisedBy: [{ issuer: /^https:\/\/cognito-idp\.[^/]+\.amazonaws\.com(\.cn)?\// }],
  body: {
    name: 'amazon-cognito',
    displayName: { en: 'Amazon Cognito' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    idToken: { mappings: [sameEmail] },
  },
};
