import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AdapterPayload } from 'oidc-provider';
import { Clock } from '../../config/clock.js';
import type { Lookups, Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { type SealContext, Sealing } from '../../secrets/sealing.js';
import type { NewArtifact, StoredArtifact } from './artifact.js';
import { NO_TENANT } from './sealed-artifacts.js';

interface ArtifactRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly sealed: Buffer;
  readonly expires_at: Date;
  readonly consumed_at: Date | null;
}

/** How an artifact is found: its kind, and the SHA-256 of what its holder presents. */
export function artifactKey(kind: string, id: string): string {
  return `${kind}:${createHash('sha256').update(id, 'utf8').digest('base64url')}`;
}

const contextOf = (tenantId: string, key: string): SealContext => ({
  tenantId,
  table: 'oauth_artifact',
  row: key,
  purpose: 'payload',
});

const COLUMNS = `id, tenant_id, kind, client_id, user_id, grant_id, session_uid, with_session, sealed, created_at, used_at, expires_at, started_at`;

/** A grant that goes with a session counts as long as the session is open. */
const STANDS = `(NOT a.with_session OR EXISTS (
  SELECT 1 FROM oauth_artifact s WHERE s.session_uid = a.session_uid AND s.kind = 'Session' AND s.expires_at > $2))`;

/**
 * The rows of what the authorization server keeps. Ids are hashed and payloads sealed, so that a copy of the table opens nothing.
 * (Rows are found by a hash of 128 bits and more that only the holder knows: no tenant is named.)
 */
