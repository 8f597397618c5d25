import { leastOauth2, leastOidc } from '../bodies.js';
import { describeRules, type Row } from './describe-rules.js';

const resource = { name: 'user', uri: 'https://idp.example/user' };

const uriRows: readonly Row[] = [
  ...(
    ['issuer', 'authorizationUri', 'tokenUri', 'jwksUri', 'logoutUri', 'pushedAuthorizationRequestUri'] as const
  ).flatMap((name): Row[] => [
    [`${name} without TLS`, { ...leastOidc, [name]: 'http://idp.example/x' }, [`$.${name}`]],
    [`${name} with a fragment`, { ...leastOidc, [name]: 'https://idp.example/x#y' }, [`$.${name}`]],
    [`${name} with a password`, { ...leastOidc, [name]: 'https://a:b@idp.example/x' }, [`$.${name}`]],
    [`${name} with an empty user`, { ...leastOidc, [name]: 'https://@idp.example/x' }, [`$.${name}`]],
    [`${name} that is relative`, { ...leastOidc, [name]: '/x' }, [`$.${name}`]],
    [`${name} of another scheme`, { ...leastOidc, [name]: 'javascript:alert(1)' }, [`$.${name}`]],
    [`${name} with white space`, { ...leastOidc, [name]: ' https://idp.example/x' }, [`$.${name}`]],
    [`${name} with backslashes`, { ...leastOidc, [name]: 'https:\\\\idp.example' }, [`$.${name}`]],
    [`${name} too long`, { ...leastOidc, [name]: `https://idp.example/${'x'.repeat(2000)}` }, [`$.${name}`]],
  ]),
  ['an issuer with a query', { ...leastOidc, issuer: 'https://idp.example/?a=1' }, ['$.issuer']],
  [
    'a resource without TLS',
    { ...leastOauth2, resources: [{ ...resource, uri: 'http://idp.example/user' }] },
    ['$.resources[0].uri'],
  ],
];

describeRules('URIs', uriRows);
