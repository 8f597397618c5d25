import { withMembers } from '../http/answers.js';
import { generateSigningKey } from '../scriptable-provider.js';
import { type OpenIdPersona, startOpenIdPersona, UNANNOUNCED } from './openid-persona.js';

export interface GoogleOptions {
  /** Old tokens said `accounts.google.com`; both spellings are valid. Default false. */
  readonly issuerWithoutScheme?: boolean;
  /** Some accounts come back with the `iss` of RFC 9207, others do not, and the metadata promise nothing. Default false. */
  readonly issuerParameter?: boolean;
}

const REAL_ORIGINS = [
  'https://accounts.google.com',
  'https://oauth2.googleapis.com',
  'https://www.googleapis.com',
  'https://openidconnect.googleapis.com',
];
const SCOPE = 'https://www.googleapis.com/auth/userinfo.';
const PICTURE = 'https://lh3.googleusercontent.com/a/john-doe=s96-c';
const NAMES = { name: 'John Doe', given_name: 'John', family_name: 'Doe', picture: PICTURE };

/** Google: two published keys, `azp` in every ID token, scopes answered in another spelling, extra callback parameters. */
export async function startGoogle(options: GoogleOptions = {}): Promise<OpenIdPersona> {
  const clientId = '123456789012-test.apps.googleusercontent.com';
  const persona = await startOpenIdPersona(
    {
      name: 'google',
      clientId,
      realOrigins: REAL_ORIGINS,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'GOCSPX-test-secret' },
      person: {
        idToken: { sub: '109876543210987654321', email: 'john@example.com', email_verified: true, ...NAMES },
      },
      paths: {
        authorization: '/o/oauth2/v2/auth',
        token: '/token',
        jwks: '/oauth2/v3/certs',
        userinfo: '/v1/userinfo',
      },
      metadata: {
        ...UNANNOUNCED,
        response_modes_supported: ['query', 'fragment', 'form_post'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
        code_challenge_methods_supported: ['plain', 'S256'],
      },
    },
    (provider) => ({
      authorization: (happy) => ({
        ...happy,
        parameters: [
          ...happy.parameters.filter(([name]) => name !== 'iss' || options.issuerParameter === true),
          ['scope', `email profile ${SCOPE}email ${SCOPE}profile openid`],
          ['authuser', '0'],
          ['prompt', 'consent'],
        ],
      }),
      idToken: {
        claims: {
          ...(options.issuerWithoutScheme === true ? { iss: provider.issuer.replace(/^https?:\/\//, '') } : {}),
          azp: clientId,
          auth_time: undefined,
        },
      },
      token: withMembers({ scope: `openid ${SCOPE}profile ${SCOPE}email`, expires_in: 3599 }),
    }),
  );
  const { provider } = persona;
  provider.setKeys([provider.signingKey, await generateSigningKey()]);
  return persona;
}
