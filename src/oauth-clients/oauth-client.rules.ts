import { type AuthenticationMethod, type ClientGrant, JWT_GRANT } from '../access/oauth-client-terms.js';
import { ownScopes } from '../access/scope.js';
import { subjectForms } from '../certificates/subject-forms.js';
import type { Fault } from '../errors/countersign-error.js';
import { type OAuthClient } from './oauth-client.js';
import type { OAuthClientRequest } from './oauth-client.schema.js';
import { clashingRedirectUris, faultOfRedirectUri } from './redirect-uri.rules.js';

/** What a request is judged beside. */
export interface RuleContext {
  /** Whether the tenant is the one that may manage tenants. */
  readonly isDefaultTenant: boolean;
  /** Scopes that the tenant's own APIs know. */
  readonly resourceScopes: readonly string[];
  /** How many keys are stored, where the client is there already. */
  readonly storedKeys: number;
  /** Why a certificate cannot be expected to have a name; null when it can. */
  readonly faultOfSubject: (form: (typeof subjectForms)[number], value: string) => string | null;
}

/** As many keys a client has at most. */
export const MOST_KEYS = 10;

type Chosen = Pick<OAuthClient, 'integration' | 'grants' | 'authentication' | 'tokens'>;

const perUser = (grants: readonly ClientGrant[]): boolean => grants.includes('authorization_code');

/** What a request leaves open, as its grants have it. */
function chosen(request: OAuthClientRequest): Chosen {
  const { grants, tokens } = request;
  const withCode = perUser(grants);
  const method: AuthenticationMethod = grants.every((grant) => grant === JWT_GRANT)
    ? 'private_key_jwt'
    : 'client_secret_basic';
  return {
    integration: request.integration ?? (withCode ? 'per-user' : 'system'),
    grants: [...new Set(grants)],
    authentication: withoutAbsent(request.authentication ?? { method }),
    tokens: {
      bound: tokens.bound,
      format: tokens.format,
      accessSeconds: tokens.accessSeconds,
      refresh: tokens.refresh ?? withCode,
      idTokenSignedResponseAlg: tokens.idTokenSignedResponseAlg,
    },
  };
}

function withoutAbsent(
  authentication: NonNullable<OAuthClientRequest['authentication']>,
): OAuthClient['authentication'] {
  return Object.fromEntries(
    Object.entries(authentication).filter(([, value]) => value !== undefined),
  ) as unknown as OAuthClient['authentication'];
}

/** What of a request is stored as it is. */
export function configured(request: OAuthClientRequest) {
  return {
    ...chosen(request),
    name: request.name,
    redirectUris: request.redirectUris,
    scopes: [...new Set(request.scopes)],
    ownerId: request.owner,
  };
}

/** What is wrong with members that are each well-formed, all at once. */
export function oauthClientFaults(request: OAuthClientRequest, context: RuleContext): Fault[] {
  const settled = chosen(request);
  return [
    ...grantFaults(request, settled),
    ...redirectFaults(request),
    ...scopeFaults(request, context),
    ...authenticationFaults(request, settled, context),
    ...keyFaults(request, settled, context),
  ];
}

function grantFaults({ grants, tokens }: OAuthClientRequest, { integration, authentication }: Chosen): Fault[] {
  const faults: Fault[] = [];
  if (integration === 'system' && perUser(grants))
    faults.push({ path: '$.grants', message: 'authorization_code is for integration per-user' });
  if (integration === 'per-user' && grants.some((grant) => grant === 'client_credentials' || grant === JWT_GRANT))
    faults.push({ path: '$.grants', message: 'client_credentials and the JWT Grant are for integration system' });
  if (grants.includes('refresh_token') && (!perUser(grants) || tokens.refresh === false))
    faults.push({ path: '$.grants', message: 'refresh_token goes with authorization_code and tokens.refresh' });
  if (tokens.refresh === true && !perUser(grants))
    faults.push({ path: '$.tokens.refresh', message: 'tokens are refreshed with authorization_code only' });
  if (authentication.method === 'none' && grants.includes('client_credentials'))
    faults.push({ path: '$.authentication.method', message: 'a client that proves nothing gets no tokens of its own' });
  return faults;
}

function redirectFaults({ grants, redirectUris }: OAuthClientRequest): Fault[] {
  const faults = redirectUris.flatMap((uri, index) => {
    const message = faultOfRedirectUri(uri);
    return message === null ? [] : [{ path: `$.redirectUris[${index}]`, message }];
  });
  for (const index of clashingRedirectUris(redirectUris))
    faults.push({
      path: `$.redirectUris[${index}]`,
      message: 'must be http too, or on no loopback address, beside one with http on a loopback address',
    });
  if (perUser(grants) && redirectUris.length === 0)
    faults.push({ path: '$.redirectUris', message: 'authorization_code needs at least one' });
  if (!perUser(grants) && !grants.includes(JWT_GRANT) && redirectUris.length > 0)
    faults.push({ path: '$.redirectUris', message: 'client_credentials sends no browser back' });
  return faults;
}

