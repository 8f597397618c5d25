import type { Answer } from '../http/answer.js';
import { withMembers } from '../http/answers.js';
import { generateSigningKey } from '../scriptable-provider.js';
import { type OpenIdPersona, startOpenIdPersona, UNANNOUNCED } from './openid-persona.js';

/** The directory and the person in it; together they are the identity, `sub` differs per application. */
export const ENTRA_TENANT_ID = '7d2f4b1c-9a3e-4f60-8b15-2c4d6e8f0a1b';
export const ENTRA_OBJECT_ID = '2f6c6d5e-1b8a-4a53-8f43-0c3c6f3f8d11';

export interface EntraOptions {
  /** Directory of the person who logs in. Default {@link ENTRA_TENANT_ID}. */
  readonly tenantId?: string;
  /**
   * The audience that the registration is for: `common`, `organizations`, or the id of a single directory, whose metadata name
   * that directory. Default `common`.
   */
  readonly endpoint?: string;
}

const FIVE_MINUTES = 300;

/** Audiences whose metadata name no single directory. */
const SHARED = ['common', 'organizations'];

/**
 * Microsoft Entra: the metadata's issuer holds `{tenantid}` unless they are those of a single directory, the token's issuer
 * always is a directory.
 * Tokens are dated five minutes back, keys have an `issuer` and no `alg`, and no e-mail is ever said to be verified.
 */
export async function startEntra({
  tenantId = ENTRA_TENANT_ID,
  endpoint = 'common',
}: EntraOptions = {}): Promise<OpenIdPersona> {
  const issuerPath = `/${SHARED.includes(endpoint) ? '{tenantid}' : endpoint}/v2.0`;
  const persona = await startOpenIdPersona(
    {
      name: 'entra',
      clientId: '3e5f7a9b-1c2d-4e3f-9a8b-7c6d5e4f3a2b',
      realOrigins: ['https://login.microsoftonline.com', 'https://graph.microsoft.com'],
      clientAuthentication: { method: 'client_secret_post', clientSecret: 'entra~test.secret' },
      issuerPath: `/${endpoint}/v2.0`,
      paths: {
        authorization: `/${endpoint}/oauth2/v2.0/authorize`,
        token: `/${endpoint}/oauth2/v2.0/token`,
        jwks: `/${endpoint}/discovery/v2.0/keys`,
        userinfo: '/oidc/userinfo',
        logout: `/${endpoint}/oauth2/v2.0/logout`,
      },
      metadata: {
        ...UNANNOUNCED,
        token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
        code_challenge_methods_supported: undefined,
        tenant_region_scope: null,
        request_uri_parameter_supported: false,
      },
      person: {
        idToken: {
          sub: 'AAAAAAAAAAAAAAAAAAAAAJohnDoeAtThisClientOnly',
          tid: tenantId,
          oid: ENTRA_OBJECT_ID,
          ver: '2.0',
          name: 'John Doe',
          preferred_username: 'john@example.com',
          email: 'john@example.com',
          rh: '0.AAAA-test.',
          uti: 'test-uti_AAAAAAAAAAAA',
        },
        userinfo: {
          name: 'John Doe',
          given_name: 'John',
          family_name: 'Doe',
          email: 'john@example.com',
          picture: 'https://graph.microsoft.com/v1.0/me/photo/$value',
        },
      },
    },
    (provider) => ({
      discovery: withMembers({
        issuer: `${provider.origin}${issuerPath}`,
        end_session_endpoint: `${provider.origin}/${endpoint}/oauth2/v2.0/logout`,
      }),
      jwks: (happy) => publishTheWayEntraDoes(happy, `${provider.origin}${issuerPath}`),
      authorization: (happy) => ({
        ...happy,
        parameters: [
          ...happy.parameters.filter(([name]) => name !== 'iss'),
          ['session_state', '00b2d2b3-43c1-4a2f-9b3c-5d7a5b6e7f80'],
        ],
      }),
      idToken: ({ claims }) => ({
        claims: {
          iss: `${provider.origin}/${tenantId}/v2.0`,
          iat: Number(claims.iat) - FIVE_MINUTES,
          nbf: Number(claims.iat) - FIVE_MINUTES,
          exp: Number(claims.iat) + 3600,
          auth_time: undefined,
          at_hash: undefined,
        },
      }),
      token: withMembers({ ext_expires_in: 3599, expires_in: 3599, scope: 'openid profile email' }),
    }),
  );
  const { provider } = persona;
  provider.setKeys([provider.signingKey, await generateSigningKey(), await generateSigningKey()]);
  return persona;
}

function publishTheWayEntraDoes(happy: Answer, issuer: string): Answer {
  const { keys } = happy.json as { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  return {
    json: {
      keys: keys.map(({ alg: _alg, ...key }) => ({
        ...key,
        x5t: key.kid,
        issuer,
        cloud_instance_name: 'microsoftonline.com',
      })),
    },
  };
}
