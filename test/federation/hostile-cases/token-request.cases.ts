import {
  connectionReset,
  gzipBomb,
  html,
  json,
  oauthError,
  redirect,
  withMembers,
} from '../../support/http/answers.js';
import type { AnswerStep } from '../../support/scriptable-provider.js';
import { each, type HostileCase } from './hostile-case.js';

const none = undefined;

const token = (name: string, step: AnswerStep, expected: HostileCase['expected']): HostileCase => ({
  name,
  script: { token: step },
  expected,
});

/** The happy answer, form-encoded as drafts of OAuth 2.0 had it. */
const formEncoded: AnswerStep = ({ json: members }) => ({
  body: new URLSearchParams(members as Record<string, string>).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

const spaced: AnswerStep = ({ json: members }) => {
  const { id_token: idToken, ...others } = members as Record<string, unknown>;
  return json({ ...others, token_type: ' Bearer ', id_token: `${String(idToken)}\r\n` });
};

export const tokenRequestCases: readonly HostileCase[] = [
  { name: 'happy', expected: 'accepted', calls: { discovery: 1, jwks: 1, token: 1, userinfo: 1 } },
  token('happy: no expires_in', withMembers({ expires_in: none }), 'accepted'),
  token('happy: no scope', withMembers({ scope: none }), 'accepted'),
  token('happy: BEARER', withMembers({ token_type: 'BEARER' }), 'accepted'),
  token('happy: a member nobody knows', withMembers({ x: { y: [1] } }), 'accepted'),
  ...each('happy: error is', { null: null, empty: '', false: false, zero: 0 }, (error) => ({
    script: { token: withMembers({ error }) },
    expected: 'accepted',
  })),
  token('happy: white space around texts', spaced, 'accepted'),
  token('token-type-mac', withMembers({ token_type: 'mac' }), 'token_request.token_type_unsupported'),
  token('token-type-dpop unasked', withMembers({ token_type: 'DPoP' }), 'token_request.token_type_unsupported'),
  token('token-type-missing', withMembers({ token_type: none }), 'token_request.token_type_unsupported'),
  token('token-type-number', withMembers({ token_type: 1 }), 'token_request.token_type_unsupported'),
  ...each(
    'token-400',
    {
      invalid_grant: 'token_request.invalid_grant',
      invalid_client: 'token_request.invalid_client',
      invalid_request: 'token_request.invalid_request',
      invalid_scope: 'token_request.invalid_scope',
      unauthorized_client: 'token_request.unauthorized_client',
      unsupported_grant_type: 'token_request.unsupported_grant_type',
      redirect_uri_mismatch: 'token_request.redirect_uri_mismatch',
      use_dpop_nonce: 'token_request.dpop_nonce_required',
      invalid_dpop_proof: 'token_request.invalid_dpop_proof',
      server_error: 'token_request.temporarily_unavailable',
      toString: 'token_request.provider_error',
      'their own': 'token_request.provider_error',
    } as const,
    (expected) => ({ expected }),
  ).map((row) => ({ ...row, script: { token: oauthError(row.name.slice('token-400: '.length), 'a description') } })),
  token('token-400 without a body', { status: 400 }, 'token_request.http_error'),
  token('token-400 with an error that is no text', json({ error: { code: 7 } }, 400), 'token_request.provider_error'),
  token(
    'token-401-challenge',
    { status: 401, headers: { 'www-authenticate': 'Basic realm="token"' }, body: 'no' },
    'token_request.invalid_client',
  ),
  token('token-401-error', oauthError('invalid_client', 'no', 401), 'token_request.invalid_client'),
  token('token-404', html('Not found', 404), 'token_request.http_error'),
  token('token-429', { status: 429, headers: { 'retry-after': '5' } }, 'token_request.http_error'),
  token('token-503-html', html('<h1>busy</h1>', 503), 'token_request.http_error'),
  token('token-200-with-error', json({ error: 'invalid_grant' }), 'token_request.invalid_grant'),
  token('token-200-with-own-error', json({ error: 'nope' }), 'token_request.error_with_200'),
  token('token-200-with-error-and-tokens', withMembers({ error: 'nope' }), 'token_request.error_with_200'),
  token('token-redirect', redirect('https://elsewhere.example/', 307), 'token_request.redirect'),
  token('token-redirect with tokens in it', (happy) => ({ ...happy, status: 302 }), 'token_request.redirect'),
  token('token-html', html('<p>Welcome</p>'), 'token_request.not_json'),
  token('token-array', json([]), 'token_request.not_json'),
  token('token-empty', { status: 204 }, 'token_request.not_json'),
  token(
    'token-cut-short',
    { body: '{"access_token":"x"', headers: { 'content-type': 'application/json' } },
    'token_request.not_json',
  ),
  token('token-duplicate-member', { body: '{"access_token":"x","access_token":"y"}' }, 'token_request.not_json'),
  token('token-form-encoded for kind oidc', formEncoded, 'token_request.not_json'),
  token('token-no-access-token', withMembers({ access_token: none }), 'token_request.no_access_token'),
  token('token-access-token-empty', withMembers({ access_token: '' }), 'token_request.no_access_token'),
  token('token-access-token-number', withMembers({ access_token: 7 }), 'token_request.no_access_token'),
  token('token-access-token-CRLF', withMembers({ access_token: 'a\r\nX-Evil: 1' }), 'token_request.no_access_token'),
  token('token-no-id-token', withMembers({ id_token: none }), 'token_request.no_id_token'),
  token('token-id-token-empty', withMembers({ id_token: '' }), 'token_request.no_id_token'),
  token('token-id-token-object', withMembers({ id_token: {} }), 'token_request.no_id_token'),
  token('token-answer-lost', connectionReset, 'token_request.connection_reset'),
  token('token-answer-lost mid-body', (happy) => ({ ...happy, reset: 'mid-body' }), 'token_request.connection_reset'),
  token('token-never-answers', { hang: true }, 'token_request.timeout'),
  token('slow-drip', (happy) => ({ ...happy, drip: { bytes: 1, everyMilliseconds: 50 } }), 'token_request.timeout'),
  token('gzip-bomb', gzipBomb(10), 'token_request.encoding_refused'),
  token('token-too-large', withMembers({ filler: 'x'.repeat(70_000) }), 'token_request.too_large'),
  token('token-too-deep', { body: `${'{"a":'.repeat(40)}1${'}'.repeat(40)}` }, 'token_request.not_json'),
];
