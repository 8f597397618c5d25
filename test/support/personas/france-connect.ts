import type { AuthorizationResponse, ScriptableCall, ScriptableProvider } from '../scriptable-provider.js';
import { type OpenIdPersona, onlyWith, startOpenIdPersona, UNANNOUNCED } from './openid-persona.js';

/** The shortest `state` and `nonce` that it takes. */
const SHORTEST = 22;

/**
 * FranceConnect version 2: the ID token says who logged in and nothing else, the identity comes from a signed UserInfo. Both
 * live for a minute. Refuses a request without `acr_values`, or with a short `state` or `nonce`.
 */
export function startFranceConnect(): Promise<OpenIdPersona> {
  return startOpenIdPersona(
    {
      name: 'france-connect',
      clientId: '0123456789abcdef0123456789abcdef01234567',
      realOrigins: ['https://oidc.franceconnect.gouv.fr', 'https://fcp-low.sbx.dev-franceconnect.fr'],
      clientAuthentication: { method: 'client_secret_post', clientSecret: 'france-connect-test-secret' },
      signingAlgorithm: 'ES256',
      issuerPath: '/api/v2',
      paths: {
        authorization: '/api/v2/authorize',
        token: '/api/v2/token',
        jwks: '/api/v2/jwks',
        userinfo: '/api/v2/userinfo',
        logout: '/api/v2/session/end',
      },
      metadata: {
        ...UNANNOUNCED,
        authorization_response_iss_parameter_supported: true,
        acr_values_supported: ['eidas1'],
        id_token_signing_alg_values_supported: ['ES256', 'RS256'],
        userinfo_signing_alg_values_supported: ['ES256', 'RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_post'],
      },
      person: {
        idToken: { sub: '0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9v1' },
        userinfo: {
          given_name: 'John Paul',
          given_name_array: ['John', 'Paul'],
          family_name: 'DOE',
          birthdate: '1962-08-24',
          gender: 'male',
          birthplace: '75107',
          birthcountry: '99100',
          email: 'john@example.com',
        },
      },
    },
    (provider) => ({
      authorization: refuseIncompleteRequests,
      token: onlyWith('client_secret_post'),
      idToken: ({ claims }) => ({ claims: { exp: Number(claims.iat) + 60 } }),
      userinfo: (happy) => ({
        ...happy,
        headers: { 'content-type': 'application/jwt; charset=utf-8' },
        body: provider.sign({ ...(happy.json as object), ...minute(provider) }),
      }),
    }),
  );
}

function minute(provider: ScriptableProvider): Readonly<Record<string, unknown>> {
  const now = Math.floor(Date.now() / 1000);
  return { iss: provider.issuer, aud: provider.clientId, iat: now, exp: now + 60 };
}

function refuseIncompleteRequests(happy: AuthorizationResponse, { query }: ScriptableCall): AuthorizationResponse {
  const tooShort = ['state', 'nonce'].find((name) => (query.get(name)?.length ?? 0) < SHORTEST);
  const problem = query.has('acr_values') ? tooShort && `${tooShort} is too short` : 'acr_values is missing';
  if (problem === undefined) return happy;
  const kept = happy.parameters.filter(([name]) => name !== 'code');
  return { ...happy, parameters: [['error', 'invalid_request'], ['error_description', problem], ...kept] };
}
