import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OAuthProvider, type OAuthProviderOptions, startOAuthProvider } from '../support/oauth-provider.js';
import { freePort } from '../support/service/free-port.js';
import { type Body, oauthBody, SECRET } from './support/bodies.js';
import { diagnosed, firstFault, REDIRECT_URI } from './support/diagnosed.js';

interface Places {
  readonly oauth: OAuthProvider;
  /** Refuses PKCE. */
  readonly withoutPkce: OAuthProvider;
  /** Answers errors of its token endpoint with status 200. */
  readonly careless: OAuthProvider;
  readonly closed: string;
}

const resource = (changes: Body): Body => ({ resources: [{ name: 'person', ...changes }] });
const post = (clientSecret: string): Body => ({ clientAuthentication: { method: 'client_secret_post', clientSecret } });

/** One wrong setting each, and the setting that the report has to name first. There is no discovery to compare with. */
const seeded: readonly (readonly [name: string, path: string, body: (places: Places) => Body])[] = [
  [
    'authorizationUri: host',
    '$.authorizationUri',
    ({ oauth }) => oauthBody(oauth, { authorizationUri: 'http://idp.invalid/authorize' }),
  ],
  [
    'authorizationUri: port',
    '$.authorizationUri',
    ({ oauth, closed }) => oauthBody(oauth, { authorizationUri: `${closed}/authorize` }),
  ],
  [
    'authorizationUri: path',
    '$.authorizationUri',
    ({ oauth }) => oauthBody(oauth, { authorizationUri: `${oauth.origin}/authorise` }),
  ],
  [
    'authorizationUri: slash at the end',
    '$.authorizationUri',
    ({ oauth }) => oauthBody(oauth, { authorizationUri: `${oauth.origin}/authorize/` }),
  ],
  [
    'authorizationUri: scheme',
    '$.authorizationUri',
    ({ oauth }) => oauthBody(oauth, { authorizationUri: oauth.authorizationUri.replace('http:', 'https:') }),
  ],
  [
    'authorizationUri: with a parameter of the request',
    '$.authorizationUri',
    ({ oauth }) => oauthBody(oauth, { authorizationUri: `${oauth.authorizationUri}?client_id=another` }),
  ],
  [
    'authorizationUri: the token URI',
    '$.authorizationUri',
    ({ oauth }) => oauthBody(oauth, { authorizationUri: oauth.tokenUri }),
  ],
  [
    'authorizationUri: the resource',
    '$.authorizationUri',
    ({ oauth }) => oauthBody(oauth, { authorizationUri: oauth.resourceUri('person') }),
  ],
  ['tokenUri: host', '$.tokenUri', ({ oauth }) => oauthBody(oauth, { tokenUri: 'http://idp.invalid/token' })],
  ['tokenUri: port', '$.tokenUri', ({ oauth, closed }) => oauthBody(oauth, { tokenUri: `${closed}/token` })],
  ['tokenUri: path', '$.tokenUri', ({ oauth }) => oauthBody(oauth, { tokenUri: `${oauth.origin}/oauth/token` })],
  [
    'tokenUri: scheme',
    '$.tokenUri',
    ({ oauth }) => oauthBody(oauth, { tokenUri: oauth.tokenUri.replace('http:', 'https:') }),
  ],
  [
    'tokenUri: the authorization URI',
    '$.tokenUri',
    ({ oauth }) => oauthBody(oauth, { tokenUri: oauth.authorizationUri }),
  ],
  ['tokenUri: the resource', '$.tokenUri', ({ oauth }) => oauthBody(oauth, { tokenUri: oauth.resourceUri('person') })],
  [
    'both URIs swapped',
    '$.authorizationUri',
    ({ oauth }) => oauthBody(oauth, { authorizationUri: oauth.tokenUri, tokenUri: oauth.authorizationUri }),
  ],
  [
    'resource: host',
    '$.resources[0].uri',
    ({ oauth }) => oauthBody(oauth, resource({ uri: 'http://idp.invalid/person' })),
  ],
  [
    'resource: port',
    '$.resources[0].uri',
    ({ oauth, closed }) => oauthBody(oauth, resource({ uri: `${closed}/person` })),
  ],
  [
    'resource: path (404)',
    '$.resources[0].uri',
    ({ oauth }) => oauthBody(oauth, resource({ uri: `${oauth.origin}/resource/persons` })),
  ],
  [
    'resource: scheme',
    '$.resources[0].uri',
    ({ oauth }) => oauthBody(oauth, resource({ uri: oauth.resourceUri('person').replace('http:', 'https:') })),
  ],
  [
    'resource: the authorization URI',
    '$.resources[0].uri',
    ({ oauth }) => oauthBody(oauth, resource({ uri: oauth.authorizationUri })),
  ],
  [
    'second resource: path',
    '$.resources[1].uri',
    ({ oauth }) =>
      oauthBody(oauth, {
        resources: [
          { name: 'person', uri: oauth.resourceUri('person') },
          { name: 'licence', uri: `${oauth.origin}/licence` },
        ],
      }),
  ],
  ['clientId: unknown', '$.clientId', ({ oauth }) => oauthBody(oauth, { clientId: 'sing' })],
  ['clientId: white space at the end', '$.clientId', ({ oauth }) => oauthBody(oauth, { clientId: 'sign ' })],
  ['clientId: white space at the start', '$.clientId', ({ oauth }) => oauthBody(oauth, { clientId: ' sign' })],
  ['clientId: of another client', '$.clientId', ({ oauth }) => oauthBody(oauth, { clientId: 'someone-else' })],
  ['secret: wrong', '$.clientAuthentication.clientSecret', ({ oauth }) => oauthBody(oauth, post('wrong'))],
  [
    'secret: of another client',
    '$.clientAuthentication.clientSecret',
    ({ oauth }) => oauthBody(oauth, post('secret-of-another-client')),
  ],
  [
    'secret: wrong, answered with status 200',
    '$.clientAuthentication.clientSecret',
    ({ careless }) => oauthBody(careless, post('wrong')),
  ],
  [
    'method: none',
    '$.clientAuthentication.method',
    ({ oauth }) => oauthBody(oauth, { clientAuthentication: { method: 'none' } }),
  ],
  [
    'method: client_secret_jwt',
    '$.clientAuthentication.method',
    ({ oauth }) =>
      oauthBody(oauth, {
        clientAuthentication: { method: 'client_secret_jwt', clientSecret: SECRET },
        issuer: oauth.origin,
        discovery: false,
      }),
  ],
  ['redirect URI: not registered', '$.redirectUri', ({ oauth }) => oauthBody(oauth, { name: 'unregistered' })],
  ['usePkce: refused by the provider', '$.usePkce', ({ withoutPkce }) => oauthBody(withoutPkce)],
  ['subject: none', '$.subject', ({ oauth }) => oauthBody(oauth, { subject: null })],
  [
    'subject: of a resource that is not there',
    '$.subject.source',
    ({ oauth }) => oauthBody(oauth, { subject: { source: 'resource:people', path: 'id' } }),
  ],
];

