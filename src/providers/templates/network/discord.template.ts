import { clientInputs, type ProviderTemplate, sameEmail, userInfo } from '../provider-template.js';

export const discord: ProviderTemplate = {
  id: 'discord',
  title: 'Discord',
  summary: 'Discord accounts with a verified e-mail address.',
  documentation: 'https://docs.discord.com/developers/topics/oauth2',
  inputs: clientInputs(
    {
      clientId: 'Discord developer portal, your application, OAuth2: "Client ID".',
      clientSecret: 'The same page: "Client Secret".',
    },
    { clientId: '123456789012345678', clientSecret: 'example-secret' },
  ),
  steps: ['Create an application.', 'Under OAuth2 add the redirect URI.'],
  remarks: [
    'The address counts only with email_verified; Discord lets people log in before they confirm it.',
    'There are no given and family names, only what people call themselves.',
  ],
  assumed: ['that UserInfo gives email and email_verified with these scopes, as the published metadata say'],
  body: {
    name: 'discord',
    displayName: { en: 'Discord' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: 'https://discord.com',
    scopes: ['openid', 'identify', 'email'],
    resources: [userInfo([sameEmail])],
  },
};
