import { clientInputs, type ProviderTemplate } from '../provider-template.js';

export const tara: ProviderTemplate = {
  id: 'tara',
  title: 'TARA',
  summary: 'People with an Estonian or another European electronic identity, at public services of Estonia.',
  documentation: 'https://e-gov.github.io/TARA-Doku/TechnicalSpecification',
  inputs: clientInputs(
    {
      clientId: 'Contract with the Information System Authority: client id.',
      clientSecret: 'The same, encrypted to the technical contact.',
    },
    { clientId: 'example', clientSecret: 'example-secret' },
  ),
  steps: [
    'Have the redirect URI registered with the service.',
    'For tests change the issuer to https://tara-test.ria.ee.',
  ],
  remarks: ['Names stand below profile_attributes.', 'sub is country and personal code in one text.'],
  assumed: [],
  recognisedBy: [{ issuer: /^https:\/\/tara-test\.ria\.ee$/ }],
  body: {
    name: 'tara',
    displayName: { en: 'TARA' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'client_secret_basic', clientSecret: '{{clientSecret}}' },
    issuer: 'https://tara.ria.ee',
    scopes: ['openid'],
    idToken: {
      mappings: [
        { path: 'profile_attributes.given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
        { path: 'profile_attributes.family_name', action: 'validate', target: 'recipient.lastName', compare: 'name' },
        { path: 'sub', action: 'update', target: 'certificate.identificationNumber' },
      ],
    },
  },
};
