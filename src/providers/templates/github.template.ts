import { clientInputs, type ProviderTemplate } from './provider-template.js';

export const github: ProviderTemplate = {
  id: 'github',
  title: 'GitHub',
  summary: 'GitHub accounts by their verified primary e-mail address.',
  documentation: 'https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
  inputs: clientInputs(
    {
      clientId: 'GitHub, Settings, Developer settings, OAuth Apps, your app.',
      clientSecret: 'The same page, "Generate a new client secret"; shown once.',
    },
    { clientId: 'Iv1.0123456789abcdef', clientSecret: '0123456789abcdef0123456789abcdef01234567' },
  ),
  steps: [
    'In Developer settings make an OAuth App.',
    'Enter the redirect URI as "Authorization callback URL".',
    'Generate a client secret and copy it with the client ID.',
  ],
  remarks: [
    'GitHub has no OpenID Connect for logins: who it is comes from /user, the addresses from /user/emails.',
    'The mapping takes the one address that is primary and verified; the public address in /user may be hidden or unverified.',
    'Resources are on api.github.com, the login on github.com.',
  ],
  body: {
    name: 'github',
    displayName: { en: 'GitHub' },
    kind: 'oauth2',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    scopes: ['read:user', 'user:email'],
    authorizationUri: 'https://github.com/login/oauth/authorize',
    tokenUri: 'https://github.com/login/oauth/access_token',
    resources: [
      { name: 'user', uri: 'https://api.github.com/user' },
      {
        name: 'emails',
        uri: 'https://api.github.com/user/emails',
        mappings: [
          {
            path: '$[?(@.primary == true && @.verified == true)].email',
            action: 'validate',
            target: 'recipient.email',
            compare: 'email',
          },
        ],
      },
    ],
    subject: { source: 'resource:user', path: 'id' },
  },
};
