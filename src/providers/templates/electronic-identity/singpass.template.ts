import { keyedClientInput, type ProviderTemplate } from '../provider-template.js';

export const singpass: ProviderTemplate = {
  id: 'singpass',
  title: 'Singpass',
  summary: 'Residents of Singapore, with the FAPI 2.0 interface.',
  documentation: 'https://docs.developer.singpass.gov.sg/docs/technical-specifications/integration-guide',
  inputs: [keyedClientInput('Singpass Developer Portal, your app: "App ID".', 'example0client0id00')],
  steps: [
    'Save the provider first: its keys are generated with it.',
    "In the Singpass Developer Portal enter the redirect URI and the address of this tenant's public keys, /v1/tenants/<tenant>/jwks.json.",
    'Have the scopes of the body allowed for the app.',
    'For staging change the issuer to https://stg-id.singpass.gov.sg/fapi.',
  ],
  remarks: [
    'The request is pushed from server to server, tokens are bound to a key of each attempt (DPoP).',
    'The ID token is signed and then encrypted to a key of this service.',
    'The name is one text with given and family name in the order of the country: it must contain the given names.',
  ],
  assumed: [
    'that the issuer is https://id.singpass.gov.sg/fapi',
    'that name and number stand in sub_attributes of the ID token, as with Corppass',
  ],
  recognisedBy: [{ issuer: /^https:\/\/(stg-)?id\.singpass\.gov\.sg(\/fapi)?$/ }],
  body: {
    name: 'singpass',
    displayName: { en: 'Singpass' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'private_key_jwt', signingAlgorithm: 'ES256', assertionAudience: 'issuer' },
    issuer: 'https://id.singpass.gov.sg/fapi',
    scopes: ['openid', 'user.identity', 'name'],
    authorizationParameters: { authentication_context_type: 'APP_AUTHENTICATION_DEFAULT' },
    usePushedAuthorizationRequests: true,
    dpop: { signingAlgorithm: 'ES256' },
    idToken: {
      signingAlgorithms: ['ES256'],
      encryption: { keyManagementAlgorithms: ['ECDH-ES+A256KW', 'ECDH-ES+A192KW', 'ECDH-ES+A128KW'] },
      mappings: [
        { path: 'sub_attributes.name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
        { path: 'sub_attributes.identity_number', action: 'update', target: 'certificate.identificationNumber' },
      ],
    },
  },
};
