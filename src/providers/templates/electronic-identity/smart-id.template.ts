import { clientInputs, issuerInput, type ProviderTemplate, sameNames } from '../provider-template.js';

export const smartId: ProviderTemplate = {
  id: 'smart-id',
  title: 'Smart-ID',
  summary: 'The identity app of Estonia, Latvia and Lithuania, through a broker.',
  documentation: 'https://github.com/SK-EID/smart-id-documentation',
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
      whereToFind: 'The broker’s list of acr_values for Smart-ID.',
      example: 'idp:smart-id',
      secret: false,
    },
  ],
  steps: ['Make an application at the broker and enable Smart-ID.', 'Add the redirect URI as callback URL.'],
  remarks: [
    'acr_values chooses the identity; without it the broker shows a choice of its own or refuses.',
    'The personal code differs per country; it is no secret, but personal data.',
  ],
  assumed: ['the names of claims, which differ between brokers: compare with a test login'],
  body: {
    name: 'smart-id',
    displayName: { en: 'Smart-ID' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile'],
    authorizationParameters: { acr_values: '{{acrValues}}' },
    idToken: { mappings: [...sameNames] },
  },
};
