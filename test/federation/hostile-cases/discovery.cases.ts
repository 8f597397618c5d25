import type { Answer } from '../../support/http/answer.js';
import { html, json, redirect, slowDrip, withMembers } from '../../support/http/answers.js';
import type { Script } from '../../support/scriptable-provider.js';
import { each, type HostileCase } from './hostile-case.js';

const metadata = (changes: Readonly<Record<string, unknown>>): Script => ({ discovery: withMembers(changes) });
const answers = (discovery: Answer): Script => ({ discovery });

export const discoveryCases: readonly HostileCase[] = [
  ...each(
    'discovery-issuer-mismatch',
    {
      'another host': () => 'https://idp.example',
      'trailing slash': (issuer: string) => `${issuer}/`,
      'letter case': (issuer: string) => issuer.replace('http', 'HTTP'),
      'not text': () => 7,
      absent: () => undefined,
      'a template for a provider without directories': (issuer: string) => `${issuer}/{tenantid}`,
    },
    (change) => ({
      script: (provider) => metadata({ issuer: change(provider.issuer) }),
      expected: 'discovery.issuer_mismatch',
    }),
  ),
  ...each(
    'metadata-garbage',
    {
      HTML: html('<!doctype html><title>Log in</title>'),
      'an array': json([]),
      'a text': json('metadata'),
      nothing: { body: '' },
      'cut short': { body: '{"issuer":"http', headers: { 'content-type': 'application/json' } },
      'a member twice': { body: '{"issuer":"a","issuer":"b"}' },
      'too deep': { body: `${'{"a":'.repeat(40)}1${'}'.repeat(40)}` },
    } satisfies Record<string, Answer>,
    (answer) => ({ script: answers(answer), expected: 'discovery.not_json' }),
  ),
  ...each(
    'metadata-garbage: authorization_endpoint',
    {
      'javascript:': 'javascript:alert(1)',
      'data:': 'data:text/html,hello',
      'no scheme': '//idp.example/authorize',
      'a path': '/authorize',
      'user and password': 'https://john:doe@idp.example/authorize',
      'a fragment': 'https://idp.example/authorize#here',
      'white space': 'https://idp.example/a b',
      'a number': 7,
      'an object': {},
      absent: undefined,
    },
    (endpoint) => ({
      script: metadata({ authorization_endpoint: endpoint }),
      expected: 'discovery.metadata_invalid',
    }),
  ),
  ...each(
    'metadata-garbage: other members',
    {
      'token_endpoint absent': { token_endpoint: undefined },
      'token_endpoint empty': { token_endpoint: '' },
      'jwks_uri absent': { jwks_uri: undefined },
      'jwks_uri a file': { jwks_uri: 'file:///etc/passwd' },
      'iss parameter support as text': { authorization_response_iss_parameter_supported: 'yes' },
    },
    (changes) => ({ script: metadata(changes), expected: 'discovery.metadata_invalid' }),
  ),
  {
    name: 'metadata-garbage: an optional endpoint that a login goes to',
    script: metadata({ userinfo_endpoint: 'javascript:1' }),
    expected: 'discovery.metadata_invalid',
  },
  ...each(
    'metadata-garbage: an optional endpoint that nobody uses',
    {
      'userinfo_endpoint a script': { userinfo_endpoint: 'javascript:1' },
      'end_session_endpoint empty': { end_session_endpoint: '' },
      'pushed_authorization_request_endpoint a path': { pushed_authorization_request_endpoint: '/par' },
      'aliases as text': { mtls_endpoint_aliases: 'none' },
      'aliases of which one is empty': { mtls_endpoint_aliases: { token_endpoint: '' } },
      'aliases as PHP writes none': { mtls_endpoint_aliases: [] },
      'end_session_endpoint internal': { end_session_endpoint: 'https://10.0.0.1/logout' },
    },
    (changes) => ({ script: metadata(changes), configuration: { resources: [] }, expected: 'accepted' }),
  ),
  ...each(
    'an endpoint at an internal address',
    {
      private: 'https://10.0.0.1/token',
      'link-local': 'https://169.254.169.254/token',
      decimal: 'https://2852039166/token',
      mapped: 'https://[::ffff:a9fe:a9fe]/token',
    },
    (endpoint) => ({
      script: metadata({ token_endpoint: endpoint }),
      expected: 'discovery.endpoint_refused',
    }),
  ),
  { name: 'discovery answers 404', script: answers({ status: 404 }), expected: 'discovery.http_error' },
  { name: 'discovery answers 503', script: answers(html('busy', 503)), expected: 'discovery.http_error' },
  {
    name: 'discovery redirects',
    script: (provider) => answers(redirect(`${provider.origin}/elsewhere`, 302)),
    expected: 'discovery.redirect',
  },
  { name: 'discovery is too large', script: metadata({ filler: 'x'.repeat(70_000) }), expected: 'discovery.too_large' },
  { name: 'discovery drips', script: answers(slowDrip(100)), expected: 'discovery.timeout' },
  {
    name: 'discovery breaks off',
    script: answers({ reset: 'before-headers' }),
    expected: 'discovery.connection_reset',
  },
  {
    name: 'discovery is compressed',
    script: { discovery: (happy) => ({ ...happy, gzip: true }) },
    expected: 'discovery.encoding_refused',
  },
  ...each('no-S256-advertised', { 'no method': undefined, 'plain only': ['plain'], null: null }, (methods) => ({
    script: metadata({ code_challenge_methods_supported: methods }),
    expected: 'accepted',
    accepted: (_trip, provider) => {
      const { query } = provider.calls.last('authorization');
      if (query.get('code_challenge_method') !== 'S256') throw new Error('expected S256 all the same');
      if (query.get('state') === null || query.get('nonce') === null) throw new Error('expected state and nonce');
    },
  })),
  ...(['True', 'false'] as const).map((text) => ({
    name: `a switch that is text is one: ${text}`,
    script: {
      discovery: withMembers({ authorization_response_iss_parameter_supported: text }),
      authorization: { iss: undefined },
    },
    expected: text === 'false' ? ('accepted' as const) : ('authorization_response.issuer_missing' as const),
  })),
  {
    name: 'optional members are null',
    script: metadata({ end_session_endpoint: null, mtls_endpoint_aliases: null, x: null }),
    expected: 'accepted',
  },
  {
    name: 'a byte order mark before the document',
    script: { discovery: (happy) => ({ ...happy, body: `\uFEFF${JSON.stringify(happy.json)}` }) },
    expected: 'accepted',
  },
];
