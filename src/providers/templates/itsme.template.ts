import { type ProviderTemplate, sameNames } from './provider-template.js';

const encryption = { keyManagementAlgorithms: ['RSA-OAEP'], contentEncryptionAlgorithms: ['A128CBC-HS256'] } as const;

export const itsme: ProviderTemplate = {
  id: 'itsme',
  title: 'itsme',
  summary: 'The Belgian and Dutch identity app.',
  documentation: 'https://belgianmobileid.github.io/doc/authentication/',
  inputs: [
    {
      name: 'clientId',
      title: 'Partner code',
      whereToFind: 'The itsme onboarding mail: your client id.',
      example: 'EXAMPLE_SIGN',
      secret: false,
    },
    {
      name: 'serviceCode',
      title: 'Service code',
      whereToFind: 'The itsme onboarding mail: the code of the service, without the word "service:".',
      example: 'EXAMPLE_LOGIN',
      secret: false,
    },
  ],
  steps: [
    'Save the provider first: its keys are generated with it.',
    "Give itsme the redirect URI and the address of this tenant's public keys, /v1/tenants/<tenant>/jwks.json.",
    'For the sandbox change the issuer to https://idp.e2e.itsme.services/v2.',
  ],
  remarks: [
    'This service authenticates with a key of its own (private_key_jwt); the assertion is meant for the token endpoint.',
    'ID token and UserInfo are signed and then encrypted to a key of this service.',
    'Many claims have URLs as names: wrap them in a path, as the mapping of the national number does.',
  ],
  body: {
    name: 'itsme',
    displayName: { en: 'itsme' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: {
      method: 'private_key_jwt',
      signingAlgorithm: 'RS256',
      assertionAudience: 'token_endpoint',
    },
    issuer: 'https://idp.prd.itsme.services/v2',
    scopes: ['openid', 'service:{{serviceCode}}', 'profile', 'email'],
    authorizationParameters: { acr_values: 'http://itsme.services/v2/claim/acr_basic' },
    claimsRequest: { id_token: { 'http://itsme.services/v2/claim/BENationalNumber': null } },
    idToken: {
      encryption: {
        keyManagementAlgorithms: [...encryption.keyManagementAlgorithms],
        contentEncryptionAlgorithms: [...encryption.contentEncryptionAlgorithms],
      },
      mappings: [
        ...sameNames,
        {
          path: "['http://itsme.services/v2/claim/BENationalNumber']",
          action: 'update',
          target: 'certificate.identificationNumber',
        },
      ],
    },
  },
};
