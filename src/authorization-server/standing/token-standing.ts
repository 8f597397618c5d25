import { Injectable } from '@nestjs/common';
import type { AccessToken, ClientCredentials, RefreshToken } from 'oidc-provider';
import { type Account, Accounts } from '../../access/accounts.js';
import type { Scope } from '../../access/scope.js';
import { scopes as apiScopes } from '../../access/scope.js';
import { type Tenant, TenantStore } from '../../access/tenant.store.js';
import { boundedCache } from '../../caches/bounded-cache.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { epochOf } from './access-token-claims.js';
import { type Asserted, TokenStandingStore } from './token-standing.store.js';

/** On what a token stands: what it says alone is no right. */
export interface Standing {
  readonly tenant: { readonly id: string; readonly name: string };
  /** The operator has suspended the tenant: nothing may be done by it. */
  readonly suspended: boolean;
  readonly client: { readonly id: string; readonly scopes: readonly string[]; readonly firstParty: boolean };
  /** null: the client acts for itself. */
  readonly user: Account | null;
  /** Of a token of the JWT Grant. */
  readonly consent: { readonly id: string; readonly scopes: readonly string[]; readonly givenBy: string } | null;
}

/** Whether an administrator's consent reaches a user: never one who may do more than whoever gave it. */
export function isCovered(giverScopes: readonly string[] | null, user: Pick<Account, 'permissions'>): boolean {
  if (giverScopes === null) return true;
  const known: ReadonlySet<string> = new Set(apiScopes);
  return [...user.permissions].every(
    (permission) => !known.has(permission) || giverScopes.includes(permission as Scope),
  );
}

/**
 * Whether tokens still stand: from the next request on none does whose `jti` was revoked, whose client was disabled since, or whose client,
 * user, consent, grant or session has ended, whichever instance ended it.
 */
@Injectable()
export class TokenStanding {
  /** A tenant does not change once it is made. */
  private readonly known = boundedCache<string, Tenant>(1000, { ttl: 60_000 });

  constructor(
    private readonly store: TokenStandingStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly tenants: TenantStore,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** Null when it does not stand any more. One look-up; that of the user travels with it. */
  async of(claims: Asserted): Promise<Standing | null> {
    const tenant = await this.tenantNamed(claims.tenant);
    if (tenant === null) return null;
    const { userId } = claims;
    const [row, user] = await Promise.all([
      this.store.find(tenant.id, claims, this.clock.now()),
      userId === null ? null : this.accounts.standing(this.unitOfWork.lookups, tenant.id, userId),
    ]);
    if (row === null || (userId !== null && user?.status !== 'active')) return null;
    if (user !== null && !isCovered(row.giver_scopes, user)) return null;
    return {
      tenant: { id: tenant.id, name: tenant.name },
      suspended: row.suspended,
      client: { id: claims.clientId, scopes: row.first_party ? apiScopes : row.scopes, firstParty: row.first_party },
      user,
      consent:
        claims.consentId === null || row.consented === null
          ? null
          : { id: claims.consentId, scopes: row.consented, givenBy: row.given_by_id ?? '' },
    };
  }

  /** For introspection. Null also while the tenant is suspended. */
  async ofToken(token: AccessToken | ClientCredentials): Promise<Standing | null> {
    const { extra } = token;
    const standing = await this.of({
      jti: token.jti,
      issuedAt: token.iat,
      tenant: String(extra?.['tenant']),
      clientId: token.clientId ?? '',
      userId: 'accountId' in token ? token.accountId : null,
      grantId: typeof extra?.['grant_id'] === 'string' ? extra['grant_id'] : null,
      consentId: typeof extra?.['consent_id'] === 'string' ? extra['consent_id'] : null,
      clientEpoch: epochOf(extra),
    });
    return standing?.suspended === false ? standing : null;
  }

  /** Whether a refresh token could still be used: its family, its client and its user are there. */
  async ofFamily(token: RefreshToken): Promise<boolean> {
    if (token.consumed !== undefined || token.grantId === undefined) return false;
    const standing = await this.of({
      jti: token.jti,
      issuedAt: token.iat,
      tenant: await this.store.tenantNameOf(token.clientId ?? ''),
      clientId: token.clientId ?? '',
      userId: token.accountId,
      grantId: token.grantId,
      consentId: null,
      clientEpoch: null,
    });
    return standing?.suspended === false;
  }

  private async tenantNamed(name: string): Promise<Tenant | null> {
    const known = this.known.get(name) ?? (await this.tenants.findByName(name));
    if (known !== null) this.known.set(name, known);
    return known;
  }
}
