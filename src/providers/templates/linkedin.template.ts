import { clientInputs, type ProviderTemplate, sameEmailInAnyCase } from './provider-template.js';

export const linkedin: ProviderTemplate = {
  id: 'linkedin',
  title: 'LinkedIn',
  summary: 'LinkedIn accounts.',
  documentation: 'https://learn.microsoft.com/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2',
  inputs: clientInputs(
    {
      clientId: 'LinkedIn developer portal, your app, Auth: "Client ID".',
      clientSecret: 'The same page: "Primary Client Secret".',
    },
    { clientId: '78example0client', clientSecret: 'WPL_AP1.example' },
  ),
  steps: [
    'Make an app in the LinkedIn developer portal.',
    'Under Products request "Sign In with LinkedIn using OpenID Connect".',
    'Under Auth add the redirect URI to "Authorized redirect URLs".',
  ],
  remarks: [
    'Addresses come in the letter case in which their owners entered them, which the mapping disregards.',
    'LinkedIn does not put the nonce into its ID token, so useNonce is off.',
    'Apps that LinkedIn has not enabled for PKCE answer "invalid_client" to a code_verifier, so usePkce is off. Turn it on if your app is enabled.',
  ],
  body: {
    name: 'linkedin',
    displayName: { en: 'LinkedIn' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: 'https://www.linkedin.com/oauth',
    scopes: ['openid', 'profile', 'email'],
    usePkce: false,
    idToken: { useNonce: false, mappings: [sameEmailInAnyCase] },
  },
};
