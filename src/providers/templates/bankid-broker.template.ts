import { clientInputs, type ProviderTemplate, sameNames } from './provider-template.js';

export const bankIdBroker: ProviderTemplate = {
  id: 'bankid',
  title: 'BankID through a broker',
  summary: 'Swedish, Norwegian and other bank identities behind one OpenID provider of a broker.',
  documentation: 'https://developers.bankid.com/',
  inputs: [
    ...clientInputs(
      {
        clientId: "The broker's console, your application: client id.",
        clientSecret: 'The same page, where the code flow is enabled.',
      },
      { clientId: 'urn:sign:production:bankid', clientSecret: 'example-secret' },
    ),
    {
      name: 'issuer',
      title: 'Issuer',
      whereToFind:
        'The `issuer` member of the metadata at <your domain at the broker>/.well-known/openid-configuration.',
      example: 'https://broker.example',
      secret: false,
    },
    {
      name: 'identityProvider',
      title: 'Identity provider',
      whereToFind: "The broker's list of acr_values, e.g. sebankid for Swedish BankID.",
      example: 'sebankid',
      secret: false,
    },
  ],
  steps: [
    'Make an application at the broker and enable the eIDs that you need.',
    'Add the redirect URI as callback URL.',
  ],
  remarks: [
    'acr_values=idp:… chooses the eID; without it the broker shows a choice of its own or refuses.',
    'sub may stand in braces; it is taken as it is.',
    'The personal number is in a claim whose name differs between brokers: adapt the path `ssn`.',
  ],
  body: {
    name: 'bankid',
    displayName: { en: 'BankID' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile'],
    authorizationParameters: { acr_values: 'idp:{{identityProvider}}' },
    idToken: {
      mappings: [...sameNames, { path: 'ssn', action: 'update', target: 'certificate.identificationNumber' }],
    },
  },
};
