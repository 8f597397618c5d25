import { clientInputs, type ProviderTemplate } from '../provider-template.js';

export const naver: ProviderTemplate = {
  id: 'naver',
  title: 'Naver',
  summary: 'Naver accounts in South Korea.',
  documentation: 'https://developers.naver.com/docs/login/api/api.md',
  inputs: clientInputs(
    { clientId: 'Naver Developers, your application: "Client ID".', clientSecret: 'The same page: "Client Secret".' },
    { clientId: 'aBcDeF0123456789', clientSecret: 'example-secret' },
  ),
  steps: [
    'Register an application that uses Naver Login and choose e-mail address and name.',
    'Enter the redirect URI as "Callback URL".',
  ],
  remarks: [
    'Naver is OAuth 2.0 without OpenID Connect: who it is stands in the document /v1/nid/me, below `response`.',
    'The contact address of the account need not be one of Naver, and nothing says whether it is verified.',
    'Telephone numbers are national: prepare them with defaultCountry KR if you map them.',
  ],
  assumed: ['that unknown parameters (PKCE) are ignored'],
  body: {
    name: 'naver',
    displayName: { en: 'Naver' },
    kind: 'oauth2',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    scopes: [],
    authorizationUri: 'https://nid.naver.com/oauth2.0/authorize',
    tokenUri: 'https://nid.naver.com/oauth2.0/token',
    resources: [
      {
        name: 'me',
        uri: 'https://openapi.naver.com/v1/nid/me',
        mappings: [{ path: 'response.email', action: 'validate', target: 'recipient.email', compare: 'email' }],
      },
    ],
    subject: { source: 'resource:me', path: 'response.id' },
  },
};
