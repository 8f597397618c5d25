import type { Scope } from '../../access/scope.js';
import type { Standing } from '../standing/token-standing.js';
import { rightsFor } from './user-rights.js';

/**
 * What of the scopes that a token says is left: what its client may still have, what the consent still covers and, of our API, what
 * the user may do now. Pure.
 * @param scope as the token says it, separated by spaces
 * @param ofApi null: our API; else the scopes that the tenant's API knows now
 */
export function scopesLeft(
  scope: string,
  { client, consent, user }: Pick<Standing, 'client' | 'consent' | 'user'>,
  ofApi: readonly string[] | null,
): readonly string[] {
  const said = scope
    .split(' ')
    .filter((one) => client.scopes.includes(one) && (consent === null || consent.scopes.includes(one)));
  if (ofApi !== null) return said.filter((one) => ofApi.includes(one));
  return user === null ? said : rightsFor(client, said as Scope[], user.permissions);
}
