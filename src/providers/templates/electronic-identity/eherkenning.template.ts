import { clientInputs, issuerInput, type ProviderTemplate } from '../provider-template.js';

export const eherkenning: ProviderTemplate = {
  id: 'eherkenning',
  title: 'eHerkenning',
  summary: 'People who act for an organisation in the Netherlands, through a broker.',
  documentation: 'https://www.eherkenning.nl/en',
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
      whereToFind: 'The broker’s list of acr_values for eHerkenning.',
      example: 'idp:eherkenning',
      secret: false,
    },
  ],
  steps: ['Make an application at the broker and enable eHerkenning.', 'Add the redirect URI as callback URL.'],
  remarks: [
    'acr_values chooses the identity; without it the broker shows a choice of its own or refuses.',
    'eHerkenning says which organisation, and a pseudonym of the person: names are not given, so the sender names the organisation.',
  ],
  assumed: [
    'the names of claims, which differ between brokers: compare with a test login',
    'that the number is in the claim kvk_number',
  ],
  body: {
    name: 'eherkenning',
    displayName: { en: 'eHerkenning' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid'],
    authorizationParameters: { acr_values: '{{acrValues}}' },
    idToken: { mappings: [{ path: 'kvk_number', action: 'validate', target: 'custom.chamberOfCommerceNumber' }] },
    customFields: [
      {
        name: 'chamberOfCommerceNumber',
        displayName: { en: 'Chamber of Commerce number', nl: 'KvK-nummer' },
        required: true,
      },
    ],
  },
};
