import { beforeAll, describe, expect, it } from '@jest/globals';
import { createSelfSignedClient, type TestCertificate } from '../support/certificates.js';
import { leastOauth2, leastOidc } from './bodies.js';
import { faultsOf, pathsOf } from './faults.js';
import { keys } from './keys.js';

type Row = readonly [rule: string, body: object, paths: readonly string[]];

const { issuer: _issuer, ...oidcWithoutIssuer } = leastOidc;
const { subject: _subject, ...oauth2WithoutSubject } = leastOauth2;
const uris = {
  authorizationUri: 'https://idp.example/a',
  tokenUri: 'https://idp.example/t',
  jwksUri: 'https://idp.example/j',
};
const validation = { path: 'sub', action: 'validate', target: 'custom.number' };
const resource = { name: 'user', uri: 'https://idp.example/user' };
const userinfo = { ...resource, type: 'userinfo' };
const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256'] };

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
    'braces in the issuer stand for the tenant id only',
    {
      ...leastOidc,
      issuer: 'https://login.example/{tenant}/v2.0',
      allowedTenantIds: ['0d1f9a52-3f0e-4b0e-9b6f-2f6b0a5ad1ce'],
    },
    ['$.issuer'],
  ],
];

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

const apple = { method: 'apple_client_secret', teamId: 'ABCDE12345', keyId: 'KEY', privateKey: keys.p256 };
const keyed = (signingAlgorithm: string, privateKey: string) => ({
  ...leastOidc,
  clientAuthentication: { method: 'private_key_jwt', signingAlgorithm, privateKey },
});
const authenticated = (clientAuthentication: object) => ({ ...leastOidc, clientAuthentication });

const credentials: readonly Row[] = [
  [
    'a method that needs a secret has one',
    authenticated({ method: 'client_secret_post' }),
    ['$.clientAuthentication.clientSecret'],
  ],
  [
    'Apple needs its key',
    authenticated({ ...apple, privateKey: undefined, keyId: undefined }),
    ['$.clientAuthentication.privateKey'],
  ],
  ['Apple names its key', authenticated({ ...apple, keyId: undefined }), ['$.clientAuthentication.keyId']],
  ['Apple uses ES256', authenticated({ ...apple, privateKey: keys.rsa }), ['$.clientAuthentication.privateKey']],
  ['Apple as it should be', authenticated(apple), []],
  ['a generated key needs nothing', authenticated({ method: 'private_key_jwt' }), []],
  ['RS256 fits RSA', keyed('RS256', keys.rsa), []],
  ['RS256 does not fit EC', keyed('RS256', keys.p256), ['$.clientAuthentication.privateKey']],
  ['RSA keys have 2048 bits', keyed('PS256', keys.shortRsa), ['$.clientAuthentication.privateKey']],
  ['ES256 fits P-256', keyed('ES256', keys.p256Jwk), []],
  ['ES256 does not fit P-384', keyed('ES256', keys.p384), ['$.clientAuthentication.privateKey']],
  ['EdDSA fits Ed25519', keyed('EdDSA', keys.ed25519), []],
  ['a public key is no private key', keyed('ES256', keys.publicP256Jwk), ['$.clientAuthentication.privateKey']],
  ['an encrypted key cannot be used', keyed('RS256', keys.encryptedRsa), ['$.clientAuthentication.privateKey']],
  [
    'a key id comes with its key',
    authenticated({ method: 'private_key_jwt', keyId: 'x' }),
    ['$.clientAuthentication.keyId'],
  ],
  [
    'overlap comes with what replaces',
    authenticated({ method: 'private_key_jwt', overlapSeconds: 5 }),
    ['$.clientAuthentication.overlapSeconds'],
  ],
  ['TLS needs a certificate', authenticated({ method: 'tls_client_auth' }), ['$.clientAuthentication.certificate']],
  [
    'HS256 needs a client secret',
    { ...leastOidc, clientAuthentication: { method: 'none' }, idToken: { signingAlgorithms: ['RS256', 'HS256'] } },
    ['$.idToken.signingAlgorithms[1]'],
  ],
  ['a decryption key is of use', { ...leastOidc, decryptionKey: keys.rsa }, ['$.decryptionKey']],
  ['a decryption key fits', { ...leastOidc, decryptionKey: keys.p256, idToken: { encryption } }, ['$.decryptionKey']],
  ['a decryption key that fits', { ...leastOidc, decryptionKey: keys.rsa, idToken: { encryption } }, []],
];

describe.each([
  ['kind', kinds],
  ['URIs', uriRows],
  ['lists', resources],
  ['authorization', authorization],
  ['credentials', credentials],
])('rules between members: %s', (_name, rows) => {
  it.each(rows)('%s', (_rule, body, paths) => {
    expect(new Set(pathsOf(body))).toEqual(new Set(paths));
  });
});

describe('rules between members', () => {
  let first: TestCertificate;
  let second: TestCertificate;
  beforeAll(async () => {
    first = await createSelfSignedClient();
    second = await createSelfSignedClient();
  });

  it('allow http where the deployment does', () => {
    const body = { ...leastOidc, issuer: 'http://localhost:4000', tokenUri: 'http://localhost:4000/token' };
    expect(faultsOf(body, { allowHttp: true, creating: true })).toEqual([]);
  });

  it('let a secret be left out where one may be stored', () => {
    expect(faultsOf(authenticated({ method: 'client_secret_basic' }), { allowHttp: false, creating: false })).toEqual(
      [],
    );
  });

  it('are judged although other members are malformed', () => {
    const body = {
      ...leastOauth2,
      usePkce: 'yes',
      resources: [{ ...resource, required: 1 }, resource],
      subject: { source: 'resource:other', path: '' },
      authorizationParameters: { state: 'x', other: 3 },
    };
    expect(new Set(pathsOf(body))).toEqual(
      new Set([
        '$.usePkce',
        '$.resources[0].required',
        '$.resources[1].name',
        '$.subject.source',
        '$.subject.path',
        '$.authorizationParameters.state',
        '$.authorizationParameters.other',
      ]),
    );
  });

  it('do not guess at what a malformed member might have meant', () => {
    const body = { ...leastOauth2, resources: [{ ...resource, name: 7 }] };
    expect(pathsOf(body)).toEqual(['$.resources[0].name']);
  });

  it('want certificate and key of one pair', () => {
    const { certificate, privateKey } = first;
    const tls = (members: object) => pathsOf(authenticated({ method: 'self_signed_tls_client_auth', ...members }));
    expect(tls({ certificate, privateKey })).toEqual([]);
    expect(tls({ certificate })).toEqual(['$.clientAuthentication.privateKey']);
    expect(tls({ privateKey })).toEqual(['$.clientAuthentication.certificate']);
    expect(tls({ certificate, privateKey: second.privateKey })).toEqual(['$.clientAuthentication.privateKey']);
    expect(tls({ certificate: 'not PEM', privateKey })).toContain('$.clientAuthentication.certificate');
  });

  it('want one pinned certificate and readable PEM', () => {
    const { certificate } = first;
    const trust = (members: object) => pathsOf({ ...leastOidc, trust: members });
    expect(trust({ ca: `${certificate}\n${second.certificate}` })).toEqual([]);
    expect(trust({ leaf: `${certificate}\n${second.certificate}` })).toEqual(['$.trust.leaf']);
    expect(trust({ ca: `${certificate}\nmore` })).toEqual(['$.trust.ca']);
  });
});
