import { anyMapping, both, endpoint, idToken, mapping, oidc, resource } from './body-changes.js';
import type { Body, WrongSetting } from './wrong-setting.js';

/** What is expected of the answers, and what is made of them. */
export const answerSettings: readonly WrongSetting[] = [
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
