import { clientInputs, issuerInput, type ProviderTemplate, sameNames } from '../provider-template.js';

export const bundid: ProviderTemplate = {
  id: 'bundid',
  title: 'BundID',
  summary: 'The citizen account of the Federal Republic of Germany, through a broker.',
  documentation: 'https://www.id.bund.de/',
  inputs: [
    ...clientInputs(
      {
        clientId: "The broker's console, your application: client id.",
        clientSecret: 'The same page, where the code flow is enabled.',
      },
      { clientId: 'countersign', clientSecret: 'example-secret' },
    ),
    issuerInput('`issuer` of the metadata of your domain at the broker.', 'https://broker.example'),
    {
      name: 'acrValues',
      title: 'acr_values',
      whereToFind: 'The broker’s list of acr_values for BundID.',
      example: 'idp:bundid',
      secret: false,
    },
  ],
  steps: ['Make an application at the broker and enable BundID.', 'Add the redirect URI as callback URL.'],
  remarks: [
    'acr_values chooses the identity; without it the broker shows a choice of its own or refuses.',
    'BundID itself speaks SAML: a broker, or an identity server of your own, makes OpenID Connect of it.',
    'The level of trust (low, substantial, high) is what a person last logged in with: demand it in assurance.requiredAcr once you have seen its value.',
  ],
  assumed: ['the names of claims, which differ between brokers: compare with a test login'],
  body: {
    name: 'bundid',
    displayName: { en: 'BundID' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile'],
    authorizationParameters: { acr_values: '{{acrValues}}' },
    idToken: { mappings: [...sameNames] },
  },
};