function scopeFaults({ grants, scopes }: OAuthClientRequest, context: RuleContext): Fault[] {
  const faults = scopes.flatMap((scope, index) => {
    const path = `$.scopes[${index}]`;
    if (!ownScopes.has(scope) && !context.resourceScopes.includes(scope))
      return [{ path, message: 'is neither a right of the API nor a scope of an API of this tenant' }];
    if (scope.startsWith('tenants:') && !context.isDefaultTenant)
      return [{ path, message: 'tenants are managed by the tenant default only' }];
    if (scope === 'extended' && !perUser(grants)) return [{ path, message: 'goes with authorization_code' }];
    if (scope === 'impersonation' && !grants.includes(JWT_GRANT)) return [{ path, message: 'goes with the JWT Grant' }];
    return [];
  });
  if (grants.includes(JWT_GRANT) && !scopes.includes('impersonation'))
    faults.push({ path: '$.scopes', message: 'the JWT Grant needs impersonation' });
  return faults;
}

function authenticationFaults(request: OAuthClientRequest, { authentication }: Chosen, context: RuleContext): Fault[] {
  const named = subjectForms.filter((form) => request.authentication?.[form] !== undefined);
  if (authentication.method !== 'tls_client_auth')
    return named.map((form) => ({ path: `$.authentication.${form}`, message: 'goes with tls_client_auth' }));
  if (named.length !== 1)
    return [
      {
        path: '$.authentication',
        message: `exactly one of ${subjectForms.join(', ')} names the certificate (RFC 8705 §2.1.2)`,
      },
    ];
  return named.flatMap((form) => {
    const message = context.faultOfSubject(form, request.authentication?.[form] ?? '');
    return message === null ? [] : [{ path: `$.authentication.${form}`, message }];
  });
}

function keyFaults(
  { grants, keys, generateKey }: OAuthClientRequest,
  { authentication: { method } }: Chosen,
  { storedKeys }: RuleContext,
): Fault[] {
  const left = keys?.length ?? storedKeys;
  const count = left + (generateKey === undefined ? 0 : 1);
  const faults: Fault[] = [];
  const needsKeys = usesKeys({ grants, authentication: { method } });
  if (needsKeys && count === 0)
    faults.push({
      path: '$.keys',
      message: 'the client signs, or shows a certificate, by a key: give keys or generateKey',
    });
  if (!needsKeys && (keys?.length ?? 0) + (generateKey === undefined ? 0 : 1) > 0)
    faults.push({ path: '$.keys', message: 'nothing of this client is verified with a key' });
  if (generateKey !== undefined && needsKeys && !signsByKey({ grants, authentication: { method } }))
    faults.push({ path: '$.generateKey', message: 'makes no certificate: give keys with the self-signed one in x5c' });
  if (method === 'self_signed_tls_client_auth')
    for (const [index, key] of (keys ?? []).entries())
      if (!hasCertificate(key)) faults.push({ path: `$.keys[${index}].x5c`, message: LACKS_CERTIFICATE });
  if (count > MOST_KEYS)
    faults.push({ path: '$.keys', message: `a client has at most ${MOST_KEYS} keys, not ${count}` });
  const names = (keys ?? []).map(nameOfKey);
  for (const [index, name] of names.entries())
    if (names.indexOf(name) < index)
      faults.push({ path: `$.keys[${index}]`, message: 'has the kid of another key of the list, or is the same key' });
  return faults;
}

type KeyUser = Pick<OAuthClient, 'grants'> & { readonly authentication: Pick<OAuthClient['authentication'], 'method'> };

/** Whether a signature of the client's is verified by a key. */
const signsByKey = ({ grants, authentication: { method } }: KeyUser): boolean =>
  grants.includes(JWT_GRANT) || method === 'private_key_jwt';

const usesKeys = (client: KeyUser): boolean =>
  signsByKey(client) || client.authentication.method === 'self_signed_tls_client_auth';

const LACKS_CERTIFICATE = 'must hold the self-signed certificate (RFC 8705 §2.2.2)';

const hasCertificate = ({ x5c }: Readonly<Record<string, unknown>>): boolean => Array.isArray(x5c) && x5c.length > 0;

/** What is wrong with giving a client one more key, as it would be where it is registered with it. @param key null: one that is made here */
export function faultsOfAddedKey(client: KeyUser, key: Readonly<Record<string, unknown>> | null): readonly Fault[] {
  if (!usesKeys(client)) return [{ path: '$', message: 'nothing of this client is verified with a key' }];
  if (client.authentication.method !== 'self_signed_tls_client_auth') return [];
  if (key === null)
    return signsByKey(client) ? [] : [{ path: '$.generateKey', message: 'makes no certificate: give a key with x5c' }];
  return hasCertificate(key) ? [] : [{ path: '$.key.x5c', message: LACKS_CERTIFICATE }];
}

/** What is the same of two keys that would have the same `kid`: where it is left out, whatever the key is made of. */
const nameOfKey = ({ kid, kty, n, e, crv, x, y }: NonNullable<OAuthClientRequest['keys']>[number]): string =>
  JSON.stringify(kid ?? [kty, n, e, crv, x, y]);
