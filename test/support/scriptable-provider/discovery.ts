import type { Answer } from '../http/answer.js';
import type { ScriptableState } from './state.js';

/** OpenID Connect Discovery 1.0 §3, every endpoint absolute. */
export function discoveryDocument(state: ScriptableState): Answer {
  const { origin, paths, keys } = state;
  return {
    json: {
      issuer: state.issuer,
      authorization_endpoint: `${origin}${paths.authorization}`,
      token_endpoint: `${origin}${paths.token}`,
      jwks_uri: `${origin}${paths.jwks}`,
      userinfo_endpoint: `${origin}${paths.userinfo}`,
      pushed_authorization_request_endpoint: `${origin}${paths.par}`,
      end_session_endpoint: `${origin}${paths.logout}`,
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [...new Set(keys.map(({ alg }) => alg))],
      token_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        'client_secret_jwt',
        'private_key_jwt',
        'none',
      ],
      token_endpoint_auth_signing_alg_values_supported: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'],
      scopes_supported: ['openid', 'profile', 'email', 'phone', 'address'],
      claims_supported: ['sub', 'name', 'given_name', 'family_name', 'email', 'email_verified'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      ...state.options.metadata,
    },
  };
}

/** RFC 7517 §5: the keys that verify. */
export function jwks(state: ScriptableState): Answer {
  return { json: { keys: state.keys.flatMap(({ publicJwk }) => publicJwk ?? []) } };
}
