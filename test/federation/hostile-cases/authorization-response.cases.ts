import { json, withMembers } from '../../support/http/answers.js';
import type { AuthorizationStep, ScriptableProvider } from '../../support/scriptable-provider.js';
import { each, type HostileCase } from './hostile-case.js';

const none = undefined;

const response = (
  name: string,
  authorization: AuthorizationStep,
  expected: HostileCase['expected'],
  configuration: object = {},
): HostileCase => ({ name, script: { authorization }, configuration, expected });

/** The happy answer with a parameter once more. */
const twice =
  (name: string): AuthorizationStep =>
  (happy) => ({ ...happy, parameters: [...happy.parameters, [name, 'again'] as const] });

/** The signed response (JARM) with the issuer in front once more. */
export const issuerTwice =
  (provider: ScriptableProvider, iss: string): AuthorizationStep =>
  (happy) => ({
    ...happy,
    parameters: happy.parameters.map(([name, value]) => {
      const claims = Buffer.from(value.split('.')[1] ?? '', 'base64url').toString();
      const payload = claims.replace('{', `{"iss":${JSON.stringify(iss)},`);
      return [name, provider.sign({}, { payload })] as const;
    }),
  });

export const authorizationResponseCases: readonly HostileCase[] = [
  response('response-iss-wrong', { iss: 'https://other.example' }, 'authorization_response.issuer_mismatch'),
  response('response-iss-wrong: empty', { iss: '' }, 'authorization_response.issuer_mismatch'),
  response('response-iss-missing though advertised', { iss: none }, 'authorization_response.issuer_missing'),
  {
    name: 'response-iss-missing and not advertised',
    script: {
      discovery: withMembers({ authorization_response_iss_parameter_supported: none }),
      authorization: { iss: none },
    },
    expected: 'accepted',
  },
  response('state-wrong', { state: 'another' }, 'authorization_response.state_mismatch'),
  response('state-missing', { state: none }, 'authorization_response.state_missing'),
  response('state-missing: empty', { state: '' }, 'authorization_response.state_missing'),
  ...['code', 'state', 'iss', 'error', 'session_state'].map((name) =>
    response(
      `duplicate-parameters: ${name}`,
      (happy, call) => {
        const added = happy.parameters.some(([present]) => present === name) ? [] : [[name, 'once'] as const];
        const once = { ...happy, parameters: [...happy.parameters, ...added] };
        const step = twice(name);
        return typeof step === 'function' ? step(once, call) : once;
      },
      'authorization_response.duplicate_parameter',
    ),
  ),
  response('happy: an empty error beside the code', { error: '' }, 'accepted'),
  response('happy: empty tokens beside the code', { id_token: '', access_token: '', token: '' }, 'accepted'),
  response('error-and-code', { error: 'access_denied' }, 'authorization_response.access_denied'),
  response(
    'error-with-wrong-state',
    { error: 'access_denied', state: 'another' },
    'authorization_response.state_mismatch',
  ),
  response(
    'error-with-wrong-iss',
    { error: 'access_denied', iss: 'https://other.example' },
    'authorization_response.issuer_mismatch',
  ),
  ...each(
    'error',
    {
      server_error: 'authorization_response.temporarily_unavailable',
      temporarily_unavailable: 'authorization_response.temporarily_unavailable',
      invalid_scope: 'authorization_response.invalid_scope',
      invalid_request: 'authorization_response.invalid_request',
      unauthorized_client: 'authorization_response.unauthorized_client',
      unsupported_response_type: 'authorization_response.unsupported_response_type',
      login_required: 'authorization_response.login_required',
      consent_required: 'authorization_response.login_required',
      unmet_authentication_requirements: 'authorization_response.authentication_requirements_unmet',
      user_cancelled_authorize: 'authorization_response.access_denied',
      constructor: 'authorization_response.provider_error',
      '': 'authorization_response.code_missing',
      'something of their own': 'authorization_response.provider_error',
    } as const,
    (expected) => ({ expected }),
  ).map((row) => ({ ...row, script: { authorization: { error: row.name.slice('error: '.length), code: none } } })),
  response('form-post', 'happy', 'accepted', { responseMode: 'form_post' }),
  response('form-post-error', { error: 'access_denied', code: none }, 'authorization_response.access_denied', {
    responseMode: 'form_post',
  }),
  ...each(
    'error-description-abuse',
    {
      '1 MB': 'x'.repeat(1_000_000),
      HTML: '<script>alert(1)</script>',
      'CR LF': 'one\r\nSet-Cookie: a=b',
      'bidi override': '\u202Eevil',
    },
    (description) => ({
      script: { authorization: { error: 'access_denied', code: none, error_description: description } },
      configuration: { responseMode: 'form_post' },
      expected: 'authorization_response.access_denied',
    }),
  ),
  response('front-channel-id-token', { id_token: 'e30.e30.x' }, 'authorization_response.front_channel_token'),
  response('front-channel-access-token', { access_token: 'x' }, 'authorization_response.front_channel_token'),
  response('no code', { code: none }, 'authorization_response.code_missing'),
  response('an empty code', { code: '' }, 'authorization_response.code_missing'),
  response('a code of control characters', { code: 'a\u0000b' }, 'authorization_response.code_invalid'),
  response('a code of 10,000 characters', { code: 'x'.repeat(10_000) }, 'authorization_response.code_invalid', {
    responseMode: 'form_post',
  }),
  response('jarm', 'happy', 'accepted', { responseMode: 'jwt' }),
  response('jarm by POST', 'happy', 'accepted', { responseMode: 'form_post.jwt' }),
  response(
    'jarm-plain',
    (happy) => ({
      ...happy,
      parameters: [
        ['code', 'stolen'],
        ['state', 'x'],
      ],
    }),
    'authorization_response.jwt_missing',
    { responseMode: 'jwt' },
  ),
  response('jarm-garbage', { response: 'e30.e30.e30' }, 'authorization_response.jwt_invalid', { responseMode: 'jwt' }),
  {
    name: 'jarm of another login',
    script: (provider) => ({
      authorization: { response: provider.sign({ iss: provider.issuer, aud: provider.clientId, state: 'another' }) },
    }),
    configuration: { responseMode: 'jwt' },
    expected: 'authorization_response.state_mismatch',
    calls: { jwks: 0 },
  },
  ...each(
    'jarm-changed',
    {
      'issuer wrong': { iss: 'https://other.example' },
      'issuer missing': { iss: none },
      'audience wrong': { aud: 'someone else' },
      'expired an hour ago': { exp: Math.floor(Date.now() / 1000) - 3600 },
      'never expires': { exp: none },
    },
    (changes) => ({
      script: (provider) => ({
        authorization: (happy) => ({
          ...happy,
          parameters: happy.parameters.map(([name, value]) => {
            const claims = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString()) as object;
            return [name, provider.sign({ ...claims, ...changes })] as const;
          }),
        }),
      }),
      configuration: { responseMode: 'jwt' },
      expected: 'authorization_response.jwt_invalid',
    }),
  ),
  ...each(
    'jarm with iss twice',
    {
      'the same (Keycloak)': [(issuer: string) => issuer, 'accepted'],
      another: [() => 'https://other.example', 'authorization_response.jwt_invalid'],
    } as const,
    ([iss, expected]) => ({
      script: (provider) => ({ authorization: issuerTwice(provider, iss(provider.issuer)) }),
      configuration: { responseMode: 'jwt' },
      expected,
    }),
  ),
  {
    name: 'jarm with a damaged signature',
    script: {
      authorization: (happy) => ({
        ...happy,
        parameters: happy.parameters.map(([name, value]) => [name, value.replace(/\.[^.]+$/, '.AAAA')] as const),
      }),
    },
    configuration: { responseMode: 'jwt' },
    expected: 'authorization_response.jwt_invalid',
  },
  {
    name: 'par',
    configuration: { usePushedAuthorizationRequests: true },
    expected: 'accepted',
    calls: { par: 1, token: 1 },
  },
  ...each(
    'par-refused',
    {
      'invalid_client as 401': [json({ error: 'invalid_client' }, 401), 'pushed_authorization.invalid_client'],
      '401 without a body': [{ status: 401 }, 'pushed_authorization.invalid_client'],
      invalid_request: [json({ error: 'invalid_request' }, 400), 'pushed_authorization.refused'],
      '500': [{ status: 500 }, 'pushed_authorization.http_error'],
      redirect: [{ status: 302, headers: { location: '/x' } }, 'pushed_authorization.redirect'],
      'no request_uri': [json({ expires_in: 60 }, 201), 'pushed_authorization.no_request_uri'],
      HTML: [{ body: '<html></html>' }, 'pushed_authorization.not_json'],
      reset: [{ reset: 'before-headers' }, 'pushed_authorization.connection_reset'],
    } as const,
    ([answer, expected]) => ({
      script: { par: answer },
      configuration: { usePushedAuthorizationRequests: true },
      expected,
      calls: { authorization: 0 },
    }),
  ),
];
