import { clientInputs, type ProviderTemplate, sameNames } from './provider-template.js';

export const franceConnect: ProviderTemplate = {
  id: 'france-connect',
  title: 'FranceConnect',
  summary: 'Electronic identities of people in France, version 2 of the service.',
  documentation: 'https://docs.partenaires.franceconnect.gouv.fr/fs/',
  inputs: clientInputs(
    {
      clientId: 'FranceConnect partner space, your service, the data of its environment.',
      clientSecret: 'The same place, sent to the technical contact.',
    },
    {
      clientId: '0123456789abcdef0123456789abcdef01234567',
      clientSecret: 'fedcba9876543210fedcba9876543210fedcba98',
    },
  ),
  steps: [
    'Have your service approved for the identity data that it needs.',
    'Declare the redirect URI, and ES256 as signing algorithm of ID token and UserInfo.',
    'For the integration environment change the issuer to the one of your partner space.',
  ],
  remarks: [
    'The ID token says only who logged in; the identity comes from UserInfo, which is a signed JWT.',
    'acr_values is required; eidas1 is the level of FranceConnect, eidas2 and eidas3 those of FranceConnect+.',
    'FranceConnect asks services to end its session too: turn useLogout on and declare the address that signers return to.',
  ],
  body: {
    name: 'france-connect',
    displayName: { en: 'FranceConnect' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_post', clientSecret: '{{clientSecret}}' },
    issuer: 'https://oidc.franceconnect.gouv.fr/api/v2',
    scopes: ['openid', 'given_name', 'family_name', 'birthdate', 'email'],
    authorizationParameters: { acr_values: 'eidas1' },
    idToken: { signingAlgorithms: ['ES256'] },
    resources: [{ name: 'userinfo', type: 'userinfo', signingAlgorithms: ['ES256'], mappings: [...sameNames] }],
  },
};
