import { describe, expect, it } from '@jest/globals';
import { json, oauthError } from '../support/http/answers.js';
import { JOHN_DOE, startScriptableProvider } from '../support/scriptable-provider.js';
import { federationUnderTest } from './support/federation-under-test.js';
import { ScriptedTrip } from './support/scripted-trip.js';
import { browse, complete, completed, failed, start, walk } from './support/walk.js';

describe('a trip', () => {
  const trip = new ScriptedTrip();
  const { configured } = trip;

  it.each([
    ['token', { token: { hang: true } }, 'token_request.aborted'],
    ['key set', { jwks: { hang: true } }, 'jwks.aborted'],
    ['resource', { userinfo: { hang: true } }, 'resource.aborted'],
  ] as const)('ends when its time is over while it waits for the %s', async (_what, script, code) => {
    trip.provider.behave(script);
    const once = configured({ resources: [{ name: 'userinfo', type: 'userinfo' }] });
    const started = await start(trip.tested, once);
    const callback = await browse(started.authorizationUrl);
    const options = { complete: { signal: AbortSignal.timeout(300) } };
    expect(failed(await complete(trip.tested, once, started, callback, options)).code).toBe(code);
  });

  it('makes no call when its time is over before it begins', async () => {
    const once = configured();
    const started = await start(trip.tested, once);
    const callback = await browse(started.authorizationUrl);
    const options = { complete: { signal: AbortSignal.abort() } };
    expect(failed(await complete(trip.tested, once, started, callback, options)).code).toBe('jwks.aborted');
    expect(trip.provider.calls.count('token')).toBe(0);
  });

  it.each(['http://127.0.0.1', 'http://2130706433', 'http://0x7f.1', 'http://[::ffff:7f00:1]', 'http://localhost'])(
    'sends nothing to an internal address, however it is spelt: %s',
    async (host) => {
      const guarded = federationUnderTest({ outbound: { allowedCidrs: [] } });
      const { port } = new URL(trip.provider.origin);
      const once = configured({
        discovery: false,
        authorizationUri: trip.provider.authorizationUri,
        tokenUri: `${host}:${port}/token`,
        jwksUri: trip.provider.jwksUri,
      });
      const started = await start(guarded, once);
      const outcome = await complete(guarded, once, started, await browse(started.authorizationUrl));
      expect(failed(outcome).code).toBe('jwks.address_refused');
      expect(trip.provider.calls.count('token')).toBe(0);
      await guarded.close();
    },
  );

  it('tries the other secret next time when the newer one of two was refused', async () => {
    const accepted = 'the older one';
    trip.provider.behave({
      token: (happy, { headers }) =>
        Buffer.from(headers.authorization?.slice(6) ?? '', 'base64').toString() ===
        `sign:${accepted.replaceAll(' ', '%20')}`
          ? happy
          : oauthError('invalid_client', 'no', 401),
    });
    const clientAuthentication = { method: 'client_secret_basic', clientSecret: 'the newer one' };
    const rotating = {
      ...configured({ clientAuthentication }),
    };
    const older = { id: 'older', version: 1, kind: 'client_secret', value: accepted, expiresAt: null } as const;
    const both = { ...rotating, credentials: [...rotating.credentials, older] };
    expect(failed(await walk(trip.tested, both)).code).toBe('token_request.invalid_client');
    completed(await walk(trip.tested, both));
    completed(await walk(trip.tested, both));
    expect(trip.provider.codesPresentedAgain).toBe(0);
  });

  it('does not trust a provider for what another one says at its callback', async () => {
    const other = await startScriptableProvider({ signingAlgorithm: 'ES256' });
    const started = await start(trip.tested, configured());
    const foreign = await start(trip.tested, configured({ issuer: other.issuer }));
    const callback = await browse(foreign.authorizationUrl);
    const once = configured();
    expect(failed(await complete(trip.tested, once, started, callback)).code).toBe(
      'authorization_response.state_mismatch',
    );
    await other.close();
  });

  it('names the resource that failed, and whose keys were relied on before', async () => {
    trip.provider.setPerson({ ...JOHN_DOE, resources: { one: {}, two: {} } });
    trip.provider.behave({ resources: { two: json({}, 404) } });
    const resources = ['one', 'two'].map((name) => ({ name, uri: trip.provider.resourceUri(name) }));
    const once = configured({ resources });
    const { code, steps, issuer } = failed(await walk(trip.tested, once));
    expect(steps.at(-1)).toMatchObject({ step: 'resource', name: 'two', outcome: code });
    expect(issuer).toBe(trip.provider.issuer);
  });

  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'takes whatever variation the standards allow (seed %i)',
    async (seed) => {
      const varied = await startScriptableProvider({
        signingAlgorithm: 'ES256',
        benignVariation: { seed, latencyMilliseconds: 5 },
        person: { ...JOHN_DOE, resources: { document: { a: 1 } } },
      });
      const once = configured({
        issuer: varied.issuer,
        resources: [
          { name: 'userinfo', type: 'userinfo' },
          { name: 'document', uri: varied.resourceUri('document'), tokenParameter: 'bearer' },
        ],
      });
      completed(await walk(trip.tested, once));
      completed(await walk(trip.tested, once));
      await varied.close();
    },
  );
});