@Injectable()
export class ArtifactStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  async find(kind: string, id: string): Promise<StoredArtifact | null> {
    const rows: ArtifactRow[] = await this.unitOfWork.lookups.query(
      `SELECT a.id, a.tenant_id, a.sealed, a.expires_at, a.consumed_at FROM oauth_artifact a WHERE a.id = $1 AND ${STANDS}`,
      [artifactKey(kind, id), this.clock.now()],
    );
    return rows[0] === undefined ? null : this.opened(rows[0]);
  }

  /** An access token, whomever it stands for. */
  async findToken(id: string): Promise<StoredArtifact | null> {
    const rows: ArtifactRow[] = await this.unitOfWork.lookups.query(
      'SELECT id, tenant_id, sealed, expires_at, consumed_at FROM oauth_artifact WHERE id IN ($1, $2)',
      [artifactKey('AccessToken', id), artifactKey('ClientCredentials', id)],
    );
    return rows[0] === undefined ? null : this.opened(rows[0]);
  }

  async findSession(uid: string, reading: Lookups = this.unitOfWork.lookups): Promise<StoredArtifact | null> {
    const rows: ArtifactRow[] = await reading.query(
      `SELECT id, tenant_id, sealed, expires_at, consumed_at FROM oauth_artifact WHERE session_uid = $1 AND kind = 'Session'`,
      [uid],
    );
    return rows[0] === undefined ? null : this.opened(rows[0]);
  }

  async save(artifact: NewArtifact): Promise<void> {
    await this.unitOfWork.lookups.writing.query(
      `INSERT INTO oauth_artifact (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12)
       ON CONFLICT (id) DO UPDATE SET tenant_id = EXCLUDED.tenant_id, client_id = EXCLUDED.client_id, user_id = EXCLUDED.user_id,
         grant_id = EXCLUDED.grant_id, session_uid = EXCLUDED.session_uid, sealed = EXCLUDED.sealed,
         used_at = EXCLUDED.used_at, started_at = EXCLUDED.started_at, expires_at = EXCLUDED.expires_at`,
      this.values(artifact),
    );
  }

  /**
   * Saves a session that was there when its request began, in the place of its row of then. Whoever ends it meanwhile deletes that row,
   * and is not undone by a request that had read it before.
   * @param formerId under which it was found
   * @returns false when it has ended
   */
  async keepSession(formerId: string, session: NewArtifact): Promise<boolean> {
    const { writing } = this.unitOfWork.lookups;
    const values = this.values(session);
    const [, moved]: [unknown, number] = await writing.query(
      `UPDATE oauth_artifact SET id = $1, tenant_id = $2, client_id = $4, user_id = $5, grant_id = $6, with_session = $8, sealed = $9,
              used_at = $10, expires_at = $11, started_at = $12
        WHERE id = $13 AND kind = $3 AND session_uid = $7`,
      [...values, artifactKey('Session', formerId)],
    );
    if (moved > 0) return true;
    // Another tab has changed the id meanwhile: as long as the session is open, either id counts.
    const rows: unknown[] = await writing.query(
      `INSERT INTO oauth_artifact (${COLUMNS})
       SELECT $1, $2::uuid, $3, $4, $5::uuid, $6, $7, $8::boolean, $9::bytea, $10::timestamptz, $10::timestamptz, $11::timestamptz, $12::timestamptz
         FROM (SELECT 1 FROM oauth_artifact WHERE session_uid = $7 AND kind = $3 LIMIT 1 FOR SHARE) AS open
       ON CONFLICT (id) DO UPDATE SET used_at = EXCLUDED.used_at RETURNING id`,
      values,
    );
    return rows.length > 0;
  }

  /** Saves what takes the place of another one, which is consumed by the same statement. @returns false when that one was consumed before */
  async replace(kind: string, replacedId: string, artifact: NewArtifact): Promise<boolean> {
    const rows: unknown[] = await this.unitOfWork.lookups.writing.query(
      `WITH replaced AS (UPDATE oauth_artifact SET consumed_at = $10 WHERE id = $13 AND consumed_at IS NULL RETURNING id)
       INSERT INTO oauth_artifact (${COLUMNS})
       SELECT $1, $2::uuid, $3, $4, $5::uuid, $6, $7, $8::boolean, $9::bytea, $10::timestamptz, $10::timestamptz, $11::timestamptz, $12::timestamptz
         FROM replaced RETURNING id`,
      [...this.values(artifact), artifactKey(kind, replacedId)],
    );
    return rows.length > 0;
  }

  /** @returns false when somebody consumed it before */
  async consume(kind: string, id: string): Promise<boolean> {
    const [, consumed]: [unknown, number] = await this.unitOfWork.lookups.writing.query(
      'UPDATE oauth_artifact SET consumed_at = $2 WHERE id = $1 AND consumed_at IS NULL',
      [artifactKey(kind, id), this.clock.now()],
    );
    return consumed === 1;
  }

  async destroy(kind: string, id: string): Promise<void> {
    await this.unitOfWork.lookups.writing.query('DELETE FROM oauth_artifact WHERE id = $1', [artifactKey(kind, id)]);
  }

  async destroyOfGrant(kind: string, grantId: string): Promise<void> {
    await this.unitOfWork.lookups.writing.query('DELETE FROM oauth_artifact WHERE grant_id = $1 AND kind = $2', [
      grantId,
      kind,
    ]);
  }

  /** Deletes what has expired, for every tenant; sessions of users are ended by `SessionEndings`. */
  async prune(transaction: Transaction, now: Date): Promise<void> {
    await transaction.query(
      `DELETE FROM oauth_artifact WHERE expires_at < $1 AND (kind <> 'Session' OR user_id IS NULL)`,
      [now],
    );
    for (const table of ['oauth_revoked_token', 'oauth_seen_jti'])
      await transaction.query(`DELETE FROM ${table} WHERE expires_at < $1`, [now]);
  }

  private values({ kind, id, subject, payload, expiresAt, startedAt }: NewArtifact): unknown[] {
    const key = artifactKey(kind, id);
    const tenantId = subject.tenantId ?? NO_TENANT;
    const { jti: _id, ...kept } = payload;
    const sealed = this.sealing.seal(JSON.stringify(kept), contextOf(tenantId, key));
    const { clientId, userId, grantId, sessionUid, withSession } = subject;
    const now = this.clock.now();
    return [key, tenantId, kind, clientId, userId, grantId, sessionUid, withSession, sealed, now, expiresAt, startedAt];
  }

  private opened(row: ArtifactRow): StoredArtifact {
    const text = this.sealing.open(row.sealed, contextOf(row.tenant_id, row.id)).toString('utf8');
    return {
      payload: JSON.parse(text) as AdapterPayload,
      tenantId: row.tenant_id === NO_TENANT ? null : row.tenant_id,
      expiresAt: row.expires_at,
      consumedAt: row.consumed_at,
    };
  }
}
