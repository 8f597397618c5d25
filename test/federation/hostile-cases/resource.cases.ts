import type { Answer } from '../../support/http/answer.js';
import { gzipBomb, html, json, redirect, slowDrip, withMembers } from '../../support/http/answers.js';
import type { AnswerStep, ScriptableProvider, Steps } from '../../support/scriptable-provider.js';
import { each, type HostileCase } from './hostile-case.js';

const none = undefined;
const jwt = (body: string): Answer => ({ body, headers: { 'content-type': 'application/jwt' } });

const userinfo = (name: string, step: AnswerStep, expected: HostileCase['expected']): HostileCase => ({
  name,
  script: { userinfo: step },
  expected,
});

/** UserInfo as a JWT about John, changed. */
const signed = (provider: ScriptableProvider, changes: object = {}): Answer =>
  jwt(provider.sign({ iss: provider.issuer, aud: provider.clientId, sub: 'b7f2c1d4', ...changes }));

const mustBeSigned = { resources: [{ name: 'userinfo', type: 'userinfo', signingAlgorithms: ['RS256'] }] };

/** A document with the token in the query, followed by one that must not be fetched after a refusal. */
const document =
  (tokenParameter = 'access_token', more: object = {}) =>
  (provider: ScriptableProvider) => ({
    resources: [
      { name: 'document', uri: provider.resourceUri('document'), tokenParameter, ...more },
      { name: 'later', uri: provider.resourceUri('later') },
    ],
  });

const resource = (
  name: string,
  step: Steps<AnswerStep>,
  expected: HostileCase['expected'],
  calls: number,
  more: object = {},
): HostileCase => ({
  name,
  script: { resources: { document: step } },
  configuration: document('access_token', more),
  expected,
  calls: { 'resource:document': calls, 'resource:later': expected === 'accepted' ? 1 : 0 },
});

