import { leastOauth2, leastOidc } from '../bodies.js';
import { describeRules, type Row } from './describe-rules.js';

const { issuer: _issuer, ...oidcWithoutIssuer } = leastOidc;
const { subject: _subject, ...oauth2WithoutSubject } = leastOauth2;
const uris = {
  authorizationUri: 'https://idp.example/a',
  tokenUri: 'https://idp.example/t',
  jwksUri: 'https://idp.example/j',
};
const resource = { name: 'user', uri: 'https://idp.example/user' };
const userinfo = { ...resource, type: 'userinfo' };

const kinds: readonly Row[] = [
  ['oidc needs an issuer', oidcWithoutIssuer, ['$.issuer']],
  [
    'oidc needs an issuer and the URIs that are left out',
    { ...oidcWithoutIssuer, tokenUri: uris.tokenUri },
    ['$.issuer', '$.authorizationUri', '$.jwksUri'],
  ],
  [
    'oidc without issuer check and with every URI',
    { ...oidcWithoutIssuer, ...uris, idToken: { validate: { issuer: false } } },
    [],
  ],
  ['discovery needs an issuer', { ...leastOauth2, discovery: true }, ['$.issuer']],
  [
    'without discovery the URIs are needed',
    { ...leastOidc, discovery: false },
    ['$.authorizationUri', '$.tokenUri', '$.jwksUri'],
  ],
  [
    'HS256 alone needs no JWK set',
    { ...leastOidc, discovery: false, ...uris, jwksUri: null, idToken: { signingAlgorithms: ['HS256'] } },
    [],
  ],
  [
    'oauth2 needs the URIs or an issuer',
    { ...leastOauth2, authorizationUri: null, tokenUri: null },
    ['$.authorizationUri', '$.tokenUri'],
  ],
  ['oauth2 may be discovered', { ...leastOauth2, authorizationUri: null, issuer: 'https://idp.example' }, []],
  ['oidc asks for openid', { ...leastOidc, scopes: ['profile'] }, ['$.scopes']],
  ['oauth2 needs a subject', oauth2WithoutSubject, ['$.subject']],
  [
    'oauth2 has no ID token to name as subject',
    { ...leastOauth2, subject: { source: 'id_token', path: 'sub' } },
    ['$.subject.source'],
  ],
  [
    'the subject names a resource that exists',
    { ...leastOauth2, subject: { source: 'resource:other', path: 'id' } },
    ['$.subject.source'],
  ],
  [
    'the subject may come from the token response',
    { ...leastOauth2, subject: { source: 'token_response', path: 'user_id' } },
    [],
  ],
  [
    'oauth2 has nothing that belongs to an ID token',
    {
      ...leastOauth2,
      idToken: {},
      assurance: { requiredAcr: ['high'], requiredAmr: ['mfa'], maxAuthenticationAgeSeconds: 60 },
      allowedTenantIds: ['0d1f9a52-3f0e-4b0e-9b6f-2f6b0a5ad1ce'],
      claimsRequest: {},
      resources: [userinfo],
    },
    [
      '$.idToken',
      '$.assurance.requiredAcr',
      '$.assurance.requiredAmr',
      '$.assurance.maxAuthenticationAgeSeconds',
      '$.allowedTenantIds',
      '$.claimsRequest',
      '$.resources[0].type',
    ],
  ],
  [
    "an issuer for every tenant needs the tenants' ids",
    { ...leastOidc, issuer: 'https://login.example/{tenantid}/v2.0' },
    ['$.allowedTenantIds'],
  ],
  [
    'the same where Entra has one address for many directories',
    { ...leastOidc, issuer: 'https://login.microsoftonline.com/organizations/v2.0' },
    ['$.allowedTenantIds'],
  ],
  [
    'braces in the issuer stand for the tenant id only',
    {
      ...leastOidc,
      issuer: 'https://login.example/{tenant}/v2.0',
      allowedTenantIds: ['0d1f9a52-3f0e-4b0e-9b6f-2f6b0a5ad1ce'],
    },
    ['$.issuer'],
  ],
];

const leniencies: readonly Row[] = [
  ['oidc may have each', { ...leastOidc, leniency: ['json-as-text', 'missing-token-type', 'latin-1'] }, []],
  ['none is given twice', { ...leastOidc, leniency: ['latin-1', 'latin-1'] }, ['$.leniency[1]']],
  ['nobody knows others', { ...leastOidc, leniency: ['any-signature'] }, ['$.leniency[0]']],
  [
    'oauth2 needs none for a missing token type',
    { ...leastOauth2, leniency: ['json-as-text', 'missing-token-type'] },
    ['$.leniency[1]'],
  ],
  ['a DPoP token has to say so', { ...leastOidc, dpop: {}, leniency: ['missing-token-type'] }, ['$.leniency[0]']],
];

describeRules('kind', kinds);
describeRules('leniency', leniencies);
