import { keyedClientInput, type ProviderTemplate } from '../provider-template.js';

export const idPorten: ProviderTemplate = {
  id: 'id-porten',
  title: 'ID-porten',
  summary: 'People in Norway at public services.',
  documentation: 'https://docs.digdir.no/docs/idporten/oidc/oidc_protocol_authorize.html',
  inputs: [
    keyedClientInput('Self-service of Digdir, your integration: "Klient-ID".', '3e5f7a9b-1c2d-4e3f-9a8b-7c6d5e4f3a2b'),
  ],
  steps: [
    'Save the provider first: its keys are generated with it.',
    'In the self-service make an integration with private_key_jwt, enter the redirect URI and the keys of /v1/tenants/<tenant>/jwks.json.',
    'For tests change the issuer to https://test.idporten.no.',
  ],
  remarks: [
    'ID-porten gives the national identity number (pid) and no names: the sender states the number of the person who is to sign.',
  ],
  assumed: ['that the level asked for is called idporten-loa-substantial'],
  recognisedBy: [{ issuer: /^https:\/\/test\.idporten\.no$/ }],
  body: {
    name: 'id-porten',
    displayName: { en: 'ID-porten' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'private_key_jwt', signingAlgorithm: 'RS256', assertionAudience: 'issuer' },
    issuer: 'https://idporten.no',
    scopes: ['openid', 'profile'],
    authorizationParameters: { acr_values: 'idporten-loa-substantial' },
    customFields: [{ name: 'nationalIdentityNumber', displayName: { en: 'National identity number' }, required: true }],
    idToken: { mappings: [{ path: 'pid', action: 'validate', target: 'custom.nationalIdentityNumber' }] },
  },
};
