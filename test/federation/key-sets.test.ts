import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProviderForTrip } from '../../src/providers/provider-for-trip.js';
import { MovableClock } from '../support/clock.js';
import { json } from '../support/http/answers.js';
import {
  generateSigningKey,
  type ScriptableProvider,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { completed, failed, walk } from './support/walk.js';

const minute = 60_000;
const hour = 60 * minute;

describe("a provider's key set", () => {
  let provider: ScriptableProvider;
  let tested: FederationUnderTest;
  let clock: MovableClock;
  let configured: ProviderForTrip;

  beforeEach(async () => {
    clock = new MovableClock();
    provider = await startScriptableProvider({ now: () => clock.now().getTime(), signingAlgorithm: 'ES256' });
    tested = federationUnderTest({ clock });
    configured = providerUnderTest({
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'none' },
      issuer: provider.issuer,
      idToken: { signingAlgorithms: ['ES256'] },
    });
  });

  afterEach(async () => {
    await tested.close();
    await provider.close();
  });

  const succeed = async () => completed(await walk(tested, configured));
  const refusal = async () => failed(await walk(tested, configured)).code;
  const jwksCalls = () => provider.calls.count('jwks');

  it('is fetched once for many logins at the same time', async () => {
    await Promise.all(Array.from({ length: 10 }, succeed));
    expect([provider.calls.count('discovery'), jwksCalls(), provider.calls.count('token')]).toEqual([1, 1, 10]);
  });

  it('is held for 10 minutes', async () => {
    await succeed();
    clock.advance(10 * minute - 1000);
    await succeed();
    expect(jwksCalls()).toBe(1);
    clock.advance(2000);
    await succeed();
    expect(jwksCalls()).toBe(2);
  });

  it('accepts a token without kid when there is one key (kid-absent-one-key)', async () => {
    provider.setKeys([await generateSigningKey('ES256', null)]);
    await succeed();
    provider.behave({ idToken: { header: { kid: undefined } } });
    await succeed();
  });

  it('accepts a kid that the only key, which has none, does not confirm', async () => {
    provider.setKeys([await generateSigningKey('ES256', null)]);
    provider.behave({ idToken: { header: { kid: 'invented' } } });
    await succeed();
  });

  it('refuses a token without kid when there are several keys (kid-absent-many-keys)', async () => {
    provider.setKeys([provider.signingKey, await generateSigningKey('ES256')]);
    provider.behave({ idToken: { header: { kid: undefined } } });
    expect(await refusal()).toBe('id_token.key_ambiguous');
  });

  it('does not count keys for other algorithms and uses', async () => {
    const encryption = await generateSigningKey('ES256');
    provider.setKeys([
      provider.signingKey,
      await generateSigningKey('ES384'),
      { ...encryption, publicJwk: { ...encryption.publicJwk, use: 'enc' } },
      { ...encryption, publicJwk: { kty: 'unheard-of' } },
    ]);
    provider.behave({ idToken: { header: { kid: undefined } } });
    await succeed();
  });

  it.each([
    ['an entry that is no key', (key: object) => [null, 7, {}, key]],
    ['one key twice', (key: object) => [key, { ...key }]],
    ['one key twice, under another kid', (key: object) => [key, { ...key, kid: 'again' }]],
    ['members that are null or empty', (key: object) => [{ ...key, use: null, alg: '', crit: null, x5t: '' }]],
    ['members that are empty lists', (key: object) => [{ ...key, key_ops: [], x5c: [] }]],
    ['uses that an import would not know', (key: object) => [{ ...key, key_ops: ['verify', 'stamp'] }]],
    ['one key twice, in padded Base64', (key: { x?: string }) => [key, { ...key, x: `${key.x ?? ''}=` }]],
  ])('accepts a set with %s', async (_what, keys) => {
    provider.behave({ jwks: json({ keys: keys(provider.signingKey.publicJwk ?? {}) }) });
    await succeed();
  });

  it.each([
    ['key_ops', ['sign']],
    ['use', 'enc'],
    ['alg', 'es256'],
    ['crv', 'p-256'],
  ])('refuses a key that may not verify, and says that it is its %s', async (member, value) => {
    provider.behave({ jwks: json({ keys: [{ ...provider.signingKey.publicJwk, [member]: value }] }) });
    const { code, detail } = failed(await walk(tested, configured));
    expect(code).toBe('id_token.key_not_found');
    expect(detail).toMatch(new RegExp(`the one with that kid has ${member} `));
  });

  it.each([
    ['x5t', { x5t: 'the-certificate' }, { x5t: 'the-certificate' }],
    ['x5t#S256', { 'x5t#S256': 'the-certificate' }, { 'x5t#S256': 'the-certificate', x5t: 'of another' }],
    [
      'x5t#S256 of its x5c',
      { x5c: [Buffer.from('certificate').toString('base64')] },
      { 'x5t#S256': createHash('sha256').update('certificate').digest('base64url') },
    ],
  ])('chooses a key by %s where the kid does not', async (_name, published, header) => {
    const other = await generateSigningKey('ES256');
    const keys = [
      { ...other.publicJwk, kid: 'one' },
      { ...provider.signingKey.publicJwk, kid: 'one', ...published },
    ];
    provider.behave({ jwks: json({ keys }), idToken: { header: { kid: 'one', ...header } } });
    await succeed();
    provider.behave({ jwks: json({ keys }), idToken: { header: { kid: undefined, ...header } } });
    await succeed();
    provider.behave({ jwks: json({ keys }), idToken: { header: { kid: 'one', x5t: 'of nobody' } } });
    expect(await refusal()).toBe('id_token.key_ambiguous');
  });

  it('refuses two usable keys with one kid (two-keys-one-kid)', async () => {
    provider.setKeys([provider.signingKey, await generateSigningKey('ES256', provider.signingKey.kid)]);
    expect(await refusal()).toBe('id_token.key_ambiguous');
  });

  it('is fetched once more for a key that was rotated (key-rotation)', async () => {
    await succeed();
    await provider.rotateKey({ alg: 'ES256' });
    await succeed();
    await succeed();
    expect(jwksCalls()).toBe(2);
  });

  it('is fetched once more for a new key under the old kid (same-kid-new-key)', async () => {
    await succeed();
    await provider.rotateKey({ alg: 'ES256', kid: provider.signingKey.kid ?? '' });
    await succeed();
    expect(jwksCalls()).toBe(2);
  });

  it('follows a rotation between redirect and token (key-rotation-just-before-signing), again and again', async () => {
    await succeed();
    for (let rotation = 1; rotation <= 3; rotation += 1) {
      provider.behave({ idToken: async () => ({ key: await provider.rotateKey({ alg: 'ES256' }) }) });
      await succeed();
      expect(jwksCalls()).toBe(1 + rotation);
    }
  });

  it('is fetched at most once per minute, whatever kids come (unknown-kid-storm)', async () => {
    await succeed();
    const stranger = await generateSigningKey('ES256');
    let count = 0;
    provider.behave({ idToken: () => ({ key: stranger, header: { kid: `invented-${(count += 1)}` } }) });
    for (let login = 0; login < 50; login += 1) expect(await refusal()).toBe('id_token.key_not_found');
    await Promise.all(Array.from({ length: 50 }, refusal));
    expect(jwksCalls()).toBe(2);

    clock.advance(minute + 1);
    expect(await refusal()).toBe('id_token.key_not_found');
    expect(jwksCalls()).toBe(3);
  });

  it('is fetched at most once per minute for wrong signatures too', async () => {
    await succeed();
    provider.behave({ idToken: { damageSignature: true } });
    await Promise.all(Array.from({ length: 20 }, refusal));
    for (let login = 0; login < 20; login += 1) expect(await refusal()).toBe('id_token.signature_invalid');
    expect(jwksCalls()).toBe(2);
  });

  it('lets a login with a known key through during the cool-down', async () => {
    await succeed();
    const stranger = await generateSigningKey('ES256');
    provider.behave({ idToken: [{ key: stranger }, 'happy'] });
    expect(await refusal()).toBe('id_token.key_not_found');
    await succeed();
  });

  it('is used for 24 hours more while it cannot be fetched', async () => {
    await succeed();
    provider.behave({ jwks: { status: 503 } });
    clock.advance(23 * hour);
    const trip = await succeed();
    expect(trip.steps.map(({ outcome }) => outcome)).toContain('jwks.http_error');
    await succeed();
    expect(jwksCalls()).toBe(2);
    clock.advance(2 * hour);
    expect(await refusal()).toBe('jwks.http_error');
  });

  it('that cannot be fetched stands as a step in every login that waited for it', async () => {
    provider.behave({ jwks: { status: 503 } });
    const outcomes = await Promise.all(Array.from({ length: 3 }, () => walk(tested, configured)));
    expect(jwksCalls()).toBe(1);
    for (const outcome of outcomes)
      expect(failed(outcome)).toMatchObject({
        code: 'jwks.http_error',
        steps: expect.arrayContaining([expect.objectContaining({ step: 'jwks', outcome: 'jwks.http_error' })]),
      });
  });

  it.each([
    ['HTML', { body: '<html></html>' }, 'jwks.not_json'],
    ['an array', json([]), 'jwks.not_json'],
    ['no keys', json({}), 'jwks.invalid'],
    ['keys that are no list', json({ keys: {} }), 'jwks.invalid'],
    ['keys that are no objects', json({ keys: ['x', null] }), 'jwks.invalid'],
    ['an empty list', json({ keys: [] }), 'id_token.key_not_found'],
    ['a redirect', { status: 302, headers: { location: '/x' } }, 'jwks.redirect'],
    ['a broken connection', { reset: 'before-headers' }, 'jwks.connection_reset'],
    ['too much', json({ keys: [], filler: 'x'.repeat(300_000) }), 'jwks.too_large'],
  ] as const)('refuses when the JWKS URI answers %s', async (_what, jwks, code) => {
    provider.behave({ jwks });
    expect(await refusal()).toBe(code);
  });

  it('names a key that cannot be used', async () => {
    const { signingKey } = provider;
    provider.setKeys([{ ...signingKey, publicJwk: { ...signingKey.publicJwk, x: 'AAAA' } }]);
    expect(await refusal()).toBe('id_token.key_unusable');
    const { x: _x, y: _y, ...withoutPoint } = signingKey.publicJwk ?? {};
    provider.behave({ jwks: json({ keys: [{ ...withoutPoint, x5c: ['MII'] }] }) });
    clock.advance(11 * minute);
    const { code, detail } = failed(await walk(tested, configured));
    expect([code, detail]).toEqual(['id_token.key_unusable', expect.stringMatching(/it has no x and y$/)]);
  });

  it('keeps a key as evidence in the spelling that every verifier takes', async () => {
    const { signingKey } = provider;
    const x = Buffer.from(String(signingKey.publicJwk?.x), 'base64url');
    const published = { ...signingKey.publicJwk, x: Buffer.concat([Buffer.alloc(1), x]).toString('base64') };
    provider.setKeys([{ ...signingKey, publicJwk: published }]);
    const trip = await succeed();
    expect(trip.idToken?.jwk).toMatchObject({ x: x.toString('base64url') });
  });

  it('never keeps a private member that a provider publishes by mistake', async () => {
    const { signingKey } = provider;
    provider.setKeys([{ ...signingKey, publicJwk: { ...signingKey.publicJwk, d: 'private', k: 'private' } }]);
    const trip = await succeed();
    expect(JSON.stringify(trip.idToken)).not.toContain('private');
  });
});
