import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { diagnosisReportSchema } from '../../src/diagnosis/diagnosis-report.js';
import { attemptSchema } from '../../src/signer-authentications/api/attempts.schema.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { type OAuthProvider, type OAuthResource, startOAuthProvider } from '../support/oauth-provider.js';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import { everyNth } from '../support/range.js';
import {
  generateSigningKey,
  type Script,
  type ScriptableProvider,
  type ScriptableProviderOptions,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { type Body, basic, SECRET } from './support/bodies.js';

const birthday = '31.12.1990';
const person = {
  given_name: 'John',
  family_name: 'Doe',
  email: 'john@example.com',
  'urn:id.number': 'A-1',
  number: 4711,
  born: birthday,
  card: { holder: { last_name: 'Doe' }, issued: ['2020-01-01'] },
};

const recipient = { email: 'john@example.com', firstName: 'John', lastName: 'Doe' };
const validateName = { path: 'given_name', action: 'validate', target: 'recipient.firstName' };

/** Runs one login with a wrong setting and reads what the attempt says. */
class AttemptWorld {
  private count = 0;

  constructor(
    readonly service: SharedService,
    readonly tenantName: string,
    readonly tenant: ApiClient,
  ) {}

  /** A name that no provider has yet, and the redirect URI that goes with it. */
  next(): { name: string; redirectUri: string } {
    this.count += 1;
    const name = `seeded-${this.count}`;
    return { name, redirectUri: `${this.service.settings.PUBLIC_URL}/callback/${this.tenantName}/${name}` };
  }

  /** @returns the first fault of the diagnosis, or else of the first attempt */
  async firstFault(
    body: Body,
    request: Body = {},
  ): Promise<{ known: 'before' | 'on the first attempt' | 'never'; path: string }> {
    const name = String(body['name']);
    const created = await this.tenant.post('/v1/providers', body);
    if (created.status !== 201) throw new Error(JSON.stringify(created.body));
    const diagnosis = await this.tenant.post(`/v1/providers/${name}/diagnosis`);
    const [before] = diagnosisReportSchema.parse(diagnosis.body).checks;
    if (before?.verdict === 'fault') return { known: 'before', path: before.path };
    const attempt = await this.attempt(name, request);
    const [first] = attempt.checks;
    return first?.verdict === 'fault'
      ? { known: 'on the first attempt', path: first.path }
      : { known: 'never', path: JSON.stringify(attempt) };
  }

  async attempt(provider: string, request: Body = {}, account = 'john') {
    const authentication = await this.tenant.post('/v1/signer-authentications', {
      envelope: { id: `env-${provider}`, name: 'Loan contract' },
      workstep: { id: 'ws-1' },
      recipient,
      returnUrl: 'https://workflow.example/after',
      providers: [{ name: provider, ...request }],
    });
    if (authentication.status !== 201) throw new Error(JSON.stringify(authentication.body));
    const browser = new SignerBrowser();
    const { id, signInUrl } = authentication.body as { id: string; signInUrl: string };
    await browser.open(signInUrl);
    const login = await browser.click('button[name=provider]');
    if (login.document.querySelector('#decline') !== null) {
      await browser.click(account === 'decline' ? '#decline' : `#account-${account}`);
    }
    await browser.close();
    const { body } = await this.tenant.get(`/v1/signer-authentications/${id}/attempts`);
    const [attempt] = z.object({ items: z.array(attemptSchema) }).parse(body).items;
    if (attempt === undefined) throw new Error('There is no attempt');
    return attempt;
  }
}

describe('a misconfiguration that only a login shows', () => {
  let world: AttemptWorld;
  let openId: OpenIdProvider;
  let scriptable: ScriptableProvider | undefined;
  let oauth: OAuthProvider | undefined;

  beforeAll(async () => {
    const service = await sharedTestService();
    const acme = ownName('acme');
    world = new AttemptWorld(service, acme, await service.newTenant(acme));
    openId = await startOpenIdProvider({
      clients: [
        { client_id: 'sign', client_secret: SECRET },
        { client_id: 'es256', client_secret: SECRET, id_token_signed_response_alg: 'ES256' },
      ],
      accounts: [{ id: 'john', claims: person }],
    });
  });

  afterEach(async () => {
    await scriptable?.close();
    await oauth?.close();
    scriptable = undefined;
    oauth = undefined;
  });

  afterAll(async () => {
    await world.service.close();
    await openId.close();
  });

  const onOpenId = (changes: Body): Body => {
    const { name, redirectUri } = world.next();
    for (const client of ['sign', 'es256']) openId.registerRedirectUri(client, redirectUri);
    const scopes = ['openid', 'profile', 'email'];
    return {
      name,
      kind: 'oidc',
      clientId: 'sign',
      clientAuthentication: basic(),
      issuer: openId.issuer,
      scopes,
      ...changes,
    };
  };
  const mapped = (mapping: Body): Body => onOpenId({ idToken: { mappings: [mapping] } });
  const expectBorn = (expected: string): Body => ({ validations: [{ field: 'custom.born', expected }] });

  const withOpenId: Readonly<Record<string, readonly [path: string, body: () => Body, request?: Body]>> = {
    'a scope is missing': ['$.scopes', () => onOpenId({ scopes: ['openid'], idToken: { mappings: [validateName] } })],
    'another algorithm is registered for this client': [
      '$.idToken.signingAlgorithms',
      () => onOpenId({ clientId: 'es256' }),
    ],
    'a name deep in a path is misspelt': [
      '$.idToken.mappings[0].path',
      () =>
        mapped({ path: 'card.holder.lastname', action: 'update', target: 'recipient.lastName', whenMissing: 'fail' }),
    ],
    'a name deep in a path is misspelt, and nothing fails by it': [
      '$.idToken.mappings[0].path',
      () => mapped({ path: 'card.holder.Last_Name', action: 'update', target: 'recipient.lastName' }),
    ],
    'a level of a path is left out': [
      '$.idToken.mappings[0].path',
      () => mapped({ path: 'card.last_name', action: 'validate', target: 'recipient.lastName' }),
    ],
    'a path ends at an object': [
      '$.idToken.mappings[0].path',
      () => mapped({ path: 'card.holder', action: 'validate', target: 'recipient.lastName' }),
    ],
    'a number is mapped to text': [
      '$.idToken.mappings[0].prepare',
      () => mapped({ path: 'number', action: 'update', target: 'certificate.identificationNumber' }),
    ],
    'a text is mapped to a country': [
      '$.idToken.mappings[0].target',
      () => mapped({ path: "['urn:id.number']", action: 'update', target: 'certificate.identificationCountry' }),
    ],
    'a date comes in another format': [
      '$.idToken.mappings[0].format',
      () => mapped({ path: 'born', action: 'update', target: 'certificate.documentIssuedOn' }),
    ],
    'a date is compared in another format': [
      '$.idToken.mappings[0].format',
      () => mapped({ path: 'born', action: 'validate', target: 'custom.born', compare: 'date' }),
      expectBorn('1990-12-31'),
    ],
    'the format of a date is wrong': [
      '$.idToken.mappings[0].format',
      () => mapped({ path: 'born', action: 'validate', target: 'custom.born', compare: 'date', format: 'MM/dd/yyyy' }),
      expectBorn('1990-12-31'),
    ],
    'a date is compared as text': [
      '$.idToken.mappings[0].compare',
      () => mapped({ path: 'born', action: 'validate', target: 'custom.born' }),
      expectBorn('1990-12-31'),
    ],
    'names are compared letter by letter': [
      '$.idToken.mappings[0].compare',
      () => mapped({ path: 'given_name', action: 'validate', target: 'custom.name' }),
      { validations: [{ field: 'custom.name', expected: 'JOHN' }] },
    ],
  };

  it.each(everyNth(Object.entries(withOpenId), 6))('%s', async (_name, [path, body, request]) => {
    expect(await world.firstFault(body(), request)).toEqual({ known: 'on the first attempt', path });
  });

  const onScriptable = async (
    options: ScriptableProviderOptions,
    script: Script,
    changes: (provider: ScriptableProvider) => Body,
  ) => {
    scriptable = await startScriptableProvider({
      clientSecret: SECRET,
      person: { idToken: { sub: '1', ...person }, resources: { person } },
      ...options,
    });
    scriptable.behave(script);
    const { name } = world.next();
    return {
      name,
      kind: 'oidc',
      clientId: 'sign',
      clientAuthentication: basic(),
      issuer: scriptable.issuer,
      idToken: { mappings: [validateName] },
      ...changes(scriptable),
    };
  };
  const explicit = (provider: ScriptableProvider, changes: Body): Body => ({
    discovery: false,
    authorizationUri: provider.authorizationUri,
    tokenUri: provider.tokenUri,
    jwksUri: provider.jwksUri,
    ...changes,
  });
  const resource = (provider: ScriptableProvider, changes: Body = {}): Body => ({
    resources: [{ name: 'person', uri: provider.resourceUri('person'), ...changes }],
  });
  const withToken = (answer: object) => (happy: object, call: { headers: { authorization?: string | undefined } }) =>
    call.headers.authorization?.includes('no-such-token') === false ? answer : happy;
  const realCode = (answer: object) => (happy: object, call: { form: URLSearchParams }) =>
    call.form.get('code')?.startsWith('no-such-code') === true ? happy : answer;
  const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Welcome</h1>' };
  const noDiscovery = { discovery: { status: 404 } };

  interface Scripted {
    readonly path: string;
    readonly options?: ScriptableProviderOptions;
    readonly script?: Script;
    readonly changes?: (provider: ScriptableProvider) => Body;
  }

  const withScript: Readonly<Record<string, Scripted>> = {
    'the issuer is wrong, and there is no discovery to tell': {
      path: '$.issuer',
      script: { ...noDiscovery, authorization: { iss: undefined } },
      changes: (provider) => explicit(provider, { issuer: `${provider.issuer}/realm` }),
    },
    'the clock of the provider is ten minutes ahead': {
      path: '$.idToken.clockToleranceSeconds',
      options: { now: () => Date.now() + 600_000 },
    },
    'the clock of the provider is ten minutes behind': {
      path: '$.idToken.clockToleranceSeconds',
      options: { now: () => Date.now() - 600_000 },
    },
    'the token is for another client': { path: '$.clientId', script: { idToken: { claims: { aud: 'another' } } } },
    'the nonce is dropped': { path: '$.idToken.useNonce', script: { idToken: { claims: { nonce: undefined } } } },
    'PKCE is refused with a real code only': {
      path: '$.usePkce',
      script: {
        token: realCode({
          status: 400,
          json: { error: 'invalid_grant', error_description: 'unexpected code_verifier' },
        }),
      },
    },
    'the token endpoint is slow with a real code only': {
      path: '$.tokenUri',
      script: { token: realCode({ hang: true }) },
    },
    'no ID token comes': {
      path: '$.kind',
      script: { token: realCode({ json: { access_token: 'a', token_type: 'Bearer' } }) },
    },
    'the level of the login is another one': {
      path: '$.assurance.requiredAcr',
      script: { idToken: { claims: { acr: 'low' } } },
      changes: () => ({ assurance: { requiredAcr: ['high'] } }),
    },
    'a resource is not there for a real token': {
      path: '$.resources[0].uri',
      script: { resources: { person: withToken({ status: 404 }) } },
      changes: resource,
    },
    'a resource is a web page for a real token': {
      path: '$.resources[0].uri',
      script: { resources: { person: withToken(html) } },
      changes: resource,
    },
    'a resource refuses the token': {
      path: '$.resources[0].tokenParameter',
      script: { resources: { person: withToken({ status: 401 }) } },
      changes: resource,
    },
    'a resource wants another scope': {
      path: '$.scopes',
      script: { resources: { person: withToken({ status: 403 }) } },
      changes: resource,
    },
    'UserInfo is about somebody else': {
      path: '$.resources[0].uri',
      script: { userinfo: withToken({ json: { sub: 'another' } }) },
      changes: ({ userinfoUri }) => ({ resources: [{ name: 'userinfo', type: 'userinfo', uri: userinfoUri }] }),
    },
    'a document is taken for UserInfo': {
      path: '$.resources[0].type',
      changes: (provider) => resource(provider, { type: 'userinfo' }),
    },
    'a name with a dot is not quoted, and the provider does not list its claims': {
      path: '$.idToken.mappings[0].path',
      options: { metadata: { claims_supported: undefined } },
      changes: () => ({
        idToken: { mappings: [{ path: 'urn:id.number', action: 'validate', target: 'recipient.lastName' }] },
      }),
    },
    'a path is of another source': {
      path: '$.idToken.mappings[0].path',
      options: { person: { idToken: { sub: '1' }, resources: { person } } },
      changes: (provider) => ({
        ...resource(provider),
        idToken: { mappings: [{ path: 'card.holder.last_name', action: 'validate', target: 'recipient.lastName' }] },
      }),
    },
  };

  it.each(everyNth(Object.entries(withScript), 6))(
    '%s',
    async (_name, { path, options = {}, script = {}, changes = () => ({}) }) => {
      const body = await onScriptable(options, script, changes);
      expect(await world.firstFault(body)).toEqual({ known: 'on the first attempt', path });
    },
  );

  it('the key set is that of another provider, and there is no discovery to tell', async () => {
    const other = await generateSigningKey();
    const stranger = await startScriptableProvider();
    stranger.setKeys([other]);
    const body = await onScriptable({}, noDiscovery, (provider) => explicit(provider, { jwksUri: stranger.jwksUri }));
    const found = await world.firstFault(body);
    await stranger.close();
    expect(found).toEqual({ known: 'on the first attempt', path: '$.jwksUri' });
  });

  const onOAuth = async (served: Partial<OAuthResource>, changes: Body = {}) => {
    const { name, redirectUri } = world.next();
    oauth = await startOAuthProvider({
      clients: [{ clientId: 'sign', clientSecret: SECRET, redirectUris: [redirectUri] }],
      accounts: [{ id: 'john', resources: { person: { id: 1, ...person } } }],
      resources: [{ name: 'person', ...served }],
    });
    return {
      name,
      kind: 'oauth2',
      clientId: 'sign',
      clientAuthentication: { method: 'client_secret_post', clientSecret: SECRET },
      authorizationUri: oauth.authorizationUri,
      tokenUri: oauth.tokenUri,
      subject: { source: 'resource:person', path: 'id' },
      resources: [{ name: 'person', uri: oauth.resourceUri('person'), ...changes }],
    };
  };
  const byParameterOnly = { acceptsParameters: ['access_token'], acceptsHeader: false } as const;

  it.each([
    [
      'the resource wants another query parameter',
      '$.resources[0].tokenParameter',
      byParameterOnly,
      { tokenParameter: 'oauth_token' },
    ],
    ['the resource wants a query parameter', '$.resources[0].tokenParameter', byParameterOnly, {}],
    ['the resource is labelled as text', '$.leniency', { contentType: 'text/plain' }, {}],
    [
      'a path of a resource has wrong letter case',
      '$.resources[0].mappings[0].path',
      {},
      { mappings: [{ ...validateName, path: 'Given_Name' }] },
    ],
    [
      'a dotted name of a resource is not quoted',
      '$.resources[0].mappings[0].path',
      {},
      { mappings: [{ path: 'urn:id.number', action: 'update', target: 'certificate.identificationNumber' }] },
    ],
  ] as const)('%s', async (_name, path, served, changes) => {
    expect(await world.firstFault(await onOAuth(served, changes))).toEqual({ known: 'on the first attempt', path });
  });

  it('the subject is not there', async () => {
    const body = { ...(await onOAuth({})), subject: { source: 'resource:person', path: 'ID' } };
    expect(await world.firstFault(body)).toEqual({ known: 'on the first attempt', path: '$.subject.path' });
  });

  it('shows names and types of the claims of a real signer, and never a value', async () => {
    const body = mapped({ path: 'given_name', action: 'validate', target: 'recipient.lastName' });
    await world.tenant.post('/v1/providers', body);
    const attempt = await world.attempt(String(body['name']));
    expect(attempt).toMatchObject({
      status: 'failed',
      failure: { code: 'mapping.mismatched', type: expect.stringContaining('/errors/mapping.mismatched') },
      verdict: 'fault',
    });
    expect(attempt.claims['id_token']?.members).toContainEqual({ name: 'given_name', type: 'string' });
    for (const value of ['John', 'Doe', 'john@example.com', birthday, 'A-1']) {
      expect(JSON.stringify(attempt)).not.toContain(`"${value}"`);
    }
  });

  it('names the setting also when the browser could not even be sent to the provider', async () => {
    const body = onOpenId({ issuer: 'http://idp.invalid' });
    await world.tenant.post('/v1/providers', body);
    const attempt = await world.attempt(String(body['name']));
    expect(attempt).toMatchObject({ status: 'failed', checks: [{ verdict: 'fault', path: '$.issuer' }] });
  });

  it('blames no setting for a login that the person cancelled', async () => {
    const body = onOpenId({});
    await world.tenant.post('/v1/providers', body);
    const attempt = await world.attempt(String(body['name']), {}, 'decline');
    expect(attempt).toMatchObject({ verdict: 'warning', failure: { code: 'authorization_response.access_denied' } });
  });
});
