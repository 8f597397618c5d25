import { afterEach, describe, expect, it } from '@jest/globals';
import { presentedCredentials } from '../support/http/client-credentials.js';
import { type Script, type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { type Body, basic, SECRET, scriptableBody } from './support/bodies.js';
import { diagnosed, firstFault } from './support/diagnosed.js';

type TokenScript = Exclude<Script['token'], undefined>;

const refusal = (status: number, error: string, description: string) => ({
  status,
  json: { error, error_description: description },
});

/** What each product answers at its token endpoint to a client that it does not know, and to a wrong secret. */
const tokenEndpoint =
  (unknownClient: ReturnType<typeof refusal>, wrongSecret: ReturnType<typeof refusal>): TokenScript =>
  (_happy: unknown, call: Parameters<typeof presentedCredentials>[0]) => {
    const { clientId, clientSecret } = presentedCredentials(call);
    if (clientId !== 'sign') return unknownClient;
    if (clientSecret !== SECRET) return wrongSecret;
    return refusal(400, 'invalid_grant', 'The code is not valid.');
  };

const same = refusal(401, 'invalid_client', 'The client could not be authenticated.');
const keycloak = tokenEndpoint(
  refusal(401, 'invalid_client', 'Invalid client or Invalid client credentials'),
  refusal(401, 'unauthorized_client', 'Invalid client or Invalid client credentials'),
);
const lemonldap = tokenEndpoint(same, same);
const canaille = tokenEndpoint(refusal(401, 'invalid_client', 'There is no such client.'), same);
const loginPage = () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<form><input></form>' });

describe('A diagnosis at a provider that answers as real ones do', () => {
  let provider: ScriptableProvider;
  afterEach(() => provider.close());

  async function report(script: Script, body: Body) {
    provider = await startScriptableProvider({ clientSecret: SECRET });
    provider.behave(script);
    return await diagnosed(scriptableBody(provider, body));
  }
  const verdicts = (checks: readonly { id: string; verdict: string }[], ...ids: readonly string[]) =>
    ids.map((id) => checks.find((check) => check.id === id)?.verdict);

  it('blames the secret where 401 comes with unauthorized_client (Keycloak)', async () => {
    const seen = await report({ token: keycloak }, { clientAuthentication: basic('wrong') });
    expect(firstFault(seen)).toBe('$.clientAuthentication.clientSecret');
    expect(verdicts(seen.checks, 'client-id')).not.toContain('fault');
  });

  it('names both where neither endpoint tells client id and secret apart (LemonLDAP, Django)', async () => {
    const script = { token: lemonldap, authorization: loginPage } as unknown as Script;
    const seen = await report(script, { clientId: 'not-known' });
    expect(firstFault(seen)).toBe('$.clientAuthentication.clientSecret');
    expect(seen.checks[0]?.remedy).toContain('Or the client id is wrong');
    const clientId = seen.checks.find(({ id }) => id === 'client-id');
    expect(clientId).toMatchObject({ verdict: 'warning', path: '$.clientId' });
    expect(clientId?.remedy).toContain('test login');
  });

  it('names the client id where the words of the token endpoint tell (Canaille)', async () => {
    const script = { token: canaille, authorization: loginPage } as unknown as Script;
    expect(firstFault(await report(script, { clientId: 'not-known' }))).toBe('$.clientId');
    await provider.close();
    expect(firstFault(await report(script, { clientAuthentication: basic('wrong') }))).toBe(
      '$.clientAuthentication.clientSecret',
    );
  });

  it('does not call a client id wrong where nothing else could be compared (django-oauth-toolkit, method none)', async () => {
    const script = { token: lemonldap, authorization: loginPage } as unknown as Script;
    const seen = await report(script, { clientAuthentication: { method: 'none' } });
    expect(firstFault(seen)).toBe('$.clientAuthentication.method');
    expect(verdicts(seen.checks, 'client-id')).toEqual(['warning']);
  });

  it('says that a method is not listed where the token endpoint looks up the code first (zitadel/oidc)', async () => {
    const alike = refusal(400, 'invalid_grant', 'code not found');
    provider = await startScriptableProvider({
      clientSecret: SECRET,
      metadata: { token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'] },
    });
    provider.behave({ token: alike });
    const asJwt = { clientAuthentication: { method: 'client_secret_jwt', clientSecret: SECRET } };
    const { checks } = await diagnosed(scriptableBody(provider, asJwt));
    expect(checks.find(({ id }) => id === 'client-authentication')).toMatchObject({
      verdict: 'warning',
      path: '$.clientAuthentication.method',
    });
    const right = await diagnosed(scriptableBody(provider, {}));
    expect(verdicts(right.checks, 'client-authentication')).toEqual(['not-applicable']);
  });

  it('does not say that a redirect URI is registered where an invented one is sent on as well (Dex)', async () => {
    const script = {
      token: keycloak,
      authorization: (_happy: unknown, call: { query: URLSearchParams }) =>
        call.query.get('client_id') === 'sign'
          ? { status: 302, headers: { location: '/auth/local?back=' } }
          : { status: 400, body: 'Invalid client_id' },
    } as unknown as Script;
    const { checks, verdict } = await report(script, {});
    expect(verdicts(checks, 'redirect-uri', 'client-id', 'client-authentication')).toEqual([
      'not-applicable',
      'ok',
      'ok',
    ]);
    expect(verdict).not.toBe('fault');
  });

  it('reads the query of an error page, and takes no conclusion from 429 (Authelia)', async () => {
    const script = {
      token: { status: 429, json: { error: 'invalid_request' } },
      authorization: (_happy: unknown, call: { query: URLSearchParams }) => ({
        status: 302,
        headers: {
          location:
            call.query.get('client_id') === 'sign'
              ? `/error?error=invalid_request&error_description=${encodeURIComponent("The 'redirect_uri' parameter does not match any of the client's registered ones.")}`
              : '/error?error=invalid_client&error_description=Client%20authentication%20failed',
        },
      }),
    } as unknown as Script;
    const { checks } = await report(script, {});
    expect(checks.filter(({ verdict }) => verdict === 'fault').map(({ path }) => path)).toEqual(['$.redirectUri']);
    expect(verdicts(checks, 'token-endpoint', 'client-authentication')).toEqual(['not-applicable', 'not-applicable']);
    const unknown = await (async () => {
      await provider.close();
      return await report(script, { clientId: 'not-known' });
    })();
    expect(firstFault(unknown)).toBe('$.clientId');
  });

  it('reads whole texts: what tells may stand behind what all refusals share (Hydra)', async () => {
    const shared =
      'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).';
    const own =
      "The OAuth 2.0 Client supports client authentication method 'client_secret_basic', but method 'client_secret_post' was requested.";
    const post = { method: 'client_secret_post', clientSecret: SECRET };
    const wrongMethod = await report(
      { token: refusal(401, 'invalid_client', `${shared} ${own}`) },
      { clientAuthentication: post },
    );
    expect(firstFault(wrongMethod)).toBe('$.clientAuthentication.method');
    await provider.close();
    const wrongSecret = await report(
      { token: refusal(401, 'invalid_client', shared) },
      {
        clientAuthentication: post,
      },
    );
    expect(firstFault(wrongSecret)).toBe('$.clientAuthentication.clientSecret');
  });

  it.each([
    ['$.usePushedAuthorizationRequests', 'Pushed Authorization Request is only allowed.', {}],
    ['$.usePkce', 'Invalid parameter: code challenge method is not matching the configured one', {}],
    ['$.usePkce', 'Code challenge is required', { usePkce: false }],
    ['$.idToken.useNonce', 'Missing "nonce" in request', { idToken: { useNonce: false } }],
    ['$.clientId', 'Client disabled.', {}],
  ])('names %s where the provider says: %s', async (path, description, body) => {
    const script = {
      authorization: (happy: object, call: { query: URLSearchParams }) => ({
        ...happy,
        parameters: [
          ['error', 'invalid_request'],
          ['error_description', description],
          ['state', call.query.get('state') ?? ''],
        ],
      }),
    } as unknown as Script;
    const seen = await report(script, body);
    expect(firstFault(seen)).toBe(path);
    expect(seen.checks[0]?.seen).toContain(description.slice(0, 20));
  });

  it('names DPoP where the token endpoint misses a proof', async () => {
    const script = { token: refusal(400, 'invalid_request', 'DPoP proof is missing') } as unknown as Script;
    const seen = await report(script, {});
    expect(seen.checks.filter(({ verdict }) => verdict === 'fault').map(({ path }) => path)).toEqual(['$.dpop']);
  });

  it('takes scopes that are not listed for what they are, a list that may leave some out (Hydra)', async () => {
    provider = await startScriptableProvider({
      clientSecret: SECRET,
      metadata: { scopes_supported: ['openid', 'offline_access'] },
    });
    const { checks } = await diagnosed(scriptableBody(provider, { scopes: ['openid', 'profile', 'email'] }));
    const found = checks.filter(({ id }) => id === 'scopes');
    expect(found.map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
    expect(found[0]?.seen).toContain('profile is not listed');
  });

  it('says what to do where JSON without an issuer answers, in a sentence that can be followed', async () => {
    const seen = await report({ discovery: { json: { service: 'shop' } } }, {});
    expect(firstFault(seen)).toBe('$.issuer');
    expect(JSON.stringify(seen.checks)).not.toMatch(/exactly (nothing|undefined|null)/);
    expect(seen.checks.find(({ id }) => id === 'issuer')?.remedy).toContain('Enter the issuer');
  });
});
