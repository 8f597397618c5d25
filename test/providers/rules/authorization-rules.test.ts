import { leastOauth2, leastOidc } from '../bodies.js';
import { describeRules, type Row } from './describe-rules.js';

const uris = {
  authorizationUri: 'https://idp.example/a',
  tokenUri: 'https://idp.example/t',
  jwksUri: 'https://idp.example/j',
};
const validation = { path: 'sub', action: 'validate', target: 'custom.number' };
const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256'] };
const reserved = [
  'state',
  'nonce',
  'redirect_uri',
  'response_type',
  'response_mode',
  'client_id',
  'client_secret',
  'scope',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
  'client_assertion',
  'State',
  'dpop_jkt',
];

const authorization: readonly Row[] = [
  ...reserved.map(
    (name): Row => [
      `${name} is not the admin's to set`,
      { ...leastOidc, authorizationParameters: { [name]: 'x' } },
      [`$.authorizationParameters.${name}`],
    ],
  ),
  [
    'other parameters are',
    {
      ...leastOidc,
      authorizationParameters: {
        acr_values: 'idp:{x}',
        prompt: 'login',
        claims: '{}',
        max_age: '1',
        login_hint: 'x',
        'urn:x': 'y',
      },
    },
    [],
  ],
  [
    'a parameter is not set twice',
    {
      ...leastOidc,
      authorizationParameters: { claims: '{}', max_age: '1', login_hint: 'x' },
      claimsRequest: {},
      useLoginHint: true,
      assurance: { maxAuthenticationAgeSeconds: 1 },
    },
    ['$.authorizationParameters.claims', '$.authorizationParameters.max_age', '$.authorizationParameters.login_hint'],
  ],
  [
    'one key signs assertion and request object',
    {
      ...leastOidc,
      clientAuthentication: { method: 'private_key_jwt', signingAlgorithm: 'PS256' },
      requestObject: { signingAlgorithm: 'ES256' },
    },
    ['$.requestObject.signingAlgorithm'],
  ],
  [
    'the unsigned response validates nothing',
    { ...leastOidc, authorizationResponse: { mappings: [validation] } },
    ['$.authorizationResponse.mappings[0].action'],
  ],
  [
    'the signed response may',
    { ...leastOidc, responseMode: 'jwt', authorizationResponse: { mappings: [validation] } },
    [],
  ],
  [
    'an encrypted response is a JWT',
    { ...leastOidc, authorizationResponse: { encryption } },
    ['$.authorizationResponse.encryption'],
  ],
  [
    'a response JWT is judged against the issuer',
    { ...leastOauth2, responseMode: 'jwt', jwksUri: uris.jwksUri },
    ['$.issuer'],
  ],
  [
    'pushed requests need an address without discovery',
    { ...leastOidc, discovery: false, ...uris, usePushedAuthorizationRequests: true },
    ['$.pushedAuthorizationRequestUri'],
  ],
  [
    'logout needs an address without discovery',
    { ...leastOidc, discovery: false, ...uris, useLogout: true },
    ['$.logoutUri'],
  ],
];

describeRules('authorization', authorization);
