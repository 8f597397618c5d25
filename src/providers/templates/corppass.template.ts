import type { ProviderTemplate } from './provider-template.js';

export const corppass: ProviderTemplate = {
  id: 'corppass',
  title: 'Corppass',
  summary: 'People who act for a company or organisation in Singapore, with the FAPI 2.0 interface.',
  documentation: 'https://docs.corppass.gov.sg/technical-specifications/corppass-authorization-api-fapi-2.0',
  inputs: [
    {
      name: 'clientId',
      title: 'Client ID',
      whereToFind: 'Corppass Developer Portal, your digital service.',
      example: 'example0client0id00',
      secret: false,
    },
  ],
  steps: [
    'Save the provider first: its keys are generated with it.',
    "In the Corppass Developer Portal enter the redirect URI and the address of this tenant's public keys, /v1/tenants/<tenant>/jwks.json.",
    'Have the scopes of the body allowed for your service.',
    'For staging change the issuer to https://stg-id.corppass.gov.sg.',
  ],
  remarks: [
    'The request is pushed from server to server, tokens are bound to a key of each attempt (DPoP).',
    'The ID token is signed and then encrypted to a key of this service.',
    'sub is the company; who logged in stands in act, hence the subject path. The sender says for which company.',
    'The name is one text with given and family name in the order of the country: it must be first and last name of the recipient, all words of both.',
    'The address is the one registered with Corppass; corppass_email_verified beside it is not judged.',
    'What the person may do for the company (authinfo) is in UserInfo, a signed JWT: add the scope and a resource of type userinfo with signingAlgorithms ES256.',
  ],
  body: {
    name: 'corppass',
    displayName: { en: 'Corppass' },
    kind: 'oidc',
    clientId: '{{clientId}}',
    clientAuthentication: { method: 'private_key_jwt', signingAlgorithm: 'ES256', assertionAudience: 'issuer' },
    issuer: 'https://id.corppass.gov.sg',
    scopes: ['openid', 'user.identity', 'user.name', 'user.corppass.email', 'entity.identity'],
    authorizationParameters: { authentication_context_type: 'APP_AUTHENTICATION_DEFAULT' },
    usePushedAuthorizationRequests: true,
    dpop: { signingAlgorithm: 'ES256' },
    subject: { source: 'id_token', path: 'act.sub' },
    customFields: [
      {
        name: 'entityRegistrationNumber',
        displayName: { en: 'Registration number of the company (UEN)' },
        required: true,
      },
    ],
    idToken: {
      signingAlgorithms: ['ES256'],
      encryption: { keyManagementAlgorithms: ['ECDH-ES+A256KW', 'ECDH-ES+A192KW', 'ECDH-ES+A128KW'] },
      mappings: [
        {
          path: 'act.sub_attributes.corppass_email',
          action: 'validate',
          target: 'recipient.email',
          compare: 'email',
        },
        {
          path: 'act.sub_attributes.name',
          action: 'validate',
          target: 'recipient.fullName',
          compare: 'full-name',
        },
        {
          path: 'sub_attributes.entity_reg_number',
          action: 'validate',
          target: 'custom.entityRegistrationNumber',
          compare: 'equals-ignoring-case',
        },
        {
          path: 'act.sub_attributes.identity_number',
          action: 'update',
          target: 'certificate.identificationNumber',
        },
        {
          path: 'act.sub_attributes.identity_coi',
          action: 'update',
          target: 'certificate.identificationCountry',
        },
      ],
    },
  },
};