describe('a seeded misconfiguration of an OAuth 2.0 provider', () => {
  let places: Places;

  beforeAll(async () => {
    const start = (options: Partial<OAuthProviderOptions> = {}) =>
      startOAuthProvider({
        clients: [
          { clientId: 'sign', clientSecret: SECRET, redirectUris: [REDIRECT_URI] },
          {
            clientId: 'someone-else',
            clientSecret: 'secret-of-another-client',
            redirectUris: ['https://other.example/cb'],
          },
        ],
        accounts: [{ id: 'john', resources: { person: { id: 1 } } }],
        resources: [{ name: 'person', acceptsParameters: ['access_token'] }],
        ...options,
      });
    places = {
      oauth: await start(),
      withoutPkce: await start({ refusesPkce: true }),
      careless: await start({ errorStatus: 200 }),
      closed: `http://127.0.0.1:${await freePort()}`,
    };
  });

  afterAll(async () => {
    await Promise.all([places.oauth.close(), places.withoutPkce.close(), places.careless.close()]);
  });

  it.each(seeded)('%s: the first fault names %s', async (_name, path, body) => {
    expect(firstFault(await diagnosed(body(places)))).toBe(path);
  });

  it('finds no fault where there is none', async () => {
    const right = [
      oauthBody(places.oauth),
      oauthBody(places.oauth, resource({ uri: places.oauth.resourceUri('person'), tokenParameter: 'access_token' })),
      oauthBody(places.withoutPkce, { usePkce: false }),
      oauthBody(places.careless),
    ];
    for (const body of right) {
      const { checks } = await diagnosed(body);
      expect(checks.filter(({ verdict }) => verdict === 'fault')).toEqual([]);
    }
  });

  it('names every address of a provider that is down, and nothing else', async () => {
    const { closed } = places;
    const body = oauthBody(places.oauth, {
      authorizationUri: `${closed}/authorize`,
      tokenUri: `${closed}/token`,
      ...resource({ uri: `${closed}/person`, tokenParameter: 'access_token' }),
    });
    const { checks } = await diagnosed(body);
    expect(checks.filter(({ verdict }) => verdict === 'fault').map(({ path, seen }) => [path, seen])).toEqual(
      ['$.authorizationUri', '$.tokenUri', '$.resources[0].uri'].map((path) => [
        path,
        expect.stringContaining('nothing listens on that port'),
      ]),
    );
  });

  it('warns of a query parameter that the resource calls malformed', async () => {
    const body = oauthBody(
      places.oauth,
      resource({ uri: places.oauth.resourceUri('person'), tokenParameter: 'oauth_token' }),
    );
    const { checks } = await diagnosed(body);
    expect(checks[0]).toMatchObject({ verdict: 'warning', id: 'resources', path: '$.resources[0].tokenParameter' });
  });
});
