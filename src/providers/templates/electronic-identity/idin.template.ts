import { clientInputs, issuerInput, type ProviderTemplate } from '../provider-template.js';

export const idin: ProviderTemplate = {
  id: 'idin',
  title: 'iDIN',
  summary: 'Dutch bank customers, through a broker.',
  documentation: 'https://www.idin.nl/en/',
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
      whereToFind: 'The broker’s list of acr_values for iDIN.',
      example: 'idp:idin',
      secret: false,
    },
  ],
  steps: ['Make an application at the broker and enable iDIN.', 'Add the redirect URI as callback URL.'],
  remarks: [
    'acr_values chooses the identity; without it the broker shows a choice of its own or refuses.',
    'Banks give initials, not first names: only the last name is compared.',
    'The prefix of a Dutch name may stand in a claim of its own; join it with `paths`.',
  ],
  assumed: ['the names of claims, which differ between brokers: compare with a test login'],
  body: {
    name: 'idin',
    displayName: { en: 'iDIN' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: '{{issuer}}',
    scopes: ['openid', 'profile'],
    authorizationParameters: { acr_values: '{{acrValues}}' },
    idToken: { mappings: [{ path: 'family_name', action: 'validate', target: 'recipient.lastName', compare: 'name' }] },
  },
};
