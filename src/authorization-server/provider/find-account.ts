import type { Account, KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from '../../access/accounts.js';
import type { Permission } from '../../access/permission.js';
import type { Lookups } from '../../database/transaction.js';
import { registeredClient } from './client-metadata.js';

/** A user of the client's own tenant who may be let in now. */
export interface OAuthAccount extends Account {
  readonly permissions: ReadonlySet<Permission>;
}

/** The session keeps the name of the login that has begun it just now. */
function rememberLogin({ oidc: { result, session } }: KoaContextWithOIDC): void {
  const loginId = result?.login?.['loginId'];
  if (typeof loginId === 'string' && session !== undefined) Object.assign(session, { loginId });
}

/** Finds the user of a session, code or token. Nobody of another tenant is found, nor anybody who is locked. */
export async function findAccount(
  accounts: Accounts,
  lookups: Lookups,
  ctx: KoaContextWithOIDC,
  userId: string,
): Promise<OAuthAccount | undefined> {
  const { client } = ctx.oidc;
  if (client === undefined) return undefined;
  const { tenantId } = registeredClient(client);
  const user = await accounts.find(lookups, tenantId, userId);
  if (user?.status !== 'active') return undefined;
  rememberLogin(ctx);
  return {
    accountId: user.id,
    permissions: user.permissions,
    claims: (_use, scope) => {
      const asked = new Set(scope.split(' '));
      return {
        sub: user.id,
        ...(asked.has('profile') ? { name: user.displayName, locale: user.language } : {}),
        ...(asked.has('email') ? { email: user.email } : {}),
      };
    },
  };
}
