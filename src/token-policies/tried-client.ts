import type { AuthenticationMethod } from '../access/oauth-client-terms.js';
import { scopes as apiScopes, identityScopes, standardScopes } from '../access/scope.js';
import type { IssueVerdict } from '../access/token-policies.js';
import type { tokenBindings } from './rules/token-policy.js';

/** What decides about a client's tokens before any policy does. */
export interface TriedClient {
  readonly enabled: boolean;
  readonly grants: readonly string[];
  /** Those of the console are everybody's who uses it. */
  readonly scopes: readonly string[];
  readonly authentication: AuthenticationMethod;
  readonly binding: 'none' | (typeof tokenBindings)[number];
  readonly firstParty: boolean;
}

/** The console of a tenant, which has no row before somebody opens it. */
export const triedConsole: TriedClient = {
  enabled: true,
  grants: ['authorization_code', 'refresh_token'],
  scopes: apiScopes,
  authentication: 'none',
  binding: 'dpop',
  firstParty: true,
};

interface Asked {
  readonly grant: string;
  readonly scopes: readonly string[];
  readonly audience: string;
}

/**
 * Why a client gets no such token, whatever policies say, in the order in which the token endpoint would find out; null: nothing keeps
 * it from one. Pure.
 * @param known the scopes that mean something at the audience; null: it is none of the tenant's
 */
export function refusalBeforePolicies(
  { enabled, grants, scopes }: TriedClient,
  { grant, scopes: asked, audience }: Asked,
  known: readonly string[] | null,
): Extract<IssueVerdict, { readonly issue: false }> | null {
  const refused = (reason: string, description: string) =>
    ({ issue: false, policyId: null, reason, description }) as const;
  if (!enabled) return refused('The client is disabled', 'invalid_client');
  if (!grants.includes(grant)) return refused(`The client is not registered for ${grant}`, 'unauthorized_client');
  if (known === null) return refused(`${audience} is no API of this tenant`, 'invalid_target');
  const isAllowed = (scope: string): boolean =>
    identityScopes.includes(scope)
      ? grant !== 'client_credentials'
      : scopes.includes(scope) && (standardScopes.includes(scope) || known.includes(scope));
  const foreign = asked.find((scope) => !isAllowed(scope));
  return foreign === undefined ? null : refused(`The client may not have ${foreign} at ${audience}`, 'invalid_scope');
}
