import { clientInputs, issuerInput, type ProviderTemplate, sameFullName } from '../provider-template.js';

export const mitid: ProviderTemplate = {
  id: 'mitid',
  title: 'MitID',
  summary: 'The Danish electronic identity, through a broker.',
  documentation: 'https://www.mitid.dk/en-gb/broker/',
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
      whereToFind: 'The broker’s list of acr_values for MitID.',
      example: 'urn:grn:authn:dk:mitid:substantial',
      secret: false,
    },
  ],
  steps: ['Make an application at the broker and enable MitID.', 'Add the redirect URI as callback URL.'],
  remarks: [
    'acr_values chooses the identity; without it the broker shows a choice of its own or refuses.',
    'MitID gives one `name`, so the whole name is compared.',
    'The CPR number is given only to services that may have it.',
  ],
  assumed: ['the names of claims, which differ between brokers: compare with a test login'],
  body: {
    name: 'mitid',
    displayName: { en: 'MitID' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile'],
    authorizationParameters: { acr_values: '{{acrValues}}' },
    idToken: { mappings: [sameFullName] },
  },
};
