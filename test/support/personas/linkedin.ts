import { oauthError } from '../http/answers.js';
import { type OpenIdPersona, onlyWith, startOpenIdPersona, UNANNOUNCED } from './openid-persona.js';

/**
 * LinkedIn: echoes no nonce, calls a client that sends a `code_verifier` unknown (unless the app was enabled for PKCE), spells
 * `email_verified` as text in the ID token and as a boolean in UserInfo, and gives `locale` in two shapes.
 */
export function startLinkedIn(): Promise<OpenIdPersona> {
  const person = {
    sub: 'jD7x_tEst1',
    name: 'John Doe',
    given_name: 'John',
    family_name: 'Doe',
    picture: 'https://media.licdn.com/dms/image/john-doe/profile-displayphoto-shrink_100_100/0/',
    email: 'john@example.com',
  };
  return startOpenIdPersona(
    {
      name: 'linkedin',
      clientId: '78test0client1',
      realOrigins: ['https://www.linkedin.com', 'https://api.linkedin.com'],
      clientAuthentication: { method: 'client_secret_post', clientSecret: 'WPL_AP1.test-secret' },
      issuerPath: '/oauth',
      paths: {
        authorization: '/oauth/v2/authorization',
        token: '/oauth/v2/accessToken',
        jwks: '/oauth/openid/jwks',
        userinfo: '/v2/userinfo',
      },
      metadata: {
        ...UNANNOUNCED,
        response_modes_supported: undefined,
        token_endpoint_auth_methods_supported: ['client_secret_post'],
        code_challenge_methods_supported: undefined,
      },
      person: {
        idToken: { ...person, email_verified: 'true', locale: 'en_US' },
        userinfo: { ...person, email_verified: true, locale: { country: 'US', language: 'en' } },
      },
    },
    () => ({
      authorization: { iss: undefined },
      token: onlyWith('client_secret_post', (happy, { form }) =>
        form.has('code_verifier') ? oauthError('invalid_client', 'Client authentication failed', 401) : happy,
      ),
      idToken: { claims: { nonce: undefined, auth_time: undefined, at_hash: undefined } },
    }),
  );
}
