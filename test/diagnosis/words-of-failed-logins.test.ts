import { describe, expect, it } from '@jest/globals';
import { findingsOfAttempt } from '../../src/diagnosis/attempt-findings/findings-of-attempt.js';
import type { ErrorCode } from '../../src/errors/catalogue.js';
import { judgePushedAnswer } from '../../src/federation/authorization-request/pushed-authorization-answer.js';
import { providerUnderTest } from '../federation/support/provider-under-test.js';
import { type Body, basic } from './support/bodies.js';

const secretJwt = { clientAuthentication: { method: 'client_secret_jwt', clientSecret: 'secret' } };

it('a failed login names no setting where the provider broke down, whatever its words hold (Canaille shows its SQL)', () => {
  const body = { kind: 'oidc', issuer: 'https://idp.example', clientId: 'sign', clientAuthentication: basic() };
  const { configuration } = providerUnderTest(body);
  const code = 'token_request.provider_error';
  const detail = 'status 500, error "internal_server_error": "UNIQUE constraint failed: INSERT INTO token (scope, …)"';
  const response = { status: 500, mediaType: null, bytes: 0 };
  const step = { step: 'token_request', startedAt: new Date(), durationMs: 1, outcome: code, response } as const;
  const facts = { configuration, failure: { code, detail }, sources: [], verdicts: [], expected: {} } as const;
  const pathsAfter = (steps: readonly (typeof step)[]) =>
    findingsOfAttempt({ ...facts, steps }).checks.map(({ verdict, path }) => [verdict, path]);
  expect(pathsAfter([step])).toEqual([['warning', '$']]);
  const nothingSaid = { code: 'token_request.http_error', detail: 'status 503 without an error code' } as const;
  const busy = { ...step, outcome: nothingSaid.code, response: { ...response, status: 503 } };
  const { checks } = findingsOfAttempt({ ...facts, failure: nothingSaid, steps: [busy] });
  expect(checks.map(({ verdict, path }) => [verdict, path])).toEqual([['warning', '$']]);
  expect(pathsAfter([])).toEqual([['fault', '$.scopes']]);
});

describe('a pushed request that is refused with 401', () => {
  it.each(['invalid_client', 'invalid_request', 'unauthorized_client'])(
    'is about the client, if it says %s',
    (error) => {
      const body = new TextEncoder().encode(JSON.stringify({ error, error_description: 'Authentication failed.' }));
      expect(() => judgePushedAnswer({ status: 401, body }, [])).toThrow(
        expect.objectContaining({ code: 'pushed_authorization.invalid_client' }),
      );
    },
  );
});

it('a pushed request that is refused with a number went to no endpoint for it (LemonLDAP::NG)', () => {
  const body = new TextEncoder().encode(JSON.stringify({ error: '9', result: 0 }));
  expect(() => judgePushedAnswer({ status: 401, body }, [])).toThrow(
    expect.objectContaining({ code: 'pushed_authorization.http_error' }),
  );
});

/** What real providers say to a login, and what that speaks against: faults first, then what stays possible. */
describe('a failed login names', () => {
  it.each<[string, ErrorCode, string, Body, readonly string[]]>([
    [
      'the secret where every method is listed, whatever the reason is (Authlib)',
      'token_request.invalid_client',
      `status 401, error "invalid_client": "The client cannot authenticate with methods: ['client_secret_basic', 'client_secret_post', 'client_assertion_jwt', 'none']"`,
      {},
      ['$.clientAuthentication.clientSecret', '$.clientAuthentication.method', '$.clientAuthentication.basicEncoding'],
    ],
    [
      'the method alone where the provider speaks of it (Hydra)',
      'token_request.invalid_client',
      `The OAuth 2.0 Client supports client authentication method 'client_secret_post', but method 'client_secret_basic' was requested.`,
      {},
      ['$.clientAuthentication.method'],
    ],
    [
      'the method where an assertion cannot be read, even if that is called an invalid grant (zitadel/oidc)',
      'token_request.invalid_grant',
      'status 400, error "invalid_grant": "signature algorithm not supported"',
      secretJwt,
      ['$.clientAuthentication.method'],
    ],
    [
      'client id and secret where a pushed request is refused, which comes before any login',
      'pushed_authorization.invalid_client',
      'status 401, error "invalid_client"',
      {},
      [
        '$.clientAuthentication.clientSecret',
        '$.clientId',
        '$.clientAuthentication.method',
        '$.clientAuthentication.basicEncoding',
      ],
    ],
    [
      'the address where an error comes that OAuth does not know (LemonLDAP::NG)',
      'token_request.invalid_client',
      'status 401, error "9"',
      { tokenUri: 'https://idp.example/oauth2/token-v2' },
      ['$.tokenUri', '$.clientAuthentication.clientSecret'],
    ],
    [
      'an entered token URI too, since another server would refuse us as well',
      'token_request.invalid_client',
      'status 401, error "invalid_client"',
      { tokenUri: 'https://other.example/token', clientAuthentication: { ...basic(), method: 'client_secret_post' } },
      ['$.clientAuthentication.clientSecret', '$.tokenUri', '$.clientAuthentication.method'],
    ],
    [
      'a parameter of the configuration at the head of a sentence (django-oauth-toolkit)',
      'authorization_response.invalid_request',
      'error "invalid_request": "Prompt none is mutually exclusive with other values."',
      { authorizationParameters: { prompt: 'none login' } },
      ['$.authorizationParameters.prompt'],
    ],
    [
      'the parameter, and the address too, where nothing tells where the token is wanted (LemonLDAP::NG)',
      'resource.http_error',
      'status 401; WWW-Authenticate: "SSO http://localhost/"',
      {},
      ['$.resources[0].tokenParameter', '$.resources[0].uri'],
    ],
    [
      'our decryption key where a response is encrypted for another one',
      'authorization_response.jwt_invalid',
      'decryption_failed: none of our 1 decryption keys opens it; kid: none',
      {},
      ['$.decryptionKey'],
    ],
  ])('%s', (_rule, code, detail, changes, paths) => {
    const { configuration } = providerUnderTest({
      kind: 'oidc',
      issuer: 'https://idp.example',
      clientId: 'sign',
      clientAuthentication: basic(),
      resources: [{ name: 'person', uri: 'https://idp.example/person' }],
      ...changes,
    });
    const response = { status: 401, mediaType: null, bytes: 0 };
    const call = {
      step: 'resource',
      name: 'person',
      startedAt: new Date(),
      durationMs: 1,
      outcome: code,
      response,
    } as const;
    const failure = { code, detail };
    const { checks } = findingsOfAttempt({
      configuration,
      failure,
      steps: [call],
      sources: [],
      verdicts: [],
      expected: {},
    });
    expect(checks.map(({ path }) => path)).toEqual(paths);
    expect(checks.map(({ verdict }) => verdict)).toEqual(
      paths.map((_path, index) => (index === 0 ? 'fault' : 'warning')),
    );
  });
});
