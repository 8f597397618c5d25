import { describe, expect, it } from '@jest/globals';
import { inferFromAuthorization } from '../../src/diagnosis/inference/authorization-inference.js';
import { standingFindings } from '../../src/diagnosis/inference/last-failure.js';
import { settingNamedIn } from '../../src/diagnosis/inference/named-parameter.js';
import { inferFromToken } from '../../src/diagnosis/inference/token-inference.js';
import {
  type AuthorizationAnswer,
  readAuthorizationAnswer,
} from '../../src/diagnosis/observed/authorization-answer.js';
import type { AuthorizationSeen } from '../../src/diagnosis/probes/authorization.probe.js';
import type { TokenAnswerSeen, TokenSeen } from '../../src/diagnosis/probes/token.probe.js';
import { providerUnderTest } from '../federation/support/provider-under-test.js';
import { basic } from './support/bodies.js';

const redirectUri = 'https://sign.example/callback/acme/idp';

/** What an authorization endpoint answers to one request: the client id and redirect URI that came are in its hands. */
type Server = (asked: { readonly clientId: string; readonly redirectUri: string; readonly silent: boolean }) => {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  readonly location?: string;
};

function answerOf(server: Server, asked: Parameters<Server>[0]): AuthorizationAnswer {
  const { status = 200, type = 'text/html', body = '', location } = server(asked);
  const headers = new Headers({ 'content-type': type, ...(location === undefined ? {} : { location }) });
  const answer = { status, headers, mediaType: type, body: new TextEncoder().encode(body), durationMs: 1, date: null };
  const values = [asked.clientId, asked.redirectUri, 'the-state'];
  return readAuthorizationAnswer(answer, { redirectUri: asked.redirectUri, values }, 'https://idp.example/authorize');
}

function seen(server: Server, changes: Partial<AuthorizationSeen> = {}): AuthorizationSeen {
  const ours = { clientId: 'sign', redirectUri, silent: false };
  return {
    asked: answerOf(server, ours),
    withForeignRedirectUri: answerOf(server, { ...ours, redirectUri: 'https://not-registered.example/callback' }),
    withForeignClientId: answerOf(server, { ...ours, clientId: 'no-such-client-0a1b' }),
    withoutPrompt: answerOf(server, { ...ours, silent: true }),
    variants: [],
    durationMs: 1,
    pushed: null,
    ...changes,
  };
}

const login = { body: '<h1>Log in</h1><form method="post"><input name="user"></form>' };
const page = (text: string) => ({ body: `<h1>${text}</h1>` });

