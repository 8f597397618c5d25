import { leastOauth2, leastOidc } from '../bodies.js';
import { describeRules, type Row } from './describe-rules.js';

const uris = {
  authorizationUri: 'https://idp.example/a',
  tokenUri: 'https://idp.example/t',
  jwksUri: 'https://idp.example/j',
};
const resource = { name: 'user', uri: 'https://idp.example/user' };
const userinfo = { ...resource, type: 'userinfo' };
const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256'] };

const resources: readonly Row[] = [
  ['each has its own name', { ...leastOauth2, resources: [resource, resource] }, ['$.resources[1].name']],
  ['a document needs a URI', { ...leastOauth2, resources: [{ name: 'user' }] }, ['$.resources[0].uri']],
  ['UserInfo may come from discovery', { ...leastOidc, resources: [{ name: 'userinfo', type: 'userinfo' }] }, []],
  [
    'UserInfo needs a URI without discovery',
    { ...leastOidc, discovery: false, ...uris, resources: [{ name: 'userinfo', type: 'userinfo' }] },
    ['$.resources[0].uri'],
  ],
  [
    'there are at most five',
    {
      ...leastOauth2,
      resources: Array.from({ length: 6 }, (_one, index) => ({
        ...resource,
        name: index === 0 ? 'user' : `r${index}`,
      })),
    },
    ['$.resources'],
  ],
  [
    'a document is not signed',
    { ...leastOidc, resources: [{ ...resource, signingAlgorithms: ['RS256'] }] },
    ['$.resources[0].signingAlgorithms'],
  ],
  [
    'a document is not encrypted',
    { ...leastOidc, resources: [{ ...resource, encryption }] },
    ['$.resources[0].encryption'],
  ],
  [
    'what is encrypted is signed',
    { ...leastOidc, resources: [{ ...userinfo, encryption }] },
    ['$.resources[0].signingAlgorithms'],
  ],
  [
    'the URI has not the token parameter already',
    {
      ...leastOauth2,
      resources: [{ ...resource, uri: 'https://idp.example/user?bearer=1', tokenParameter: 'bearer' }],
    },
    ['$.resources[0].uri'],
  ],
  [
    'DPoP tokens travel in the header',
    { ...leastOauth2, dpop: {}, resources: [{ ...resource, tokenParameter: 'bearer' }] },
    ['$.resources[0].tokenParameter'],
  ],
  [
    'custom fields have their own names',
    { ...leastOidc, customFields: [{ name: 'a' }, { name: 'a' }] },
    ['$.customFields[1].name'],
  ],
  ['scopes are given once', { ...leastOidc, scopes: ['openid', 'openid'] }, ['$.scopes[1]']],
];

describeRules('lists', resources);
