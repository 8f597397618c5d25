import { describe, expect, it } from '@jest/globals';
import { CountersignError } from '../../src/errors/countersign-error.js';
import { requireAssurance } from '../../src/federation/policy/assurance.js';
import { judgeTokenAnswer } from '../../src/federation/token-request/token-answer.js';
import type { ProviderConfiguration } from '../../src/providers/provider-configuration.js';
import { startScriptableProvider } from '../support/scriptable-provider.js';
import { federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { failed, walk } from './support/walk.js';

/** What an admin is told: the words, and what the provider said besides. */
function told(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof CountersignError) return `${error.code}: ${error.detail ?? ''}`;
    throw error;
  }
  return 'accepted';
}

describe('a refusal says what was seen', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const answered = (members: object, status = 200) =>
    told(() =>
      judgeTokenAnswer(
        { status, mediaType: 'application/json', body: Buffer.from(JSON.stringify(members)) },
        { kind: 'oidc', dpop: false, leniency: [], secrets: ['the-code'] },
      ),
    );

  it.each([
    [
      'the object that stands for an error',
      { error: { type: 'OAuthException', message: 'No the-code' } },
      400,
      'OAuthException',
    ],
    ['its message', { error: { code: 100, message: 'Code was used' } }, 400, 'Code was used'],
    ['a description beside it', { error: {}, error_description: 'Gone' }, 400, 'Gone'],
    ['members in place of a token', { errcode: 40029, errmsg: 'invalid code' }, 200, 'beside "errcode", "errmsg"'],
    ['a token that is empty', { access_token: 'a', token_type: 'bearer', id_token: ' ' }, 200, 'saw empty text'],
  ])('of a token endpoint: %s', (_what, members, status, words) => {
    expect(answered(members, status)).toContain(words);
    expect(answered(members, status)).not.toContain('the-code');
  });

  const configuration = {
    assurance: { requiredAcr: ['2'], requiredAmr: ['mfa'], maxAuthenticationAgeSeconds: 300 },
    idToken: { clockToleranceSeconds: 30 },
  } as unknown as ProviderConfiguration;
  const enough = { acr: '2', amr: ['mfa'], auth_time: now.getTime() / 1000 };

  it.each([
    ['an acr that is a number', { acr: 2 }, 'saw number'],
    ['no acr', { acr: undefined }, 'saw nothing'],
    ['an amr that is an object', { amr: {} }, 'saw object'],
    ['an auth_time that is text', { auth_time: '1772366400' }, 'saw string'],
    ['an auth_time in milliseconds', { auth_time: now.getTime() }, 's ahead of our clock'],
    ['nothing amiss', {}, 'accepted'],
  ])('of a login that is not good enough: %s', (_what, claims, words) => {
    expect(
      told(() => {
        requireAssurance({ ...enough, ...claims }, configuration, now);
      }),
    ).toContain(words);
  });

  it.each([
    ['seconds', now.getTime() / 1000, now],
    ['milliseconds, a year that RFC 3339 cannot write', now.getTime(), null],
  ])('keeps as the moment of a login what an event can say: %s', (_what, authTime, kept) => {
    const anyAge = { ...configuration, assurance: { ...configuration.assurance, maxAuthenticationAgeSeconds: null } };
    expect(requireAssurance({ ...enough, auth_time: authTime }, anyAge, now).authTime).toEqual(kept);
  });
});

describe('a refusal by a resource', () => {
  it('repeats neither the token nor what an external authentication of the tenant sent along', async () => {
    const provider = await startScriptableProvider({ clientSecret: 'secret' });
    const tested = federationUnderTest({ sentToResources: ['our-api-key'] });
    const challenge = 'Bearer error="invalid_token", error_description="our-api-key is blocked"';
    provider.behave({ resources: { document: { status: 403, headers: { 'www-authenticate': challenge } } } });
    const { clientId, issuer } = provider;
    const clientAuthentication = { method: 'client_secret_basic', clientSecret: 'secret' };
    const resources = [{ name: 'document', uri: provider.resourceUri('document') }];
    const configured = providerUnderTest({ kind: 'oidc', clientId, clientAuthentication, issuer, resources });
    const { code, quoted, detail } = failed(await walk(tested, configured));
    await tested.close();
    await provider.close();

    expect(code).toBe('resource.http_error');
    expect(JSON.stringify({ quoted, detail })).toContain('is blocked');
    expect(JSON.stringify({ quoted, detail })).not.toContain('our-api-key');
  });
});
