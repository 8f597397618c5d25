import { clientInputs, issuerInput, type ProviderTemplate, sameEmail, sameNames } from '../provider-template.js';

export const swissId: ProviderTemplate = {
  id: 'swiss-id',
  title: 'SwissID',
  summary: 'People in Switzerland with a SwissID account.',
  documentation: 'https://www.swissid.ch/en/b2b-kunden/login.html',
  inputs: [
    ...clientInputs(
      { clientId: 'SwissID onboarding: client id.', clientSecret: 'The same mail.' },
      { clientId: 'example', clientSecret: 'example-secret' },
    ),
    issuerInput(
      '`issuer` of the metadata that SwissID names; some environments write the port into it.',
      'https://login.swissid.ch/idp/oauth2',
    ),
  ],
  steps: [
    'Sign up as a business partner and choose the level of quality that you need.',
    'Have the redirect URI registered.',
  ],
  remarks: [
    'acr_values=qoa1 asks for self-asserted data, qoa2 for a verified identity.',
    'The issuer is compared character by character: copy it from the metadata.',
  ],
  assumed: ['the values of acr_values, and that names are in the ID token'],
  recognisedBy: [{ issuer: /^https:\/\/login(\.[a-z]+)?\.swissid\.ch(:443)?\// }],
  body: {
    name: 'swiss-id',
    displayName: { en: 'SwissID' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile', 'email'],
    authorizationParameters: { acr_values: 'qoa2' },
    idToken: { mappings: [sameEmail, ...sameNames] },
  },
};
