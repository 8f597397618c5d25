import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenIdProvider } from '../support/openid-provider.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { freePort } from '../support/service/free-port.js';
import {
  type Body,
  basic,
  discoveredBody,
  explicitBody,
  SECRET,
  startRegisteredProvider,
  userinfo,
} from './support/bodies.js';
import { diagnosed, firstFault } from './support/diagnosed.js';

interface Places {
  readonly openId: OpenIdProvider;
  readonly other: ScriptableProvider;
  /** Where nothing listens. */
  readonly closed: string;
}

/** One wrong setting each, and the setting that the report has to name first. */
const seeded: readonly (readonly [name: string, path: string, body: (places: Places) => Body])[] = [
  // The issuer, with discovery.
  [
    'issuer: host that does not exist',
    '$.issuer',
    ({ openId }) => discoveredBody(openId, { issuer: 'http://idp.invalid' }),
  ],
  ['issuer: closed port', '$.issuer', ({ openId, closed }) => discoveredBody(openId, { issuer: closed })],
  ['issuer: path too much', '$.issuer', ({ openId }) => discoveredBody(openId, { issuer: `${openId.issuer}/realm` })],
  ['issuer: slash at the end', '$.issuer', ({ openId }) => discoveredBody(openId, { issuer: `${openId.issuer}/` })],
  [
    'issuer: https where there is no TLS',
    '$.issuer',
    ({ openId }) => discoveredBody(openId, { issuer: openId.issuer.replace('http:', 'https:') }),
  ],
  [
    'issuer: another name of the same host',
    '$.issuer',
    ({ openId }) => discoveredBody(openId, { issuer: openId.issuer.replace('127.0.0.1', 'localhost') }),
  ],
  [
    'issuer: the address of the discovery document',
    '$.issuer',
    ({ openId }) => discoveredBody(openId, { issuer: `${openId.issuer}/.well-known/openid-configuration` }),
  ],
  [
    'issuer: the authorization endpoint',
    '$.issuer',
    ({ openId }) => discoveredBody(openId, { issuer: `${openId.issuer}/authorize` }),
  ],
  // The issuer, where every address is entered.
  [
    'explicit issuer: slash at the end',
    '$.issuer',
    ({ openId }) => explicitBody(openId, { issuer: `${openId.issuer}/` }),
  ],
  ['explicit issuer: path', '$.issuer', ({ openId }) => explicitBody(openId, { issuer: `${openId.issuer}/realm` })],
  ['explicit issuer: host', '$.issuer', ({ openId }) => explicitBody(openId, { issuer: 'http://idp.invalid' })],
  [
    'explicit issuer: another provider',
    '$.issuer',
    ({ openId, other }) => explicitBody(openId, { issuer: other.issuer }),
  ],
  // The authorization URI.
  [
    'authorizationUri: host',
    '$.authorizationUri',
    ({ openId }) => explicitBody(openId, { authorizationUri: 'http://idp.invalid/authorize' }),
  ],
  [
    'authorizationUri: port',
    '$.authorizationUri',
    ({ openId, closed }) => explicitBody(openId, { authorizationUri: `${closed}/authorize` }),
  ],
  [
    'authorizationUri: path',
    '$.authorizationUri',
    ({ openId }) => explicitBody(openId, { authorizationUri: `${openId.issuer}/authorise` }),
  ],
  [
    'authorizationUri: slash at the end',
    '$.authorizationUri',
    ({ openId }) => explicitBody(openId, { authorizationUri: `${openId.issuer}/auth/` }),
  ],
  [
    'authorizationUri: scheme',
    '$.authorizationUri',
    ({ openId }) => explicitBody(openId, { authorizationUri: `${openId.issuer.replace('http:', 'https:')}/authorize` }),
  ],
  [
    'authorizationUri: the token URI',
    '$.authorizationUri',
    ({ openId }) => explicitBody(openId, { authorizationUri: `${openId.issuer}/token` }),
  ],
  [
    'authorizationUri: the key set',
    '$.authorizationUri',
    ({ openId }) => explicitBody(openId, { authorizationUri: `${openId.issuer}/jwks` }),
  ],
  [
    'authorizationUri: the issuer',
    '$.authorizationUri',
    ({ openId }) => explicitBody(openId, { authorizationUri: openId.issuer }),
  ],
  [
    'authorizationUri beside discovery: path',
    '$.authorizationUri',
    ({ openId }) => discoveredBody(openId, { authorizationUri: `${openId.issuer}/oauth2/authorize` }),
  ],
  // The token URI.
  ['tokenUri: host', '$.tokenUri', ({ openId }) => explicitBody(openId, { tokenUri: 'http://idp.invalid/token' })],
  ['tokenUri: port', '$.tokenUri', ({ openId, closed }) => explicitBody(openId, { tokenUri: `${closed}/token` })],
  ['tokenUri: path', '$.tokenUri', ({ openId }) => explicitBody(openId, { tokenUri: `${openId.issuer}/tokens` })],
  [
    'tokenUri: scheme',
    '$.tokenUri',
    ({ openId }) => explicitBody(openId, { tokenUri: `${openId.issuer.replace('http:', 'https:')}/token` }),
  ],
  [
    'tokenUri: the authorization URI',
    '$.tokenUri',
    ({ openId }) => explicitBody(openId, { tokenUri: `${openId.issuer}/authorize` }),
  ],
  ['tokenUri: UserInfo', '$.tokenUri', ({ openId }) => explicitBody(openId, { tokenUri: `${openId.issuer}/userinfo` })],
  [
    'tokenUri: of another provider',
    '$.tokenUri',
    ({ openId, other }) => explicitBody(openId, { tokenUri: other.tokenUri }),
  ],
  [
    'tokenUri beside discovery: path',
    '$.tokenUri',
    ({ openId }) => discoveredBody(openId, { tokenUri: `${openId.issuer}/oauth2/token` }),
  ],
  // The JWKS URI.
  ['jwksUri: host', '$.jwksUri', ({ openId }) => explicitBody(openId, { jwksUri: 'http://idp.invalid/jwks' })],
  ['jwksUri: path', '$.jwksUri', ({ openId }) => explicitBody(openId, { jwksUri: `${openId.issuer}/keys` })],
  [
    'jwksUri: the discovery document',
    '$.jwksUri',
    ({ openId }) => explicitBody(openId, { jwksUri: `${openId.issuer}/.well-known/openid-configuration` }),
  ],
  [
    'jwksUri: of another provider',
    '$.jwksUri',
    ({ openId, other }) => explicitBody(openId, { jwksUri: other.jwksUri }),
  ],
  // Other addresses.
  [
    'logoutUri: path',
    '$.logoutUri',
    ({ openId }) => discoveredBody(openId, { logoutUri: `${openId.issuer}/sign-out`, useLogout: true }),
  ],
  [
    'logoutUri: host',
    '$.logoutUri',
    ({ openId }) => discoveredBody(openId, { logoutUri: 'http://idp.invalid/logout' }),
  ],
  [
    'pushedAuthorizationRequestUri: path',
    '$.pushedAuthorizationRequestUri',
    ({ openId }) =>
      explicitBody(openId, {
        usePushedAuthorizationRequests: true,
        pushedAuthorizationRequestUri: `${openId.issuer}/push`,
      }),
  ],
  [
    'pushedAuthorizationRequestUri: host',
    '$.pushedAuthorizationRequestUri',
    ({ openId }) =>
      explicitBody(openId, {
        usePushedAuthorizationRequests: true,
        pushedAuthorizationRequestUri: 'http://idp.invalid/par',
      }),
  ],
  [
    'resource: host',
    '$.resources[0].uri',
    ({ openId }) => discoveredBody(openId, userinfo(openId, { uri: 'http://idp.invalid/userinfo' })),
  ],
  [
    'resource: path',
    '$.resources[0].uri',
    ({ openId }) => discoveredBody(openId, userinfo(openId, { uri: `${openId.issuer}/userinf` })),
  ],
  [
    'resource: the token URI',
    '$.resources[0].uri',
    ({ openId }) => discoveredBody(openId, userinfo(openId, { uri: `${openId.issuer}/token` })),
  ],
  [
    'resource: the key set',
    '$.resources[0].uri',
    ({ openId }) => discoveredBody(openId, userinfo(openId, { uri: `${openId.issuer}/jwks` })),
  ],
  [
    'resource: a logout page',
    '$.resources[0].uri',
    ({ openId }) => discoveredBody(openId, userinfo(openId, { uri: `${openId.issuer}/logout` })),
  ],
  // The client.
  ['clientId: unknown', '$.clientId', ({ openId }) => discoveredBody(openId, { clientId: 'signn' })],
  ['clientId: other letter case', '$.clientId', ({ openId }) => discoveredBody(openId, { clientId: 'Sign' })],
  ['clientId: white space at the end', '$.clientId', ({ openId }) => discoveredBody(openId, { clientId: 'sign ' })],
  ['clientId: of another client', '$.clientId', ({ openId }) => discoveredBody(openId, { clientId: 'someone-else' })],
  [
    'secret: wrong, pushed',
    '$.clientAuthentication.clientSecret',
    ({ openId }) =>
      discoveredBody(openId, { clientAuthentication: basic('wrong'), usePushedAuthorizationRequests: true }),
  ],
  [
    'secret: wrong',
    '$.clientAuthentication.clientSecret',
    ({ openId }) => discoveredBody(openId, { clientAuthentication: basic('wrong') }),
  ],
  [
    'secret: white space at the end',
    '$.clientAuthentication.clientSecret',
    ({ openId }) => discoveredBody(openId, { clientAuthentication: basic(`${SECRET} `) }),
  ],
  [
    'secret: of another client',
    '$.clientAuthentication.clientSecret',
    ({ openId }) => discoveredBody(openId, { clientAuthentication: basic('secret-of-another-client') }),
  ],
  [
    'method: client_secret_jwt for a client of basic',
    '$.clientAuthentication.method',
    ({ openId }) =>
      discoveredBody(openId, { clientAuthentication: { method: 'client_secret_jwt', clientSecret: SECRET } }),
  ],
  [
    'method: basic for a client of client_secret_jwt',
    '$.clientAuthentication.method',
    ({ openId }) => discoveredBody(openId, { clientId: 'jwt' }),
  ],
  [
    'method: a secret for a public client',
    '$.clientAuthentication.method',
    ({ openId }) => discoveredBody(openId, { clientId: 'public' }),
  ],
  [
    'method: none for a client with a secret',
    '$.clientAuthentication.method',
    ({ openId }) => discoveredBody(openId, { clientAuthentication: { method: 'none' } }),
  ],
  [
    'basicEncoding: raw',
    '$.clientAuthentication.basicEncoding',
    ({ openId }) => discoveredBody(openId, { clientAuthentication: { ...basic(), basicEncoding: 'raw' } }),
  ],
  ['redirect URI: not registered', '$.redirectUri', ({ openId }) => discoveredBody(openId, { name: 'unregistered' })],
  [
    'redirect URI: not registered, every address entered',
    '$.redirectUri',
    ({ openId }) => explicitBody(openId, { name: 'unregistered' }),
  ],
  // The request.
  ['scopes: openid is missing', '$.scopes', ({ openId }) => discoveredBody(openId, { scopes: ['profile', 'email'] })],
  ['scopes: misspelt', '$.scopes', ({ openId }) => discoveredBody(openId, { scopes: ['openid', 'profil', 'email'] })],
  [
    'scopes: other letter case',
    '$.scopes',
    ({ openId }) => discoveredBody(openId, { scopes: ['openid', 'Profile', 'email'] }),
  ],
  ['usePkce: off where it is required', '$.usePkce', ({ openId }) => discoveredBody(openId, { usePkce: false })],
  [
    'prompt: one that the provider does not know',
    '$.authorizationParameters.prompt',
    ({ openId }) => discoveredBody(openId, { authorizationParameters: { prompt: 'log-in' } }),
  ],
  [
    'prompt: none',
    '$.authorizationParameters.prompt',
    ({ openId }) => discoveredBody(openId, { authorizationParameters: { prompt: 'none' } }),
  ],
  [
    'assurance: a level that does not exist',
    '$.assurance.requiredAcr',
    ({ openId }) => discoveredBody(openId, { assurance: { requiredAcr: ['loa-4'] } }),
  ],
  // The ID token.
  [
    'algorithm: one that the provider has not',
    '$.idToken.signingAlgorithms',
    ({ openId }) => discoveredBody(openId, { idToken: { signingAlgorithms: ['ES512'] } }),
  ],
  [
    'encryption: an algorithm that the provider has not',
    '$.idToken.encryption',
    ({ openId }) => discoveredBody(openId, { idToken: { encryption: { keyManagementAlgorithms: ['RSA-OAEP-512'] } } }),
  ],
  // Mappings that can be seen through before anybody logs in.
  [
    'path: dotted name unquoted',
    '$.idToken.mappings[0].path',
    ({ openId }) =>
      discoveredBody(
        openId,
        mapped({ path: 'urn:pvpgvat:oidc.bpk', action: 'update', target: 'certificate.identificationNumber' }),
      ),
  ],
  [
    'path: misspelt',
    '$.idToken.mappings[0].path',
    ({ openId }) =>
      discoveredBody(openId, mapped({ path: 'givenn_name', action: 'validate', target: 'recipient.firstName' })),
  ],
  [
    'path: wrong case',
    '$.idToken.mappings[0].path',
    ({ openId }) =>
      discoveredBody(openId, mapped({ path: 'Given_Name', action: 'validate', target: 'recipient.firstName' })),
  ],
  [
    'path: words joined otherwise',
    '$.idToken.mappings[0].path',
    ({ openId }) =>
      discoveredBody(openId, mapped({ path: 'familyName', action: 'update', target: 'recipient.lastName' })),
  ],
  [
    'path: not closed',
    '$.idToken.mappings[0].path',
    ({ openId }) =>
      discoveredBody(
        openId,
        mapped({ path: "['urn:pvpgvat:oidc.bpk'", action: 'update', target: 'recipient.lastName' }),
      ),
  ],
  [
    'target: of another type',
    '$.idToken.mappings[0].target',
    ({ openId }) =>
      discoveredBody(
        openId,
        mapped({ path: 'given_name', action: 'update', target: 'certificate.documentExpiryDate' }),
      ),
  ],
  [
    'target: none that exists',
    '$.idToken.mappings[0].target',
    ({ openId }) =>
      discoveredBody(openId, mapped({ path: 'given_name', action: 'validate', target: 'recipient.givenName' })),
  ],
  [
    'compare: a date where there is a name',
    '$.idToken.mappings[0].compare',
    ({ openId }) =>
      discoveredBody(
        openId,
        mapped({ path: 'given_name', action: 'validate', target: 'recipient.firstName', compare: 'date' }),
      ),
  ],
  // What cannot be saved at all.
  ['unknown member', '$.clientSecret', ({ openId }) => discoveredBody(openId, { clientSecret: SECRET })],
  [
    'secret missing',
    '$.clientAuthentication.clientSecret',
    ({ openId }) => discoveredBody(openId, { clientAuthentication: { method: 'client_secret_basic' } }),
  ],
];

