import { keyedClientInput, type ProviderTemplate, sameEmail, sameNames, userInfo } from '../provider-template.js';

export const loginGov: ProviderTemplate = {
  id: 'login-gov',
  title: 'Login.gov',
  summary: 'Identities of people in the United States, for agencies.',
  documentation: 'https://developers.login.gov/oidc/',
  inputs: [
    keyedClientInput(
      'Login.gov partner portal, your app: "Issuer", a URN of your own.',
      'urn:gov:gsa:openidconnect.profiles:sp:sso:agency:app',
    ),
  ],
  steps: [
    'Save the provider first: its keys are generated with it.',
    'In the partner portal enter the redirect URI and the public certificate or key of this tenant, from /v1/tenants/<tenant>/jwks.json.',
    'For the sandbox change the issuer to https://idp.int.identitysandbox.gov.',
  ],
  remarks: [
    'acr_values decide between authentication only and a verified identity, whose names these mappings need.',
    'The ID token says only who logged in; e-mail and names are at UserInfo.',
    'This service authenticates with a key of its own (private_key_jwt); the assertion is meant for the token endpoint.',
  ],
  assumed: ['that the URN of acr_values is the present one for verified identities'],
  recognisedBy: [{ issuer: /^https:\/\/idp\.int\.identitysandbox\.gov\/?$/ }],
  body: {
    name: 'login-gov',
    displayName: { en: 'Login.gov' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'private_key_jwt', signingAlgorithm: 'RS256', assertionAudience: 'token_endpoint' },
    issuer: 'https://secure.login.gov/',
    scopes: ['openid', 'email', 'profile:name'],
    authorizationParameters: { acr_values: 'urn:acr.login.gov:verified' },
    resources: [userInfo([sameEmail, ...sameNames])],
  },
};
