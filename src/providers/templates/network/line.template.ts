import { clientInputs, type ProviderTemplate, sameEmail } from '../provider-template.js';

export const line: ProviderTemplate = {
  id: 'line',
  title: 'LINE',
  summary: 'LINE accounts in Japan, Taiwan and Thailand.',
  documentation: 'https://developers.line.biz/en/docs/line-login/integrate-line-login/',
  inputs: clientInputs(
    {
      clientId: 'LINE Developers console, your LINE Login channel, Basic settings: "Channel ID".',
      clientSecret: 'The same page: "Channel secret".',
    },
    { clientId: '1234567890', clientSecret: 'example-secret' },
  ),
  steps: [
    'Create a LINE Login channel.',
    'Under LINE Login add the redirect URI.',
    'Apply for the permission to read e-mail addresses (OpenID Connect, Email address permission).',
  ],
  remarks: [
    'ID tokens of web logins are signed with the channel secret (HS256): who has the secret could make one. Keep it as you would keep a key.',
    'LINE does not say whether an address is verified.',
  ],
  assumed: [],
  body: {
    name: 'line',
    displayName: { en: 'LINE' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: 'https://access.line.me',
    scopes: ['openid', 'profile', 'email'],
    idToken: { signingAlgorithms: ['HS256'], mappings: [sameEmail] },
  },
};
