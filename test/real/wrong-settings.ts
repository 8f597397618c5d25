import type { ClientName, RealProvider } from './real-provider.js';

export type Body = Readonly<Record<string, unknown>>;
export type Kind = 'oidc' | 'oauth2';

/** What a wrong setting is made from. */
export interface Place {
  readonly kind: Kind;
  readonly provider: RealProvider;
  readonly issuer: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** A key set of somebody else. */
  readonly foreignJwksUri: string;
  /** A page that is there and is no part of the provider. */
  readonly foreignPage: string;
}

/** One setting made wrong. */
export interface WrongSetting {
  readonly id: string;
  /** Column of the table. */
  readonly title: string;
  readonly kinds: readonly Kind[];
  /** The client that it needs; where a provider has none, it is left out. */
  readonly client?: ClientName;
  readonly applies?: (place: Place) => boolean;
  /** The redirect URI of the provider is not registered. */
  readonly unregistered?: boolean;
  readonly change: (body: Body, place: Place) => Body;
  /** JSON paths by which it is named. */
  readonly names: readonly string[];
}

const both: readonly Kind[] = ['oidc', 'oauth2'];
const oidc: readonly Kind[] = ['oidc'];
const oauth2: readonly Kind[] = ['oauth2'];

const endpoint = ({ metadata }: Place, name: string): string => String(metadata[name]);
const method =
  (changes: Body) =>
  (body: Body): Body => ({
    ...body,
    clientAuthentication: { ...(body['clientAuthentication'] as Body), ...changes },
  });
const idToken = (body: Body, changes: Body): Body => ({
  ...body,
  idToken: { ...(body['idToken'] as Body), ...changes },
});
const resource =
  (changes: Body) =>
  (body: Body): Body => ({
    ...body,
    resources: (body['resources'] as readonly Body[]).map((one, index) => (index === 0 ? { ...one, ...changes } : one)),
  });
/** The first mapping, wherever it is. */
const mapping =
  (changes: Body) =>
  (body: Body): Body => {
    const changed = (holder: Body | undefined): Body => ({
      ...holder,
      mappings: ((holder?.['mappings'] ?? []) as readonly Body[]).map((one, index) =>
        index === 0 ? { ...one, ...changes } : one,
      ),
    });
    const [first, ...others] = body['resources'] as readonly Body[];
    return {
      ...body,
      ...(body['kind'] === 'oidc' ? { idToken: changed(body['idToken'] as Body) } : {}),
      resources: [changed(first), ...others],
    };
  };
const anyMapping = ['$.idToken.mappings[0]', '$.resources[0].mappings[0]'];

/**
 * Every setting that an admin enters, made wrong as admins do. A setting that only some providers look at is tried at all: where it
 * makes no difference, nothing may be said against it.
 */
