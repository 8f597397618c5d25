import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MovableClock } from '../support/clock.js';
import { json, withMembers } from '../support/http/answers.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { configuredAt } from './support/scripted-trip.js';
import { browse, complete, completed, failed, start, walk } from './support/walk.js';

const hour = 3_600_000;

describe("a provider's metadata", () => {
  let provider: ScriptableProvider;
  let tested: FederationUnderTest;
  let clock: MovableClock;

  const serve = async (options: Parameters<typeof startScriptableProvider>[0] = {}) => {
    provider = await startScriptableProvider({
      now: () => clock.now().getTime(),
      signingAlgorithm: 'ES256',
      ...options,
    });
  };

  beforeEach(() => {
    clock = new MovableClock();
    tested = federationUnderTest({ clock });
  });

  afterEach(async () => {
    await tested.close();
    await provider.close();
  });

  const configured = (more: object = {}) => configuredAt(provider, more);

  it('come from the document alone: nothing about paths is assumed (discovery-random-endpoints)', async () => {
    const paths = {
      authorization: '/a7',
      token: '/b8?x=1'.slice(0, 3),
      jwks: '/c9',
      userinfo: '/d0',
      par: '/e1',
      logout: '/f2',
    };
    await serve({ issuerPath: '/tenant/v2.0', paths });
    completed(await walk(tested, configured({ resources: [{ name: 'userinfo', type: 'userinfo' }] })));
    expect(provider.calls.counts()).toEqual({ discovery: 1, authorization: 1, token: 1, jwks: 1, userinfo: 1 });
  });

  it('are not asked for when every URI is configured', async () => {
    await serve();
    const explicit = {
      discovery: false,
      authorizationUri: provider.authorizationUri,
      tokenUri: provider.tokenUri,
      jwksUri: provider.jwksUri,
    };
    completed(await walk(tested, configured(explicit)));
    expect(provider.calls.count('discovery')).toBe(0);
  });

  it('give way to a URI that is configured', async () => {
    await serve();
    provider.behave({ discovery: withMembers({ token_endpoint: 'javascript:1' }) });
    completed(await walk(tested, configured({ discovery: true, tokenUri: provider.tokenUri })));
  });

  it('are fetched once for many who start at the same time, and held for an hour', async () => {
    await serve();
    const once = configured();
    await Promise.all(Array.from({ length: 10 }, () => start(tested, once)));
    clock.advance(hour - 1000);
    await start(tested, once);
    expect(provider.calls.count('discovery')).toBe(1);
    clock.advance(2000);
    await start(tested, once);
    expect(provider.calls.count('discovery')).toBe(2);
  });

  it('are used for a day while they cannot be fetched', async () => {
    await serve();
    const once = configured();
    completed(await walk(tested, once));
    provider.behave({ discovery: { status: 503 } });
    clock.advance(23 * hour);
    completed(await walk(tested, once));
    completed(await walk(tested, once));
    expect(provider.calls.count('discovery')).toBe(2);
    clock.advance(2 * hour);
    await expect(start(tested, once)).rejects.toMatchObject({ code: 'discovery.http_error' });
  });

  it('stay those of the start until the callback, even when the document has changed meanwhile', async () => {
    await serve();
    const once = configured();
    const started = await start(tested, once);
    const callback = await browse(started.authorizationUrl);
    provider.behave({ discovery: withMembers({ token_endpoint: `${provider.origin}/elsewhere` }) });
    clock.advance(2 * hour);
    await start(tested, once);
    provider.calls.clear();
    await complete(tested, once, started, callback);
    expect(provider.calls.count('token')).toBe(1);
    expect(provider.calls.count('other')).toBe(0);
  });

  it('are fetched again by an instance that did not start the login', async () => {
    await serve();
    const once = configured();
    const started = await start(tested, once);
    const callback = await browse(started.authorizationUrl);
    const other = federationUnderTest({ clock });
    completed(await complete(other, once, started, callback));
    await other.close();
  });

  it('refuse the login at such an instance when they have changed, before the code is sent', async () => {
    await serve();
    const once = configured();
    const started = await start(tested, once);
    const callback = await browse(started.authorizationUrl);
    provider.behave({ discovery: withMembers({ token_endpoint: `${provider.origin}/elsewhere` }) });
    provider.calls.clear();
    const other = federationUnderTest({ clock });
    expect(failed(await complete(other, once, started, callback)).code).toBe('discovery.metadata_changed');
    expect(provider.calls.counts()).toEqual({ discovery: 1 });
    await other.close();
  });

  it('may change in what no login depends on', async () => {
    await serve();
    const once = configured();
    const started = await start(tested, once);
    const callback = await browse(started.authorizationUrl);
    provider.behave({ discovery: withMembers({ scopes_supported: ['openid', 'new'], service_documentation: 'x' }) });
    const other = federationUnderTest({ clock });
    completed(await complete(other, once, started, callback));
    await other.close();
  });

  it('pin the origins of the endpoints at the first discovery', async () => {
    await serve();
    const once = configured();
    completed(await walk(tested, once));
    expect(tested.observer.pins.get(once.id)).toEqual({
      authorization_endpoint: provider.origin,
      token_endpoint: provider.origin,
      jwks_uri: provider.origin,
      userinfo_endpoint: provider.origin,
      end_session_endpoint: provider.origin,
      pushed_authorization_request_endpoint: provider.origin,
    });
  });

  it('are refused once an endpoint has moved to another origin (endpoint-moves-host)', async () => {
    await serve();
    const once = configured();
    await start(tested, once);
    const elsewhere = await startScriptableProvider();
    provider.behave({ discovery: withMembers({ token_endpoint: elsewhere.tokenUri }) });
    clock.advance(2 * hour);
    const pinnedOrigins = tested.observer.pins.get(once.id) ?? null;
    await expect(start(tested, { ...once, pinnedOrigins })).rejects.toMatchObject({
      code: 'discovery.endpoint_moved',
      detail: `token_endpoint: expected ${provider.origin}, saw ${elsewhere.origin}`,
    });
    await elsewhere.close();
  });

  it('are found at the address of RFC 8414 for an authorization server that has no OpenID document', async () => {
    const wellKnown = '/.well-known/oauth-authorization-server/realm';
    await serve({ issuerPath: '/realm', resourcePaths: { metadata: wellKnown } });
    const document = {
      issuer: provider.issuer,
      authorization_endpoint: provider.authorizationUri,
      token_endpoint: provider.tokenUri,
    };
    provider.behave({
      discovery: json({}, 404),
      resources: { metadata: json(document) },
      authorization: { iss: undefined },
    });
    const oauth2 = providerUnderTest({
      kind: 'oauth2',
      clientId: 'sign',
      clientAuthentication: { method: 'none' },
      issuer: provider.issuer,
      discovery: true,
      resources: [{ name: 'me', uri: provider.userinfoUri }],
      subject: { source: 'resource:me', path: 'sub' },
    });
    expect(completed(await walk(tested, oauth2)).subject).toEqual({ issuer: provider.issuer, sub: 'b7f2c1d4' });
  });

  it('of all directories (Entra) hold a template, which is judged against the allow-list', async () => {
    const tenant = '11111111-2222-4333-8444-555555555555';
    await serve({ issuerPath: '/organizations/v2.0' });
    const template = `${provider.origin}/{tenantid}/v2.0`;
    const iss = template.replace('{tenantid}', tenant);
    provider.behave({
      discovery: withMembers({ issuer: template, authorization_response_iss_parameter_supported: undefined }),
      authorization: { iss: undefined },
      idToken: { claims: { iss, tid: tenant, oid: 'the-object' } },
    });
    const shared = { allowedTenantIds: [tenant], subject: { source: 'id_token', path: 'oid' } };

    for (const issuer of [template, provider.issuer]) {
      const trip = completed(await walk(tested, configured({ issuer, ...shared })));
      expect(trip.subject).toEqual({ issuer: iss, sub: 'the-object' });
    }
    const other = configured({ issuer: template, ...shared, allowedTenantIds: [tenant.replace('1', '3')] });
    expect(failed(await walk(tested, other)).code).toBe('id_token.issuer_mismatch');
  });
});