export const resourceCases: readonly HostileCase[] = [
  userinfo('userinfo-sub-wrong', withMembers({ sub: 'someone-else' }), 'resource.userinfo_sub_mismatch'),
  userinfo('userinfo-sub-missing', withMembers({ sub: none }), 'resource.userinfo_sub_missing'),
  userinfo('userinfo-sub-number', withMembers({ sub: 7 }), 'resource.userinfo_sub_missing'),
  userinfo('userinfo-array', json([{ sub: 'b7f2c1d4' }]), 'resource.userinfo_sub_missing'),
  {
    name: 'userinfo-sub-wrong at an optional resource that discovery calls UserInfo',
    script: { userinfo: withMembers({ sub: 'someone-else' }) },
    configuration: (provider) => ({ resources: [{ name: 'x', uri: provider.userinfoUri, required: false }] }),
    expected: 'resource.userinfo_sub_mismatch',
  },
  {
    name: 'userinfo-sub-wrong at an address that discovery writes otherwise',
    script: { userinfo: withMembers({ sub: 'someone-else' }) },
    configuration: (provider) => ({
      resources: [{ name: 'x', uri: provider.userinfoUri.replace('http:', 'HTTP:') }],
    }),
    expected: 'resource.userinfo_sub_mismatch',
  },
  ...each<{ readonly answer: (provider: ScriptableProvider) => Answer; readonly expected: HostileCase['expected'] }>(
    'optional userinfo that must be signed',
    {
      'a signature that is not of the key': {
        answer: (provider) => jwt(provider.sign({ sub: 'b7f2c1d4' }, { damageSignature: true })),
        expected: 'resource.userinfo_jwt_invalid',
      },
      'another audience': {
        answer: (provider) => signed(provider, { aud: 'someone-else' }),
        expected: 'resource.userinfo_jwt_invalid',
      },
      'the signature taken off': {
        answer: (provider) => json({ sub: 'b7f2c1d4', given_name: provider.clientId }),
        expected: 'resource.userinfo_unsigned',
      },
      'nobody in it': { answer: (p) => signed(p, { sub: none }), expected: 'resource.userinfo_sub_missing' },
      'not there': { answer: () => json({}, 404), expected: 'accepted' },
      'in trouble': { answer: () => html('<p>', 503), expected: 'accepted' },
    },
    ({ answer, expected }) => ({
      script: (provider) => ({ userinfo: answer(provider) }),
      configuration: {
        resources: [{ name: 'userinfo', type: 'userinfo', signingAlgorithms: ['RS256'], required: false }],
      },
      expected,
    }),
  ),
  { name: 'userinfo-signed', script: (p) => ({ userinfo: signed(p) }), expected: 'accepted' },
  {
    name: 'userinfo-signed, labelled as JSON',
    script: (p) => ({ userinfo: { ...signed(p), headers: { 'content-type': 'application/json' } } }),
    expected: 'resource.not_json',
  },
  {
    name: 'userinfo whose media type came twice',
    script: {
      userinfo: (happy) => ({
        ...happy,
        headers: { 'content-type': 'application/json, application/json; charset=utf-8' },
      }),
    },
    expected: 'accepted',
  },
  {
    name: 'userinfo-signed, with null for what is optional',
    script: (p) => ({ userinfo: signed(p, { iss: null, aud: null, exp: null }) }),
    expected: 'accepted',
  },
  {
    name: 'userinfo-signed, labelled application/jose',
    script: (provider) => ({ userinfo: { ...signed(provider), headers: { 'content-type': 'application/jose' } } }),
    configuration: mustBeSigned,
    expected: 'accepted',
  },
  {
    name: 'userinfo-plain, labelled application/jose',
    script: { userinfo: { json: { sub: 'b7f2c1d4' }, headers: { 'content-type': 'application/jose' } } },
    expected: 'resource.userinfo_jwt_invalid',
  },
  {
    name: 'userinfo-signed where it must be',
    script: (provider) => ({ userinfo: signed(provider) }),
    configuration: mustBeSigned,
    expected: 'accepted',
  },
  ...each(
    'userinfo-signed',
    {
      'wrong-aud': { aud: 'someone-else' },
      'wrong-iss': { iss: 'https://other.example' },
      expired: { exp: 1 },
    },
    (changes) => ({
      script: (provider) => ({ userinfo: signed(provider, changes) }),
      configuration: mustBeSigned,
      expected: 'resource.userinfo_jwt_invalid',
    }),
  ),
  {
    name: 'userinfo-signed-sub-wrong',
    script: (provider) => ({ userinfo: signed(provider, { sub: 'someone-else' }) }),
    expected: 'resource.userinfo_sub_mismatch',
  },
  {
    name: 'userinfo-signed-none',
    script: (p) => ({ userinfo: jwt(p.sign({ sub: 'b7f2c1d4' }, { key: 'none' })) }),
    expected: 'resource.userinfo_unsigned',
  },
  {
    name: 'userinfo-signed-damaged',
    script: (p) => ({ userinfo: jwt(p.sign({ sub: 'b7f2c1d4' }, { damageSignature: true })) }),
    expected: 'resource.userinfo_jwt_invalid',
  },
  {
    name: 'userinfo-plain where it must be signed',
    configuration: mustBeSigned,
    expected: 'resource.userinfo_unsigned',
  },
  {
    name: 'distributed-claims',
    script: (provider) => ({
      userinfo: withMembers({
        _claim_names: { address: 'src1' },
        _claim_sources: { src1: { endpoint: provider.resourceUri('never'), access_token: 'x' } },
      }),
    }),
    expected: 'accepted',
    calls: { 'resource:never': 0 },
  },
  resource('resource-fallback: 401', [json({ error: 'invalid_token' }, 401), 'happy'], 'accepted', 2),
  resource('resource-fallback: 500', [html('oops', 500), 'happy'], 'accepted', 2),
  resource('resource-fallback: 400 twice', json({}, 400), 'resource.http_error', 2),
  resource('resource-fallback: then HTML', [json({}, 403), html('<p>no</p>')], 'resource.not_json', 2),
  resource('resource-redirect', redirect('https://elsewhere.example/', 302), 'resource.redirect', 1),
  resource('resource-304', { status: 304 }, 'resource.redirect', 1),
  resource('resource-timeout', { hang: true }, 'resource.timeout', 1),
  resource('resource-reset', { reset: 'before-headers' }, 'resource.connection_reset', 1),
  resource('resource-drip', slowDrip(50), 'resource.timeout', 1),
  resource('resource-gzip-bomb', gzipBomb(10), 'resource.encoding_refused', 1),
  resource('resource-too-large', json({ filler: 'x'.repeat(300_000) }), 'resource.too_large', 1),
  ...each('resource-body: scalar', { text: '"x"', number: '7', true: 'true', null: 'null' }, (body) =>
    resource('', { body, headers: { 'content-type': 'application/json' } }, 'resource.not_object_or_array', 1),
  ).map((row, index) => ({ ...row, name: `resource-body: scalar ${index + 1}` })),
  resource('resource-body: HTML', html('<!doctype html>'), 'resource.not_json', 1),
  resource(
    'resource-body: HTML labelled JSON',
    { body: '<html></html>', headers: { 'content-type': 'application/json' } },
    'resource.not_json',
    1,
  ),
  resource(
    'resource-body: truncated',
    { body: '{"a":', headers: { 'content-type': 'application/json' } },
    'resource.not_json',
    1,
  ),
  resource(
    'resource-body: cut by the network',
    { json: { a: 'b'.repeat(5000) }, reset: 'mid-body' },
    'resource.connection_reset',
    1,
  ),
  resource(
    'resource-body: empty',
    { headers: { 'content-type': 'application/json' }, body: '' },
    'resource.not_json',
    1,
  ),
  resource(
    'resource-body: XML',
    { body: '<a/>', headers: { 'content-type': 'application/xml' } },
    'resource.media_type_unsupported',
    1,
  ),
  resource(
    'resource-body: a member twice',
    { body: '{"a":1,"a":2}', headers: { 'content-type': 'application/json' } },
    'resource.not_json',
    1,
  ),
  resource(
    'resource-body: JSON labelled text/html',
    { json: { a: 1 }, headers: { 'content-type': 'text/html' } },
    'accepted',
    1,
  ),
  resource(
    'resource-body: +json',
    { json: { a: 1 }, headers: { 'content-type': 'application/vnd.x+json; charset=utf-8' } },
    'accepted',
    1,
  ),
  resource('resource-body: an array', json([{ a: 1 }]), 'accepted', 1),
  resource(
    'resource-body: a byte order mark',
    { body: '\uFEFF{"a":1}', headers: { 'content-type': 'application/json' } },
    'accepted',
    1,
  ),
  resource('optional and 404', json({}, 404), 'accepted', 2, { required: false }),
  resource('optional and HTML', html('<p>'), 'accepted', 1, { required: false }),
  {
    name: 'a resource at an internal address',
    configuration: { resources: [{ name: 'document', uri: 'https://169.254.169.254/latest' }] },
    expected: 'resource.address_refused',
  },
];
