import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  generateSigningKey,
  type Script,
  type ScriptableProvider,
  type ScriptableProviderOptions,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import { type Body, SECRET, scriptableBody } from './support/bodies.js';
import { diagnosed, firstFault } from './support/diagnosed.js';

interface Seed {
  readonly options?: ScriptableProviderOptions;
  readonly script?: Script;
  readonly body?: (provider: ScriptableProvider) => Body;
  /** Minutes by which our clock is wrong. */
  readonly clock?: number;
}

const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><h1>Welcome</h1></html>' };
const redirect = { status: 301, headers: { location: 'https://elsewhere.example/' } };
const found = { resources: [{ name: 'person', uri: 'replaced' }] };
const withResource = (provider: ScriptableProvider, more: Body = {}): Body => ({
  resources: [{ ...found.resources[0], uri: provider.resourceUri('person'), ...more }],
});

/** One thing each that is wrong at the provider, or between it and the configuration. */
const seeded: Readonly<Record<string, readonly [path: string, Seed]>> = {
  'discovery is a web page': ['$.issuer', { script: { discovery: html } }],
  'discovery redirects': ['$.issuer', { script: { discovery: redirect } }],
  'discovery fails': ['$.issuer', { script: { discovery: { status: 500 } } }],
  'discovery is an array': ['$.issuer', { script: { discovery: { json: [] } } }],
  'discovery is too slow': ['$.issuer', { script: { discovery: { hang: true } } }],
  'discovery breaks off': ['$.issuer', { script: { discovery: { json: {}, reset: 'mid-body' } } }],
  'discovery names another issuer': ['$.issuer', { options: { metadata: { issuer: 'https://idp.example' } } }],
  'discovery names a script as authorization endpoint': [
    '$.issuer',
    { options: { metadata: { authorization_endpoint: 'javascript:alert(1)' } } },
  ],
  'discovery lacks the token endpoint': ['$.issuer', { options: { metadata: { token_endpoint: undefined } } }],
  'discovery offers no code flow': ['$.issuer', { options: { metadata: { response_types_supported: ['id_token'] } } }],
  'the token endpoint is too slow': ['$.tokenUri', { script: { token: { hang: true } } }],
  'the token endpoint is a web page': ['$.tokenUri', { script: { token: html } }],
  'the token endpoint redirects': ['$.tokenUri', { script: { token: redirect } }],
  'the token endpoint resets connections': ['$.tokenUri', { script: { token: { reset: 'before-headers' } } }],
  'the authorization endpoint is not there': [
    '$.authorizationUri',
    { script: { authorization: () => ({ status: 404 }) } },
  ],
  'the key set is a web page': ['$.jwksUri', { script: { jwks: html } }],
  'the key set is empty': ['$.jwksUri', { script: { jwks: { json: { keys: [] } } } }],
  'the key set is not there': ['$.jwksUri', { script: { jwks: { status: 404 } } }],
  'the key set is compressed without end': ['$.jwksUri', { script: { jwks: { body: Buffer.alloc(400_000, 97) } } }],
  'the provider signs with another algorithm': [
    '$.idToken.signingAlgorithms',
    { options: { signingAlgorithm: 'ES256' } },
  ],
  // A login tells the two names of Ed25519 apart too.
  'the provider signs by the older name of an algorithm': [
    '$.idToken.signingAlgorithms',
    {
      options: { signingAlgorithm: 'EdDSA' },
      body: (provider) => scriptableBody(provider, { idToken: { signingAlgorithms: ['Ed25519'] } }),
    },
  ],
  'the provider has keys for another algorithm only': [
    '$.idToken.signingAlgorithms',
    { options: { signingAlgorithm: 'ES256', metadata: { id_token_signing_alg_values_supported: ['RS256', 'ES256'] } } },
  ],
  'the response mode is not supported': [
    '$.responseMode',
    {
      options: { metadata: { response_modes_supported: ['query', 'fragment'] } },
      body: (provider) => scriptableBody(provider, { responseMode: 'form_post' }),
    },
  ],
  'the response mode is refused': [
    '$.responseMode',
    {
      options: { metadata: { response_modes_supported: undefined } },
      script: {
        authorization: (happy, call) =>
          call.query.has('response_mode')
            ? {
                ...happy,
                mode: 'query',
                parameters: [
                  ['error', 'unsupported_response_mode'],
                  ['state', call.query.get('state') ?? ''],
                ],
              }
            : happy,
      },
      body: (provider) => scriptableBody(provider, { responseMode: 'form_post' }),
    },
  ],
  'the scope is refused': [
    '$.scopes',
    {
      options: { metadata: { scopes_supported: undefined } },
      script: {
        authorization: (happy, call) =>
          call.query.get('scope')?.includes('profile') === true
            ? {
                ...happy,
                parameters: [
                  ['error', 'invalid_scope'],
                  ['state', call.query.get('state') ?? ''],
                ],
              }
            : happy,
      },
      body: (provider) => scriptableBody(provider, { scopes: ['openid', 'profile'] }),
    },
  ],
  'an own parameter is refused': [
    '$.authorizationParameters.ui',
    {
      script: {
        authorization: (happy, call) =>
          call.query.has('ui')
            ? {
                ...happy,
                parameters: [
                  ['error', 'invalid_request'],
                  ['state', ''],
                ],
              }
            : happy,
      },
      body: (provider) => scriptableBody(provider, { authorizationParameters: { ui: 'dark' } }),
    },
  ],
  'PKCE is refused at the token endpoint': [
    '$.usePkce',
    {
      script: {
        token: (happy, call) =>
          call.form.has('code_verifier')
            ? { status: 400, json: { error: 'invalid_request', error_description: 'unexpected code_verifier' } }
            : happy,
      },
    },
  ],
  'only pushed requests are accepted': [
    '$.usePushedAuthorizationRequests',
    { options: { metadata: { require_pushed_authorization_requests: true } } },
  ],
  'the client authentication method is not supported': [
    '$.clientAuthentication.method',
    {
      options: { metadata: { token_endpoint_auth_methods_supported: ['private_key_jwt'] } },
      script: { token: { status: 401, json: { error: 'invalid_client' } } },
    },
  ],
  'the secret is wrong': [
    '$.clientAuthentication.clientSecret',
    {
      body: (provider) =>
        scriptableBody(provider, { clientAuthentication: { method: 'client_secret_basic', clientSecret: 'x' } }),
    },
  ],
  'the client id has white space': [
    '$.clientId',
    { body: (provider) => scriptableBody(provider, { clientId: 'sign ' }) },
  ],
  'the secret has expired': [
    '$.clientAuthentication.clientSecret',
    {
      body: (provider) =>
        scriptableBody(provider, {
          clientAuthentication: {
            method: 'client_secret_basic',
            clientSecret: SECRET,
            expiresAt: '2020-01-01T00:00:00Z',
          },
        }),
    },
  ],
  'our clock is ten minutes behind': ['$.idToken.clockToleranceSeconds', { clock: -10 }],
  'our clock is ten minutes ahead': ['$.idToken.clockToleranceSeconds', { clock: 10 }],
  'a resource is a web page': [
    '$.resources[0].uri',
    { script: { resources: { person: html } }, body: (provider) => scriptableBody(provider, withResource(provider)) },
  ],
  'a resource redirects': [
    '$.resources[0].uri',
    {
      script: { resources: { person: redirect } },
      body: (provider) => scriptableBody(provider, withResource(provider)),
    },
  ],
  'a resource is not there': [
    '$.resources[0].uri',
    {
      script: { resources: { person: { status: 404 } } },
      body: (provider) => scriptableBody(provider, withResource(provider)),
    },
  ],
  'a resource is too slow': [
    '$.resources[0].uri',
    {
      script: { resources: { person: { hang: true } } },
      body: (provider) => scriptableBody(provider, withResource(provider)),
    },
  ],
  'UserInfo is wanted, and the provider has none': [
    '$.resources[0].uri',
    {
      options: { metadata: { userinfo_endpoint: undefined } },
      body: (provider) => scriptableBody(provider, { resources: [{ name: 'userinfo', type: 'userinfo' }] }),
    },
  ],
  'the discovered token endpoint may not be called': [
    '$.tokenUri',
    { options: { metadata: { token_endpoint: 'http://10.1.2.3/token' } } },
  ],
};

