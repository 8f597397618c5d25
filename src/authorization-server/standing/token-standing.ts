import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { AccessToken, ClientCredentials, RefreshToken } from 'oidc-provider';
import { type Account, Accounts } from '../../access/accounts.js';
import type { Scope } from '../../access/scope.js';
import { scopes as apiScopes } from '../../access/scope.js';
import { type Tenant, TenantStore } from '../../access/tenant.store.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { artifactKey } from '../artifacts/artifact.store.js';
import type { AccessTokenClaims } from './access-token-claims.js';

interface StandingRow {
  readonly scopes: string[];
  readonly first_party: boolean;
  readonly consented: string[] | null;
  readonly given_by_id: string | null;
  readonly giver_scopes: string[] | null;
}

/** On what a token stands: what it says alone is no right. */
export interface Standing {
  readonly tenant: { readonly id: string; readonly name: string };
  readonly client: { readonly id: string; readonly scopes: readonly string[]; readonly firstParty: boolean };
  /** null: the client acts for itself. */
  readonly user: Account | null;
  /** Of a token of the JWT Grant. */
  readonly consent: { readonly id: string; readonly scopes: readonly string[]; readonly givenBy: string } | null;
}

type Asserted = Pick<AccessTokenClaims, 'jti' | 'tenant' | 'clientId' | 'userId' | 'grantId' | 'consentId'>;

const CLIENT = `FROM oauth_client c WHERE c.id = $1 AND c.tenant_id = $2 AND c.deleted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM oauth_revoked_token r WHERE r.jti_hash = $3)`;

const OF_CLIENT = `SELECT c.scopes, c.first_party, NULL AS consented, NULL AS given_by_id, NULL AS giver_scopes ${CLIENT}`;

const OF_GRANT = `SELECT c.scopes, c.first_party, NULL AS consented, NULL AS given_by_id, NULL AS giver_scopes ${CLIENT}
  AND EXISTS (SELECT 1 FROM oauth_artifact a WHERE a.id = $4 AND a.client_id = c.id AND a.user_id = $5 AND a.expires_at > $6
    AND (NOT a.with_session OR EXISTS (
      SELECT 1 FROM oauth_artifact s WHERE s.session_uid = a.session_uid AND s.kind = 'Session' AND s.expires_at > $6)))`;

const OF_CONSENT = `SELECT c.scopes, c.first_party, k.scopes AS consented, k.given_by_id, k.giver_scopes
  FROM oauth_client c JOIN oauth_consent k ON k.client_id = c.id AND k.tenant_id = c.tenant_id
  WHERE c.id = $1 AND c.tenant_id = $2 AND c.deleted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM oauth_revoked_token r WHERE r.jti_hash = $3)
  AND k.id = $4 AND k.revoked_at IS NULL AND coalesce(k.user_id = $5, true)`;

/** Whether an administrator's consent reaches a user: never one who may do more than whoever gave it. */
export function isCovered(giverScopes: readonly string[] | null, user: Pick<Account, 'permissions'>): boolean {
  if (giverScopes === null) return true;
  const known: ReadonlySet<string> = new Set(apiScopes);
  return [...user.permissions].every(
    (permission) => !known.has(permission) || giverScopes.includes(permission as Scope),
  );
}

/**
 * Whether tokens still stand: from the next request on none does whose `jti` was revoked, or whose client, user, consent, grant or
 * session has ended, whichever instance ended it.
 */
@Injectable()
export class TokenStanding {
  /** A tenant does not change once it is made. */
  private readonly known = new LRUCache<string, Tenant>({ max: 1000, ttl: 60_000 });

  constructor(
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
      this.row(tenant.id, claims),
      userId === null ? null : this.accounts.standing(this.unitOfWork.lookups, tenant.id, userId),
    ]);
    if (row === null || (userId !== null && user?.status !== 'active')) return null;
    if (user !== null && !isCovered(row.giver_scopes, user)) return null;
    return {
      tenant: { id: tenant.id, name: tenant.name },
      client: { id: claims.clientId, scopes: row.first_party ? apiScopes : row.scopes, firstParty: row.first_party },
      user,
      consent:
        claims.consentId === null || row.consented === null
          ? null
          : { id: claims.consentId, scopes: row.consented, givenBy: row.given_by_id ?? '' },
    };
  }

  /** For introspection. */
  async ofToken(token: AccessToken | ClientCredentials): Promise<boolean> {
    const { extra } = token;
    const standing = await this.of({
      jti: token.jti,
      tenant: String(extra?.['tenant']),
      clientId: token.clientId ?? '',
      userId: 'accountId' in token ? token.accountId : null,
      grantId: typeof extra?.['grant_id'] === 'string' ? extra['grant_id'] : null,
      consentId: typeof extra?.['consent_id'] === 'string' ? extra['consent_id'] : null,
    });
    return standing !== null;
  }

  /** Whether a refresh token could still be used: its family, its client and its user are there. */
  async ofFamily(token: RefreshToken): Promise<boolean> {
    if (token.consumed !== undefined || token.grantId === undefined) return false;
    const rows: { name: string }[] = await this.unitOfWork.lookups.query(
      'SELECT t.name FROM oauth_client c JOIN tenant t ON t.id = c.tenant_id WHERE c.id = $1',
      [token.clientId],
    );
    const standing = await this.of({
      jti: token.jti,
      tenant: rows[0]?.name ?? '',
      clientId: token.clientId ?? '',
      userId: token.accountId,
      grantId: token.grantId,
      consentId: null,
    });
    return standing !== null;
  }

  private async tenantNamed(name: string): Promise<Tenant | null> {
    const known = this.known.get(name) ?? (await this.tenants.findByName(name));
    if (known !== null) this.known.set(name, known);
    return known;
  }

  private async row(
    tenantId: string,
    { clientId, jti, userId, grantId, consentId }: Asserted,
  ): Promise<StandingRow | null> {
    const base = [clientId, tenantId, createHash('sha256').update(jti).digest()];
    const { lookups } = this.unitOfWork;
    let rows: StandingRow[];
    if (userId === null) rows = await lookups.query(OF_CLIENT, base);
    else if (grantId !== null)
      rows = await lookups.query(OF_GRANT, [...base, artifactKey('Grant', grantId), userId, this.clock.now()]);
    else if (consentId !== null) rows = await lookups.query(OF_CONSENT, [...base, consentId, userId]);
    else return null;
    return rows[0] ?? null;
  }
}