export const wrongSettings: readonly WrongSetting[] = [
  {
    id: 'client-id',
    title: 'client id',
    kinds: both,
    change: (body) => ({ ...body, clientId: 'countersing' }),
    names: ['$.clientId'],
  },
  {
    id: 'secret',
    title: 'client secret',
    kinds: both,
    change: method({ clientSecret: 'not-the-secret' }),
    names: ['$.clientAuthentication.clientSecret'],
  },
  {
    id: 'method-post',
    title: 'method: post',
    kinds: both,
    change: method({ method: 'client_secret_post' }),
    names: ['$.clientAuthentication.method'],
  },
  {
    id: 'method-jwt',
    title: 'method: secret jwt',
    kinds: oidc,
    change: method({ method: 'client_secret_jwt' }),
    names: ['$.clientAuthentication.method'],
  },
  {
    id: 'method-none',
    title: 'method: none',
    kinds: oidc,
    change: (body) => ({ ...body, clientAuthentication: { method: 'none' } }),
    names: ['$.clientAuthentication.method'],
  },
  {
    id: 'encoding',
    title: 'encoding in Basic',
    kinds: oidc,
    client: 'special',
    change: (body, { provider }) =>
      method({ basicEncoding: provider.basicEncoding === 'raw' ? 'standard' : 'raw' })(body),
    names: ['$.clientAuthentication.basicEncoding'],
  },
  {
    id: 'redirect-uri',
    title: 'redirect URI',
    kinds: both,
    unregistered: true,
    change: (body) => body,
    names: ['$.redirectUri'],
  },
  {
    id: 'issuer-slash',
    title: 'issuer: slash',
    kinds: oidc,
    change: (body, { issuer }) => ({ ...body, issuer: issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/` }),
    names: ['$.issuer'],
  },
  {
    id: 'issuer-path',
    title: 'issuer: path',
    kinds: oidc,
    change: (body, { issuer }) => ({ ...body, issuer: `${issuer.replace(/\/$/, '')}/v2.0` }),
    names: ['$.issuer'],
  },
  {
    id: 'issuer-entered',
    title: 'issuer, all else entered',
    kinds: oidc,
    change: (body, place) => ({
      ...body,
      discovery: false,
      issuer: `${place.issuer.replace(/\/$/, '')}/v2.0`,
      authorizationUri: endpoint(place, 'authorization_endpoint'),
      tokenUri: endpoint(place, 'token_endpoint'),
      jwksUri: endpoint(place, 'jwks_uri'),
      resources: (body['resources'] as readonly Body[]).map((one) => ({
        ...one,
        uri: endpoint(place, 'userinfo_endpoint'),
      })),
    }),
    names: ['$.issuer'],
  },
  {
    id: 'authorization-uri',
    title: 'authorization URI: absent page',
    kinds: both,
    change: (body, place) => ({
      ...body,
      authorizationUri: `${endpoint(place, 'authorization_endpoint').replace(/\/$/, '')}-v2`,
    }),
    names: ['$.authorizationUri'],
  },
  {
    id: 'authorization-uri-token',
    title: 'authorization URI: the token URI',
    kinds: both,
    change: (body, place) => ({ ...body, authorizationUri: endpoint(place, 'token_endpoint') }),
    names: ['$.authorizationUri'],
  },
  {
    id: 'token-uri',
    title: 'token URI: absent page',
    kinds: both,
    change: (body, place) => ({ ...body, tokenUri: `${endpoint(place, 'token_endpoint').replace(/\/$/, '')}-v2` }),
    names: ['$.tokenUri'],
  },
  {
    id: 'token-uri-authorization',
    title: 'token URI: the authorization URI',
    kinds: both,
    change: (body, place) => ({ ...body, tokenUri: endpoint(place, 'authorization_endpoint') }),
    names: ['$.tokenUri'],
  },
  {
    id: 'jwks-uri',
    title: 'JWKS URI: absent page',
    kinds: oidc,
    change: (body, place) => ({ ...body, jwksUri: `${endpoint(place, 'jwks_uri').replace(/\/$/, '')}-v2` }),
    names: ['$.jwksUri'],
  },
  {
    id: 'jwks-uri-foreign',
    title: "JWKS URI: another provider's",
    kinds: oidc,
    change: (body, { foreignJwksUri }) => ({ ...body, jwksUri: foreignJwksUri }),
    names: ['$.jwksUri'],
  },
  {
    id: 'scope-misspelt',
    title: 'scope misspelt',
    kinds: both,
    change: (body) => ({
      ...body,
      scopes: (body['scopes'] as string[]).map((scope) => (scope === 'profile' ? 'profil' : scope)),
    }),
    names: ['$.scopes'],
  },
  {
    id: 'scope-missing',
    title: 'scope missing',
    kinds: oidc,
    change: (body) => ({ ...body, scopes: ['openid'] }),
    names: ['$.scopes'],
  },
  {
    id: 'pkce-off',
    title: 'PKCE off',
    kinds: both,
    change: (body) => ({ ...body, usePkce: false }),
    names: ['$.usePkce'],
  },
  {
    id: 'pkce-demanded',
    title: 'PKCE off, demanded',
    kinds: both,
    client: 'proof',
    change: (body) => ({ ...body, usePkce: false }),
    names: ['$.usePkce'],
  },
  {
    id: 'pkce-plain',
    title: 'PKCE plain demanded',
    kinds: oidc,
    client: 'plain',
    change: (body) => body,
    names: ['$.usePkce'],
  },
  {
    id: 'par',
    title: 'PAR where there is none',
    kinds: oidc,
    applies: ({ metadata }) => metadata['pushed_authorization_request_endpoint'] === undefined,
    change: (body, { issuer }) => ({
      ...body,
      usePushedAuthorizationRequests: true,
      pushedAuthorizationRequestUri: `${issuer.replace(/\/$/, '')}/par`,
    }),
    names: ['$.usePushedAuthorizationRequests', '$.pushedAuthorizationRequestUri'],
  },
  {
    id: 'par-secret',
    title: 'client secret, with PAR',
    kinds: oidc,
    applies: ({ metadata }) => metadata['pushed_authorization_request_endpoint'] !== undefined,
    change: (body) => method({ clientSecret: 'not-the-secret' })({ ...body, usePushedAuthorizationRequests: true }),
    names: ['$.clientAuthentication.clientSecret'],
  },
  {
    id: 'par-demanded',
    title: 'PAR demanded',
    kinds: both,
    client: 'pushed',
    change: (body) => body,
    names: ['$.usePushedAuthorizationRequests'],
  },
  {
    id: 'request-object',
    title: 'request object',
    kinds: oidc,
    change: (body) => ({ ...body, requestObject: {} }),
    names: ['$.requestObject'],
  },
  { id: 'dpop', title: 'DPoP', kinds: oidc, change: (body) => ({ ...body, dpop: {} }), names: ['$.dpop'] },
  {
    id: 'dpop-demanded',
    title: 'DPoP demanded',
    kinds: both,
    client: 'bound',
    change: (body) => body,
    names: ['$.dpop'],
  },
  {
    id: 'client-off',
    title: 'client switched off',
    kinds: both,
    client: 'off',
    change: (body) => body,
    names: ['$.clientId'],
  },
  {
    id: 'response-mode-post',
    title: 'response mode form_post',
    kinds: oidc,
    change: (body) => ({ ...body, responseMode: 'form_post' }),
    names: ['$.responseMode'],
  },
  {
    id: 'response-mode-jwt',
    title: 'response mode jwt',
    kinds: oidc,
    change: (body) => ({ ...body, responseMode: 'jwt' }),
    names: ['$.responseMode'],
  },
  {
    id: 'nonce-off',
    title: 'nonce off',
    kinds: oidc,
    change: (body) => idToken(body, { useNonce: false }),
    names: ['$.idToken.useNonce'],
  },
  {
    id: 'nonce-none',
    title: 'nonce demanded',
    kinds: oauth2,
    applies: ({ provider }) => provider.oauth2?.['scopes'] !== undefined,
    change: (body) => ({ ...body, scopes: ['openid', 'profile', 'email'] }),
    names: ['$.kind', '$.scopes'],
  },
  {
    id: 'audience',
    title: 'no audience set there',
    kinds: oidc,
    client: 'no-audience',
    change: (body) => body,
    names: ['$.idToken', '$.clientId'],
  },
  {
    id: 'algorithm',
    title: 'signing algorithm',
    kinds: oidc,
    change: (body) => idToken(body, { signingAlgorithms: ['ES256'] }),
    names: ['$.idToken.signingAlgorithms'],
  },
  {
    id: 'id-token-encryption',
    title: 'encrypted ID token expected',
    kinds: oidc,
    change: (body) => idToken(body, { encryption: { keyManagementAlgorithms: ['RSA-OAEP-256'] } }),
    names: ['$.idToken.encryption'],
  },
  {
    id: 'subject',
    title: 'subject path',
    kinds: both,
    change: (body) => ({ ...body, subject: { ...(body['subject'] as Body), path: 'subject_id' } }),
    names: ['$.subject.path'],
  },
  { id: 'mapping-path', title: 'mapping path', kinds: both, change: mapping({ path: 'e_mail' }), names: anyMapping },
  {
    id: 'mapping-source',
    title: 'mapping on the ID token, claim at UserInfo',
    kinds: oidc,
    applies: ({ provider }) => provider.claimsIn === 'userinfo',
    change: (body) => {
      const [userinfo] = body['resources'] as readonly Body[];
      return { ...idToken(body, { mappings: userinfo?.['mappings'] ?? [] }), resources: [] };
    },
    names: ['$.idToken.mappings[0]', '$.idToken.mappings[1]', '$.idToken.mappings[2]'],
  },
  {
    id: 'mapping-target',
    title: 'mapping target',
    kinds: both,
    change: mapping({ target: 'recipient.lastName', compare: 'name' }),
    names: anyMapping,
  },
  {
    id: 'mapping-compare',
    title: 'mapping comparison',
    kinds: both,
    change: mapping({ compare: 'includes' }),
    names: anyMapping,
  },
  {
    id: 'resource-uri',
    title: 'resource URI: absent page',
    kinds: both,
    change: (body, place) => resource({ uri: `${endpoint(place, 'userinfo_endpoint').replace(/\/$/, '')}-v2` })(body),
    names: ['$.resources[0].uri'],
  },
  {
    id: 'resource-uri-token',
    title: 'resource URI: the token URI',
    kinds: both,
    change: (body, place) => resource({ uri: endpoint(place, 'token_endpoint') })(body),
    names: ['$.resources[0].uri'],
  },
  {
    id: 'resource-uri-page',
    title: 'resource URI: a page',
    kinds: both,
    change: (body, { foreignPage }) => resource({ uri: foreignPage })(body),
    names: ['$.resources[0].uri'],
  },
  {
    id: 'userinfo-signed',
    title: 'signed UserInfo expected',
    kinds: oidc,
    change: resource({ signingAlgorithms: ['RS256'] }),
    names: ['$.resources[0].signingAlgorithms'],
  },
  {
    id: 'acr',
    title: 'required acr',
    kinds: oidc,
    change: (body) => ({ ...body, assurance: { requiredAcr: ['urn:example:gold'] } }),
    names: ['$.assurance.requiredAcr'],
  },
  {
    id: 'amr',
    title: 'required amr',
    kinds: oidc,
    change: (body) => ({ ...body, assurance: { requiredAmr: ['hwk'] } }),
    names: ['$.assurance.requiredAmr'],
  },
  {
    id: 'age',
    title: 'age of the login',
    kinds: oidc,
    change: (body) => ({ ...body, assurance: { maxAuthenticationAgeSeconds: 0 } }),
    names: ['$.assurance.maxAuthenticationAgeSeconds'],
  },
  {
    id: 'prompt-none',
    title: 'prompt none',
    kinds: both,
    change: (body) => ({ ...body, authorizationParameters: { prompt: 'none' } }),
    names: ['$.authorizationParameters.prompt'],
  },
  {
    id: 'response-type',
    title: 'parameter that is refused',
    kinds: oidc,
    change: (body) => ({ ...body, authorizationParameters: { prompt: 'none login' } }),
    names: ['$.authorizationParameters.prompt'],
  },
  {
    id: 'logout-uri',
    title: 'logout URI',
    kinds: oidc,
    change: (body, { issuer }) => ({
      ...body,
      useLogout: true,
      logoutUri: `${issuer.replace(/\/$/, '')}/no-such-logout`,
    }),
    names: ['$.logoutUri'],
  },
];
