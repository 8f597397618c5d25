import type { ProviderTemplate, TemplateInput } from './provider-template.js';
import { sameNames } from './provider-template.js';

/**
 * What SPID and CIE have in common: both follow the same Italian profile of OpenID Connect, whose parties find and trust each
 * other with OpenID Federation.
 */

export const italianDocumentation = 'https://docs.italia.it/italia/spid/spid-cie-oidc-docs/it/versione-corrente/';

/** Prefix of the claims that the profile adds. */
const attribute = 'https://attributes.eid.gov.it/';

/** The tax number as ETSI EN 319 412-1 writes it: `TINIT-` and sixteen characters. */
export const fiscalNumber = `${attribute}fiscal_number`;

const level = (number: 2 | 3): string => `https://www.spid.gov.it/SpidL${number}`;

export const italianInputs: readonly TemplateInput[] = [
  {
    name: 'clientId',
    title: 'Client ID',
    whereToFind: 'Your entity identifier in the federation, a URL of yours: registered with AgID or the Ministry.',
    example: 'https://sign.example',
    secret: false,
  },
  ...(
    [
      ['issuer', 'Issuer', 'issuer', ''],
      ['authorizationUri', 'Authorization endpoint', 'authorization_endpoint', '/authorization'],
      ['tokenUri', 'Token endpoint', 'token_endpoint', '/token'],
      ['userinfoUri', 'UserInfo endpoint', 'userinfo_endpoint', '/userinfo'],
    ] as const
  ).map(([name, title, member, path]) => ({
    name,
    title,
    whereToFind: `\`metadata.openid_provider.${member}\` of the provider's entity configuration.`,
    example: `https://op.example${path}`,
    secret: false,
  })),
  {
    name: 'jwksUri',
    title: 'Address of the keys',
    whereToFind: "The address of the provider's entity configuration, or its `jwks_uri` where it has one.",
    example: 'https://op.example/.well-known/openid-federation',
    secret: false,
  },
];

export const italianSteps = [
  'Save the provider first: its keys are generated with it.',
  "Publish your own entity configuration at <client id>/.well-known/openid-federation. In `openid_relying_party` put the redirect URI, and as `jwks` the keys of /v1/tenants/<tenant>/jwks.json: they sign assertions and requests and decrypt UserInfo. This service does not publish it, because the federation's own key belongs to you.",
  'State there: private_key_jwt, RS256 for ID token and UserInfo, RSA-OAEP-256 and A256CBC-HS512 for UserInfo.',
  'Get the trust mark of your federation, or join through an aggregator that has one.',
] as const;

export const italianRemarks = [
  'The request is a signed object; the PKCE challenge stands in it and beside it.',
  'UserInfo is signed and then encrypted to a key of this service; its media type may be application/jose.',
  'acr may be higher than what was asked for, hence two values in requiredAcr.',
  'The tax number comes as TINIT- and sixteen characters; the mapping takes TINIT- off, and the evidence has it as it came.',
  'prompt is compulsory; "consent login" makes the person log in again in spite of a session.',
  "No trust chain is built: enter the provider's metadata as the federation's registry has them, and look again when they change.",
] as const;

/** The body that both templates share. */
export const italianBody = {
  kind: 'oidc',
  clientId: '{{clientId}}',
  clientAuthentication: {
    method: 'private_key_jwt',
    signingAlgorithm: 'RS256',
    assertionAudience: 'token_endpoint',
  },
  issuer: '{{issuer}}',
  discovery: false,
  authorizationUri: '{{authorizationUri}}',
  tokenUri: '{{tokenUri}}',
  jwksUri: '{{jwksUri}}',
  authorizationParameters: { acr_values: level(2), prompt: 'consent login' },
  requestObject: { signingAlgorithm: 'RS256' },
  idToken: { signingAlgorithms: ['RS256'] },
  resources: [
    {
      name: 'userinfo',
      type: 'userinfo',
      uri: '{{userinfoUri}}',
      signingAlgorithms: ['RS256'],
      encryption: {
        keyManagementAlgorithms: ['RSA-OAEP-256', 'RSA-OAEP'],
        contentEncryptionAlgorithms: ['A256CBC-HS512', 'A128CBC-HS256'],
      },
      mappings: [
        ...sameNames,
        {
          path: `['${fiscalNumber}']`,
          action: 'update',
          target: 'certificate.identificationNumber',
          prepare: [{ stripPrefix: 'TINIT-' }],
        },
      ],
    },
  ],
  assurance: { requiredAcr: [level(2), level(3)] },
} satisfies Omit<ProviderTemplate['body'], 'name'>;
