import type { Permission } from '../../access/permission.js';
import type { Scope } from '../../access/scope.js';
import type { OAuthClient } from '../../oauth-clients/oauth-client.js';

/** What no token for a user carries that somebody else's application holds: with it the application could make itself at home. */
const NEVER = /^(?:users:|oauth-clients:|consents:|keys:write$)/;

/**
 * What a client may do for a user: what it is allowed, what the user may do now, and of that nothing by which it could give itself or
 * others more. The console is the user's own hand, so that it may do what the user may.
 */
export function rightsFor(
  client: Pick<OAuthClient, 'firstParty'>,
  allowed: readonly Scope[],
  permissions: ReadonlySet<Permission>,
): readonly Scope[] {
  return allowed.filter((scope) => permissions.has(scope) && (client.firstParty || !NEVER.test(scope)));
}
