import { scopeMissing } from './challenge.js';
import type { Principal } from './principal.js';
import { firstLacking, type Scope, scopes } from './scope.js';

const rights: ReadonlySet<string> = new Set(scopes);

/**
 * Nobody hands out a right that they lack: not to a client, a key, a role or a user.
 * @param wanted names that are no rights of the API are passed over
 * @throws CountersignError `access.scope_missing`, the scope named
 */
export function requireHeld(principal: Principal, wanted: readonly string[]): void {
  const lacking = firstLacking(principal.scopes, wanted.filter((scope) => rights.has(scope)) as Scope[]);
  if (lacking === null) return;
  throw scopeMissing(principal, [lacking], `You lack ${lacking}, so that you cannot hand it out`);
}
