import {
  clientInputs,
  issuerInput,
  type ProviderTemplate,
  sameEmailInAnyCase,
  sameNames,
  userInfo,
} from '../provider-template.js';

export const okta: ProviderTemplate = {
  id: 'okta',
  title: 'Okta',
  summary: 'Accounts of an Okta organisation.',
  documentation: 'https://developer.okta.com/docs/concepts/auth-servers/',
  inputs: [
    ...clientInputs(
      {
        clientId: 'Okta admin console, Applications, your app: "Client ID".',
        clientSecret: 'The same page: "Client secrets".',
      },
      { clientId: '0oa1example2345678', clientSecret: 'example-secret' },
    ),
    issuerInput(
      'The domain of the organisation, or the issuer of a custom authorization server (Security, API).',
      'https://example.okta.com',
    ),
  ],
  steps: [
    'Create an app integration: OIDC, Web Application.',
    'Add the redirect URI under "Sign-in redirect URIs".',
    'Assign the people or groups that may sign.',
  ],
  remarks: [
    'ID tokens that come with an access token are thin: e-mail and names are at UserInfo.',
    'Addresses are written as the directory has them, capital letters included.',
    'A custom authorization server has a path, /oauth2/default for one.',
  ],
  assumed: [],
  recognisedBy: [
    { issuer: /^https:\/\/[^/]+\.(okta|oktapreview|okta-emea|okta-gov)\.com(\/|$)/ },
    { authorization_endpoint: /\/oauth2\/([^/]+\/)?v1\/authorize$/, jwks_uri: /\/oauth2\/([^/]+\/)?v1\/keys$/ },
  ],
  body: {
    name: 'okta',
    displayName: { en: 'Okta' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    resources: [userInfo([sameEmailInAnyCase, ...sameNames])],
  },
};