const mapped = (mapping: Body) => ({ idToken: { mappings: [mapping] } });

describe('a seeded misconfiguration of an OpenID provider', () => {
  let places: Places;

  beforeAll(async () => {
    places = {
      openId: await startRegisteredProvider(),
      other: await startScriptableProvider({ clientSecret: 'another' }),
      closed: `http://127.0.0.1:${await freePort()}`,
    };
  });

  afterAll(async () => {
    await places.openId.close();
    await places.other.close();
  });

  it.each(seeded)('%s: the first fault names %s', async (_name, path, body) => {
    const report = await diagnosed(body(places));
    expect(firstFault(report)).toBe(path);
  });

  it('finds no fault where there is none, by discovery or with every address entered', async () => {
    const right = [
      discoveredBody(places.openId),
      discoveredBody(places.openId, userinfo(places.openId)),
      explicitBody(places.openId),
      discoveredBody(places.openId, { usePushedAuthorizationRequests: true }),
      discoveredBody(places.openId, {
        clientId: 'post',
        clientAuthentication: { method: 'client_secret_post', clientSecret: SECRET },
      }),
      discoveredBody(places.openId, {
        clientId: 'jwt',
        clientAuthentication: { method: 'client_secret_jwt', clientSecret: SECRET },
      }),
      discoveredBody(places.openId, { clientId: 'public', clientAuthentication: { method: 'none' } }),
      discoveredBody(places.openId, { responseMode: 'form_post', useLogout: true }),
      discoveredBody(places.openId, { dpop: {} }),
    ];
    for (const body of right) {
      const { checks } = await diagnosed(body);
      expect(checks.filter(({ verdict }) => verdict === 'fault')).toEqual([]);
    }
  });
});