describe('what the answers of an authorization endpoint mean', () => {
  it.each<[string, string, Server]>([
    [
      'a login page for a known client',
      'accepted',
      ({ clientId }) => (clientId === 'sign' ? login : { status: 400, ...page('Unknown client') }),
    ],
    ['a login page whoever asks', 'silent', () => login],
    [
      'an application that decides in the browser',
      'silent',
      () => ({ body: '<div id="app"></div><script src="/app.js"></script>' }),
    ],
    [
      'a start page with links that lead nowhere',
      'other-endpoint',
      () => ({ body: '<h1>Welcome</h1><a href="/about">About</a>' }),
    ],
    [
      'a choice of logins by links that carry the request',
      'silent',
      () => ({ body: '<a href="/go?state=the-state">Bank</a>' }),
    ],
    [
      'a redirect to the login, and to an error page for strangers',
      'accepted',
      ({ clientId }) => ({ status: 302, location: clientId === 'sign' ? '/login?session=1' : '/error?code=7' }),
    ],
    [
      'a redirect to an error page for us as for strangers',
      'client-unknown',
      ({ redirectUri: uri }) => ({
        status: 302,
        location: uri === redirectUri ? '/signin/error?authError=abc' : '/signin/error/redirect',
      }),
    ],
    [
      'an error page that repeats the client id',
      'client-unknown',
      ({ clientId, redirectUri: uri }) => ({
        status: 400,
        ...page(uri === redirectUri ? `No client "${clientId}" here (request 4711-ab)` : 'Another'),
      }),
    ],
    [
      'an error page with status 200 that names the error',
      'client-unknown',
      () => page('unauthorized_client: no such application'),
    ],
    [
      'an error page about the redirect URI',
      'redirect-uri-unknown',
      ({ clientId }) => ({ status: 400, ...page(clientId === 'sign' ? 'Wrong address' : 'Who are you') }),
    ],
    [
      'an error page that names the redirect URI',
      'redirect-uri-unknown',
      () => ({ status: 400, ...page('Error: redirect_uri_mismatch') }),
    ],
    ['one error page for everything', 'refuses-alike', () => ({ status: 400, ...page('Something went wrong') })],
    [
      'a JSON error of a token endpoint',
      'other-endpoint',
      () => ({ status: 400, type: 'application/json', body: '{"error":"unsupported_grant_type"}' }),
    ],
    [
      'a JSON error about the client',
      'client-unknown',
      () => ({ status: 400, type: 'application/json', body: '{"error":"invalid_client"}' }),
    ],
    [
      'a challenge to authenticate',
      'other-endpoint',
      () => ({ status: 401, type: 'application/json', body: '{"error":"invalid_client"}' }),
    ],
    ['a JSON document', 'other-endpoint', () => ({ type: 'application/json', body: '{"keys":[]}' })],
    ['nothing', 'other-endpoint', () => ({ status: 404, ...page('Not found') })],
    ['a failure', 'failing', () => ({ status: 503, ...page('Busy') })],
    ['too many requests', 'failing', () => ({ status: 429, ...page('Busy') })],
    [
      'a way back to us at once',
      'accepted',
      ({ clientId, redirectUri: uri }) =>
        clientId === 'sign' ? { status: 302, location: `${uri}?code=1&state=the-state` } : { status: 400 },
    ],
    [
      'a way back with an error about the request',
      'request-refused',
      ({ redirectUri: uri }) => ({ status: 302, location: `${uri}?error=invalid_scope` }),
    ],
    [
      'a way back because somebody has to log in',
      'accepted',
      ({ silent, redirectUri: uri }) => (silent ? { status: 302, location: `${uri}#error=login_required` } : login),
    ],
    [
      'a form that posts an error to us',
      'request-refused',
      ({ redirectUri: uri }) => ({ body: `<form action="${uri}"><input name="error" value="invalid_request"></form>` }),
    ],
  ])('%s: %s', (_name, means, server) => {
    expect(inferFromAuthorization(seen(server)).means).toBe(means);
  });
});

const tokenAnswer = (code: TokenAnswerSeen['code'], changes: Partial<TokenAnswerSeen> = {}): TokenAnswerSeen => ({
  code,
  failure: null,
  status: 400,
  detail: 'said',
  durationMs: 1,
  ...changes,
});

