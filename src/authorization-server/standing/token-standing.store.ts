import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { artifactKey } from '../artifacts/artifact.store.js';
import type { AccessTokenClaims } from './access-token-claims.js';

/** What a token says it stands on. */
export type Asserted = Pick<
  AccessTokenClaims,
  'jti' | 'tenant' | 'clientId' | 'userId' | 'grantId' | 'consentId' | 'issuedAt'
> & {
  /** null: of a refresh token, which waits while its client is disabled. */
  readonly clientEpoch: number | null;
};

/** What is still there of it. */
interface StandingRow {
  readonly scopes: string[];
  readonly first_party: boolean;
  /** The operator has suspended the tenant. */
  readonly suspended: boolean;
  readonly consented: string[] | null;
  readonly given_by_id: string | null;
  readonly giver_scopes: string[] | null;
}

const STANDS_WITH = 'c.scopes, c.first_party, t.suspended_at IS NOT NULL AS suspended';

const COUNTS = `c.id = $1 AND c.tenant_id = $2 AND c.deleted_at IS NULL AND c.enabled AND c.token_epoch = coalesce($4, c.token_epoch)
  AND NOT EXISTS (SELECT 1 FROM oauth_revoked_token r WHERE r.jti_hash = $3)`;

const CLIENT = `FROM oauth_client c JOIN tenant t ON t.id = c.tenant_id WHERE ${COUNTS}`;

const OF_CLIENT = `SELECT ${STANDS_WITH}, NULL AS consented, NULL AS given_by_id, NULL AS giver_scopes ${CLIENT}`;

const OF_GRANT = `SELECT ${STANDS_WITH}, NULL AS consented, NULL AS given_by_id, NULL AS giver_scopes ${CLIENT}
  AND EXISTS (SELECT 1 FROM oauth_artifact a WHERE a.id = $5 AND a.client_id = c.id AND a.user_id = $6 AND a.expires_at > $7
    AND (NOT a.with_session OR EXISTS (
      SELECT 1 FROM oauth_artifact s WHERE s.session_uid = a.session_uid AND s.kind = 'Session' AND s.expires_at > $7)))`;

const OF_CONSENT = `SELECT ${STANDS_WITH}, k.scopes AS consented, k.given_by_id, k.giver_scopes
  FROM oauth_client c JOIN tenant t ON t.id = c.tenant_id JOIN oauth_consent k ON k.client_id = c.id AND k.tenant_id = c.tenant_id
  WHERE ${COUNTS}
  AND k.id = $5 AND k.revoked_at IS NULL AND coalesce(k.user_id = $6, true)
  AND NOT EXISTS (SELECT 1 FROM oauth_user_cutoff u WHERE u.user_id = $6 AND u.issued_until >= $7)`;

const hashOf = (jti: string): Buffer => createHash('sha256').update(jti).digest();

/** Reads, by one statement, whether what a token stands on is still there; and keeps the list of tokens that were revoked. */
@Injectable()
export class TokenStandingStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(tenantId: string, asserted: Asserted, now: Date): Promise<StandingRow | null> {
    const { clientId, clientEpoch, jti, userId, grantId, consentId, issuedAt } = asserted;
    const base = [clientId, tenantId, hashOf(jti), clientEpoch];
    const { lookups } = this.unitOfWork;
    let rows: StandingRow[];
    if (userId === null) rows = await lookups.query(OF_CLIENT, base);
    else if (grantId !== null)
      rows = await lookups.query(OF_GRANT, [...base, artifactKey('Grant', grantId), userId, now]);
    else if (consentId !== null)
      rows = await lookups.query(OF_CONSENT, [...base, consentId, userId, new Date(issuedAt * 1000)]);
    else return null;
    return rows[0] ?? null;
  }

  /** Of a client; empty when there is none. */
  async tenantNameOf(clientId: string): Promise<string> {
    const rows: { name: string }[] = await this.unitOfWork.lookups.query(
      'SELECT t.name FROM oauth_client c JOIN tenant t ON t.id = c.tenant_id WHERE c.id = $1',
      [clientId],
    );
    return rows[0]?.name ?? '';
  }

  /** Remembers until it expires that a token must not be accepted any more. */
  async revoke(tenantName: string, jti: string, expiresAt: Date): Promise<void> {
    await this.unitOfWork.lookups.writing.query(
      `INSERT INTO oauth_revoked_token (jti_hash, tenant_id, expires_at)
       SELECT $1::bytea, id, $3::timestamptz FROM tenant WHERE name = $2 ON CONFLICT DO NOTHING`,
      [hashOf(jti), tenantName, expiresAt],
    );
  }
}