/** These wait for a limit: all at once, while the others are tested. */
const slow = Object.keys(seeded).filter((name) => name.includes('too slow'));

async function firstFaultOf(seed: Seed): Promise<string> {
  const provider = await startScriptableProvider({ clientSecret: SECRET, ...seed.options });
  try {
    provider.behave(seed.script ?? {});
    const now = () => new Date(Date.now() + (seed.clock ?? 0) * 60_000);
    return firstFault(await diagnosed(seed.body?.(provider) ?? scriptableBody(provider), { now }));
  } finally {
    await provider.close();
  }
}

describe('a provider that does one thing wrong', () => {
  let provider: ScriptableProvider | undefined;
  const waitedFor = new Map<string, Promise<string>>();

  beforeAll(() => {
    for (const name of slow) {
      const found = seeded[name] === undefined ? Promise.resolve('') : firstFaultOf(seeded[name][1]);
      // Whoever awaits it is told.
      found.catch(() => undefined);
      waitedFor.set(name, found);
    }
  });

  afterEach(async () => {
    await provider?.close();
    provider = undefined;
  });

  it.each(Object.entries(seeded).filter(([name]) => !slow.includes(name)))(
    '%s: the first fault names its setting',
    async (_name, [path, seed]) => {
      expect(await firstFaultOf(seed)).toBe(path);
    },
  );

  const said = 'which says nothing about a setting; try again later';

  it.each([
    ['fails', { status: 503, body: 'busy' }, `a failure of the provider, ${said}`],
    [
      'breaks down in words of OAuth',
      { status: 500, json: { error: 'invalid_client' } },
      `a failure of the provider, ${said}`,
    ],
    ['has had enough', { status: 429, body: 'slow down' }, `too many requests, ${said}`],
  ])('whose token endpoint %s is at fault, and no setting is', async (_name, token, words) => {
    provider = await startScriptableProvider({ clientSecret: SECRET });
    provider.behave({ token });
    const report = await diagnosed(scriptableBody(provider));
    expect(report.checks.filter(({ verdict }) => verdict === 'fault')).toEqual([]);
    const check = report.checks.find(({ id }) => id === 'token-endpoint');
    expect(check).toMatchObject({ verdict: 'not-applicable', seen: expect.stringContaining(words) });
  });

  it.each([
    ['resources', 'resource', 503, 'a failure of the provider'],
    ['resources', 'resource', 429, 'too many requests'],
    ['authorization-endpoint', 'authorization', 500, 'a failure of the provider'],
    ['logout', 'logout', 502, 'a failure of the provider'],
  ] as const)(
    'is asked as no login asks, so its %s that answers what %s with %d says nothing: %s',
    async (id, step, status, words) => {
      provider = await startScriptableProvider({ clientSecret: SECRET });
      provider.behave(
        step === 'resource' ? { resources: { person: { status } } } : { [step]: () => ({ status, body: 'busy' }) },
      );
      const report = await diagnosed(scriptableBody(provider, { ...withResource(provider), useLogout: true }));
      expect(report.checks.filter((one) => one.id === id && one.verdict !== 'not-applicable')).toEqual([]);
      expect(report.checks.filter(({ verdict }) => verdict === 'fault')).toEqual([]);
      const seen = expect.stringContaining(`${words}, ${said}`);
      expect(report.checks).toContainEqual(expect.objectContaining({ id, verdict: 'not-applicable', seen }));
    },
  );

  it.each([
    ['discovery', 'issuer'],
    ['jwks', 'jwksUri'],
  ] as const)(
    'whose %s fails keeps every login from getting further, and %s is not called wrong',
    async (id, setting) => {
      provider = await startScriptableProvider({ clientSecret: SECRET });
      provider.behave({ [id]: { status: 503 } });
      const { checks } = await diagnosed(scriptableBody(provider));
      const remedy = expect.stringContaining(`says nothing about \`${setting}\``);
      expect(checks[0]).toMatchObject({ id, verdict: 'fault', remedy });
    },
  );

  it('whose endpoint for pushed requests fails is at fault, and no setting is', async () => {
    const body = '{"error":"invalid_client"}';
    const failing = createServer((_request, response) => void response.writeHead(503).end(body));
    await once(failing.listen(0, '127.0.0.1'), 'listening');
    const uri = `http://127.0.0.1:${(failing.address() as AddressInfo).port}/par`;
    provider = await startScriptableProvider({
      clientSecret: SECRET,
      metadata: { pushed_authorization_request_endpoint: uri },
    });
    const report = await diagnosed(scriptableBody(provider, { usePushedAuthorizationRequests: true }));
    failing.close();
    expect(report.checks.filter(({ verdict }) => verdict === 'fault')).toEqual([]);
    const check = report.checks.find(({ id }) => id === 'authorization-endpoint');
    expect(check).toMatchObject({ verdict: 'not-applicable', seen: expect.stringContaining(said) });
  });

  it('whose algorithm is not the one that is allowed by default: says which to set, and how the body is then', async () => {
    provider = await startScriptableProvider({ clientSecret: SECRET, signingAlgorithm: 'ES256' });
    const { checks } = await diagnosed(scriptableBody(provider));
    expect(checks[0]).toMatchObject({
      id: 'signing-algorithms',
      remedy: expect.stringContaining('Set `idToken.signingAlgorithms` to ["ES256"]'),
      change: { idToken: { signingAlgorithms: ['ES256'], useNonce: true } },
    });
  });

  it('names the key set of another provider by its keys', async () => {
    const other = await startScriptableProvider();
    provider = await startScriptableProvider({ clientSecret: SECRET });
    const report = await diagnosed(scriptableBody(provider, { jwksUri: other.jwksUri }));
    await other.close();
    expect(firstFault(report)).toBe('$.jwksUri');
  });

  it('accepts another address of the same key set, and remarks on it', async () => {
    const key = await generateSigningKey();
    const other = await startScriptableProvider();
    provider = await startScriptableProvider({ clientSecret: SECRET });
    provider.setKeys([key]);
    other.setKeys([key]);
    const report = await diagnosed(scriptableBody(provider, { jwksUri: other.jwksUri }));
    await other.close();
    expect(report.checks[0]).toMatchObject({ verdict: 'warning', id: 'endpoints', path: '$.jwksUri' });
  });

  it('leaves everything that follows from an unreachable issuer unjudged, because only one setting is wrong', async () => {
    const { checks } = await diagnosed({
      name: 'seeded',
      kind: 'oidc',
      clientId: 'sign',
      clientAuthentication: { method: 'client_secret_basic', clientSecret: SECRET },
      issuer: 'http://idp.invalid',
    });
    expect(checks.filter(({ verdict }) => verdict === 'fault')).toMatchObject([{ id: 'address', path: '$.issuer' }]);
  });

  it('says of a refused address only that it is refused', async () => {
    provider = await startScriptableProvider({ clientSecret: SECRET });
    const report = await diagnosed(scriptableBody(provider), { allowedCidrs: [] });
    expect(report.checks[0]).toMatchObject({ verdict: 'fault', id: 'address', path: '$.issuer' });
    expect(provider.calls.counts()).toEqual({});
  });

  it.each(slow)('%s: the first fault names its setting', async (name) => {
    expect(await waitedFor.get(name)).toBe(seeded[name]?.[0]);
  });
});