describe('what the answers of a token endpoint mean', () => {
  const grant = tokenAnswer('token_request.invalid_grant');
  const client = tokenAnswer('token_request.invalid_client');
  const none = { withForeignSecret: null, variants: [], notAsked: [], sent: 0, refused: 0 };

  it.each<[string, string, TokenSeen]>([
    [
      'the code is refused to us, the client to others',
      'client-accepted',
      { asked: grant, withForeignClient: client, ...none },
    ],
    ['the code is refused to everybody', 'silent', { asked: grant, withForeignClient: grant, ...none }],
    ['the client is refused', 'client-refused', { asked: client, withForeignClient: client, ...none }],
    [
      'nothing is there',
      'other-endpoint',
      { asked: tokenAnswer('token_request.http_error', { status: 404 }), withForeignClient: null, ...none },
    ],
    [
      'it fails',
      'failing',
      { asked: tokenAnswer('token_request.http_error', { status: 502 }), withForeignClient: null, ...none },
    ],
    [
      'it breaks down in words of OAuth',
      'failing',
      { asked: tokenAnswer('token_request.invalid_client', { status: 500 }), withForeignClient: client, ...none },
    ],
    [
      'it breaks down over the code',
      'failing',
      { asked: tokenAnswer('token_request.invalid_grant', { status: 500 }), withForeignClient: null, ...none },
    ],
    [
      'it knows no POST',
      'other-endpoint',
      { asked: tokenAnswer('token_request.http_error', { status: 501 }), withForeignClient: null, ...none },
    ],
    [
      'it is a web page',
      'other-endpoint',
      { asked: tokenAnswer('token_request.not_json'), withForeignClient: null, ...none },
    ],
    [
      'the redirect URI is refused',
      'redirect-uri-refused',
      { asked: tokenAnswer('token_request.redirect_uri_mismatch'), withForeignClient: null, ...none },
    ],
    [
      'there was no credential to send',
      'not-sent',
      { asked: tokenAnswer('token_request.credential_missing'), withForeignClient: null, ...none },
    ],
  ])('%s: %s', (_name, means, token) => {
    expect(inferFromToken(token).means).toBe(means);
  });

  it('tells an unknown client from a wrong secret where the endpoint says different things', () => {
    const unknown = tokenAnswer('token_request.invalid_client', { detail: 'no such client' });
    const wrong = tokenAnswer('token_request.invalid_client', { detail: 'wrong secret' });
    const like = (asked: TokenAnswerSeen) =>
      inferFromToken({
        asked,
        withForeignClient: unknown,
        withForeignSecret: wrong,
        variants: [],
        notAsked: [],
        sent: 3,
        refused: 3,
      });
    expect(like(unknown)).toMatchObject({ foreignClientAlike: true });
    expect(like(wrong)).toMatchObject({ foreignClientAlike: false });
  });
});

describe('the parameter that a provider names', () => {
  const { configuration } = providerUnderTest({
    kind: 'oidc',
    clientId: 'sign',
    clientAuthentication: basic(),
    issuer: 'https://idp.example',
    authorizationParameters: { acr_values: 'high', 'vendor:hint': 'x' },
  });

  it.each([
    ['unexpected parameter code_challenge_method', '$.usePkce'],
    ['PKCE is required', '$.usePkce'],
    ['acr_values "high" is not known', '$.authorizationParameters.acr_values'],
    ['bad vendor:hint', '$.authorizationParameters["vendor:hint"]'],
    ['requested scope is not allowed', '$.scopes'],
    ['the redirect_uri is wrong', '$.redirectUri'],
    ['scoped tokens only', null],
    ['response_mode is wrong, but none was sent', null],
    ['something is wrong', null],
  ])('in "%s" stands for %s', (text, path) => {
    expect(settingNamedIn(text, configuration)).toBe(path);
  });
});

describe('what the last login failed by', () => {
  it.each([
    ['$.authorizationParameters["x-level"]', { 'x-level': '2' }, 1],
    ['$.authorizationParameters["x-level"]', { 'x-level': '3' }, 0],
    ['$.authorizationParameters.level2', { level2: '3' }, 0],
    ['$.scopes', { 'x-level': '3' }, 1],
  ])('stands as long as %s is as it was', (path, authorizationParameters, count) => {
    const common = {
      kind: 'oidc',
      clientId: 'sign',
      clientAuthentication: { method: 'none' },
      issuer: 'https://idp.example',
    } as const;
    const provider = { ...providerUnderTest({ ...common, authorizationParameters }), revision: 2 };
    const { configuration } = providerUnderTest({
      ...common,
      authorizationParameters: { 'x-level': '2', level2: '2' },
    });
    const finding = { id: 'attempt', verdict: 'fault', path, seen: '', expected: '', remedy: null } as const;
    const lastFailure = { endedAt: new Date(), revision: 1, configuration, findings: [finding] };
    const subject = { provider, redirectUri, saved: true, lastSeen: null, lastFailure };
    expect(standingFindings(subject)).toHaveLength(count);
  });
});

it.each([
  ['<', 'page'],
  ['<!--', 'page'],
  ['<script>', 'page'],
  ['a', 'page'],
  [`<form action="${redirectUri}"><input `, 'returned'],
])('a page of two megabytes of nothing but %s is read, no part of it again and again', (part, kind) => {
  const body = part.repeat(Math.floor(2_000_000 / part.length));
  expect(answerOf(() => ({ body }), { clientId: 'sign', redirectUri, silent: false }).kind).toBe(kind);
});
