import { randomBytes } from 'node:crypto';
import type { Configuration, ErrorOut, JWK, KoaContextWithOIDC } from 'oidc-provider';
import { escapeHtml } from '../login-page.js';
import type { Accounts } from './account.js';
import { certificateIsFromKnownAuthority, certificateNames, presentedCertificate } from './client-certificates.js';
import { INTERACTION_PATH } from './interaction.js';
import type { MemoryStorage } from './memory-adapter.js';

interface ConfigurationInput {
  readonly port: number;
  readonly cookieKeys: readonly string[];
  readonly keys: readonly JWK[];
  readonly accounts: Accounts;
  readonly storage: MemoryStorage;
  /** Whether the ID token carries the claims of the granted scopes, or those named by the `claims` parameter only. */
  readonly idTokenClaims: 'by-scope' | 'only-requested';
  readonly requirePkce: boolean;
  readonly acrValues: readonly string[];
  readonly mutualTlsOrigin: string | undefined;
  /** Client certificates can be presented to this provider at all. */
  readonly mutualTls: boolean;
}

export const ROUTES = {
  authorization: '/authorize',
  end_session: '/logout',
  jwks: '/jwks',
  pushed_authorization_request: '/par',
  token: '/token',
  userinfo: '/userinfo',
} as const;

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'] as const;
const SYMMETRIC = ['HS256', 'HS384', 'HS512'] as const;
const KEY_MANAGEMENT = ['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'] as const;

const STANDARD_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  profile: [
    'birthdate family_name gender given_name locale middle_name name nickname picture preferred_username profile',
    'updated_at website zoneinfo',
  ].flatMap((line) => line.split(' ')),
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
};

/** Everything that oidc-provider can do for a relying party is on; a client asks for it by its metadata. */
export function providerConfiguration(input: ConfigurationInput): Configuration {
  const hour = 3600;
  return {
    adapter: (model) => input.storage.adapter(model),
    jwks: { keys: [...input.keys] },
    findAccount: input.accounts.findForProvider,
    loadExistingGrant: grantWhatIsAsked,
    renderError,
    routes: ROUTES,
    scopes: ['openid', 'offline_access', 'profile', 'email', 'phone', 'address'],
    claims: { ...supportedClaims(input.accounts), sid: null, iss: null },
    acrValues: [...input.acrValues],
    conformIdTokenClaims: input.idTokenClaims === 'only-requested',
    pkce: { required: () => input.requirePkce },
    interactions: { url: (_context, interaction) => `${INTERACTION_PATH}${interaction.uid}` },
    cookies: {
      keys: [...input.cookieKeys],
      // Cookies do not know ports: two providers of one test must not overwrite each other's.
      names: {
        session: `session_${input.port}`,
        interaction: `interaction_${input.port}`,
        resume: `resume_${input.port}`,
      },
    },
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'none',
      ...(input.mutualTls ? (['tls_client_auth', 'self_signed_tls_client_auth'] as const) : []),
    ],
    enabledJWA: {
      clientAuthSigningAlgValues: [...ALGORITHMS, ...SYMMETRIC],
      idTokenSigningAlgValues: [...ALGORITHMS, ...SYMMETRIC],
      userinfoSigningAlgValues: [...ALGORITHMS, ...SYMMETRIC],
      authorizationSigningAlgValues: [...ALGORITHMS, ...SYMMETRIC],
      requestObjectSigningAlgValues: [...ALGORITHMS, ...SYMMETRIC],
      idTokenEncryptionAlgValues: [...KEY_MANAGEMENT],
      userinfoEncryptionAlgValues: [...KEY_MANAGEMENT],
      authorizationEncryptionAlgValues: [...KEY_MANAGEMENT],
    },
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: true },
      dPoP: { enabled: true, nonceSecret: randomBytes(32) },
      encryption: { enabled: true },
      jwtResponseModes: { enabled: true },
      jwtUserinfo: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      requestObjects: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
      ...(input.mutualTls
        ? {
            mTLS: {
              enabled: true,
              certificateBoundAccessTokens: true,
              selfSignedTlsClientAuth: true,
              tlsClientAuth: true,
              getCertificate: presentedCertificate,
              certificateAuthorized: certificateIsFromKnownAuthority,
              certificateSubjectMatches: certificateNames,
            },
          }
        : {}),
    },
    ...(input.mutualTlsOrigin === undefined ? {} : { discovery: mutualTlsAliases(input.mutualTlsOrigin) }),
    ttl: { AccessToken: hour, AuthorizationCode: 60, IdToken: hour, Interaction: hour, Session: hour, Grant: hour },
  };
}

/** RFC 8705 §5. */
function mutualTlsAliases(origin: string): { mtls_endpoint_aliases: Record<string, string> } {
  return {
    mtls_endpoint_aliases: {
      token_endpoint: `${origin}${ROUTES.token}`,
      userinfo_endpoint: `${origin}${ROUTES.userinfo}`,
      pushed_authorization_request_endpoint: `${origin}${ROUTES.pushed_authorization_request}`,
    },
  };
}

/** Standard claims by their scope (OIDC Core §5.4); whatever else an account has comes with `openid`. */
function supportedClaims(accounts: Accounts): Record<string, string[]> {
  const standard = new Set(Object.values(STANDARD_CLAIMS).flat());
  const own = accounts.claimNames().filter((name) => !standard.has(name) && name !== 'sub');
  return {
    openid: ['sub', 'acr', 'amr', 'auth_time', ...own],
    ...Object.fromEntries(Object.entries(STANDARD_CLAIMS).map(([scope, names]) => [scope, [...names]])),
  };
}

/** No consent page: whoever logs in has agreed to everything that was asked for. */
async function grantWhatIsAsked(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope([...context.oidc.requestParamScopes].join(' '));
  grant.addOIDCClaims([...context.oidc.requestParamClaims]);
  await grant.save();
  return grant;
}

function renderError(context: KoaContextWithOIDC, out: ErrorOut): void {
  const rows = Object.entries(out).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd id="${escapeHtml(name)}">${escapeHtml(String(value))}</dd>`,
  );
  context.type = 'html';
  context.body = page('The provider cannot go on', `<dl>${rows.join('')}</dl>`);
}

function logoutSource(context: KoaContextWithOIDC, form: string): void {
  const buttons = '<button type="submit" form="op.logoutForm" name="logout" value="yes" id="log-out">Log out</button>';
  context.body = page('Log out?', `${form}${buttons}`);
}

function postLogoutSuccessSource(context: KoaContextWithOIDC): void {
  context.body = page('Logged out', '<p>You are logged out.</p>');
}

function page(title: string, main: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><main><h1>${title}</h1>${main}</main></html>`;
}
