import { clientInputs, type ProviderTemplate, sameEmailInAnyCase } from './provider-template.js';

export const google: ProviderTemplate = {
  id: 'google',
  title: 'Google',
  summary: 'Google accounts, private and Workspace.',
  documentation: 'https://developers.google.com/identity/openid-connect/openid-connect',
  inputs: clientInputs(
    {
      clientId: 'Google Cloud console, APIs & Services, Credentials, the OAuth 2.0 client of type "Web application".',
      clientSecret: 'The same page. A client may have two secrets at once while you rotate.',
    },
    { clientId: '123456789012-abc.apps.googleusercontent.com', clientSecret: 'GOCSPX-example' },
  ),
  steps: [
    'In the Google Cloud console make or choose a project and fill in the OAuth consent screen.',
    'Under Credentials create an OAuth client ID of type "Web application".',
    'Add the redirect URI under "Authorized redirect URIs".',
    'Copy client ID and client secret into the body.',
  ],
  remarks: [
    'Token, key and UserInfo endpoints are on other hosts of Google than the issuer: the provider warns of them after the first login, which is right here.',
    'Google writes its issuer with and without https://; both are accepted for this issuer.',
    'Addresses come in the letter case in which their owners entered them, which the mapping disregards.',
    'prompt=select_account lets signers choose among their accounts.',
  ],
  body: {
    name: 'google',
    displayName: { en: 'Google' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: 'https://accounts.google.com',
    scopes: ['openid', 'email', 'profile'],
    authorizationParameters: { prompt: 'select_account' },
    idToken: { mappings: [sameEmailInAnyCase] },
  },
};
