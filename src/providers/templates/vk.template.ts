import { clientInputs, type ProviderTemplate, sameEmail } from './provider-template.js';

export const vk: ProviderTemplate = {
  id: 'vk',
  title: 'VK',
  summary: 'VK accounts.',
  documentation: 'https://dev.vk.com/api/access-token/authcode-flow-user',
  inputs: clientInputs(
    {
      clientId: 'VK for developers, your app, Settings: "App ID".',
      clientSecret: 'The same page: "Secure key".',
    },
    { clientId: '51234567', clientSecret: 'example-secure-key' },
  ),
  steps: [
    'Make an app of type "Website" and enter the address of this service as its domain.',
    'Add the redirect URI under "Authorized redirect URI".',
  ],
  remarks: [
    'The e-mail address comes with the token response and nowhere else.',
    'The API takes the token as query parameter, and needs its version as parameter `v`.',
    'Answers are wrapped: the person is response[0].',
  ],
  body: {
    name: 'vk',
    displayName: { en: 'VK' },
    kind: 'oauth2',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    scopes: ['email'],
    authorizationUri: 'https://oauth.vk.com/authorize',
    tokenUri: 'https://oauth.vk.com/access_token',
    tokenResponse: { mappings: [sameEmail] },
    resources: [
      {
        name: 'user',
        uri: 'https://api.vk.com/method/users.get?v=5.199',
        tokenParameter: 'access_token',
        mappings: [
          { path: 'response[0].first_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
          { path: 'response[0].last_name', action: 'validate', target: 'recipient.lastName', compare: 'name' },
        ],
      },
    ],
    subject: { source: 'resource:user', path: 'response[0].id' },
  },
};
