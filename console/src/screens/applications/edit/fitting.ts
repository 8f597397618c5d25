import { JWT_GRANT } from '../../../api/oauth-names.js';

/** What may name a client's certificate (RFC 8705 §2.1.2). */
export const subjectForms = [
  'tls_client_auth_san_dns',
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;
export const generatedKinds = ['RSA-2048', 'RSA-4096', 'EC-P256'] as const;

interface Chosen {
  readonly grants?: readonly string[];
  readonly authentication?: { readonly method?: string };
}

/** Whether the client signs something, or shows a certificate that is known by its key. */
export function needsKeys({ grants: chosen = [], authentication }: Chosen): boolean {
  const method = authentication?.method;
  return chosen.includes(JWT_GRANT) || method === 'private_key_jwt' || method === 'self_signed_tls_client_auth';
}

type Body = Readonly<Record<string, unknown>>;

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);
const words = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

function authenticationOf(body: Body): Body {
  const given = isBody(body['authentication']) ? body['authentication'] : { method: 'client_secret_basic' };
  const named = subjectForms.filter((form) => form in given);
  if (given['method'] !== 'tls_client_auth') return { method: given['method'] };
  return named.length > 0 ? given : { ...given, tls_client_auth_san_dns: '' };
}

function scopesOf(body: Body, withCode: boolean, withJwt: boolean): readonly string[] {
  const scopes = words(body['scopes']).filter(
    (scope) => (scope !== 'extended' || withCode) && scope !== 'impersonation',
  );
  return withJwt ? [...scopes, 'impersonation'] : scopes;
}

/**
 * Takes away what does not go with the grants and the method that are chosen, and adds what they need.
 *
 * @param storedKeys how many keys the client has already
 */
export function fitted(value: unknown, storedKeys: number): unknown {
  if (!isBody(value)) return value;
  const withCode = words(value['grants']).includes('authorization_code');
  const withJwt = words(value['grants']).includes(JWT_GRANT);
  const chosen = words(value['grants']).filter((grant) => grant !== 'refresh_token' || withCode);
  const { keys, generateKey, tokens, integration: _, ...rest } = value;
  const { refresh: _refresh, ...withoutRefresh } = isBody(tokens) ? tokens : {};
  const body: Body = {
    ...rest,
    grants: chosen,
    redirectUris: withCode || withJwt ? words(value['redirectUris']) : [],
    scopes: scopesOf(value, withCode, withJwt),
    tokens: withCode ? { ...withoutRefresh, refresh: chosen.includes('refresh_token') } : withoutRefresh,
    authentication: authenticationOf(value),
  };
  if (!needsKeys(body)) return body;
  const bySigning = (body['authentication'] as Body)['method'] !== 'self_signed_tls_client_auth' || withJwt;
  if (Array.isArray(keys) && keys.length > 0) return { ...body, keys };
  if (generateKey !== undefined) return { ...body, generateKey };
  return storedKeys === 0 && bySigning ? { ...body, generateKey: 'RSA-2048' } : body;
}
