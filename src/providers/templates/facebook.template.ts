import { clientInputs, type ProviderTemplate, sameEmailInAnyCase } from './provider-template.js';

export const facebook: ProviderTemplate = {
  id: 'facebook',
  title: 'Facebook',
  summary: 'Facebook accounts.',
  documentation: 'https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow',
  inputs: clientInputs(
    {
      clientId: 'Meta for Developers, your app, App settings, Basic: "App ID".',
      clientSecret: 'The same page: "App secret".',
    },
    { clientId: '1234567890123456', clientSecret: '0123456789abcdef0123456789abcdef' },
  ),
  steps: [
    'Make an app with the product "Facebook Login".',
    'Under Facebook Login, Settings, add the redirect URI to "Valid OAuth Redirect URIs".',
    'Request the permission "email" and switch the app to live mode.',
  ],
  remarks: [
    'Addresses come in the letter case in which their owners entered them, which the mapping disregards.',
    'The Graph API tells only the members that `fields` names.',
    'An account need not have an e-mail address: then the login fails, because the validation finds nothing.',
    'The version in the addresses is supported for two years; raise it in time.',
  ],
  body: {
    name: 'facebook',
    displayName: { en: 'Facebook' },
    kind: 'oauth2',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    scopes: ['email', 'public_profile'],
    authorizationUri: 'https://www.facebook.com/v23.0/dialog/oauth',
    tokenUri: 'https://graph.facebook.com/v23.0/oauth/access_token',
    resources: [
      {
        name: 'me',
        uri: 'https://graph.facebook.com/me?fields=id,name,first_name,last_name,email',
        mappings: [sameEmailInAnyCase],
      },
    ],
    subject: { source: 'resource:me', path: 'id' },
  },
};
