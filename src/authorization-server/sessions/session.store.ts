import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { SESSION_IDLE_SECONDS, SESSION_SECONDS } from '../provider/token-lifetimes.js';

interface SessionRow {
  readonly session_uid: string;
  readonly started_at: Date;
  readonly used_at: Date;
  readonly expires_at: Date;
  readonly clients: string[];
}

/** A session as lists show it. */
export interface OpenSession {
  readonly id: string;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly clients: readonly string[];
}

const OF_SESSION = `session_uid = $1 OR grant_id IN (
  SELECT grant_id FROM oauth_artifact WHERE session_uid = $1 AND kind = 'Grant')`;

/** The rows of browser sessions, with what was given in them. */
@Injectable()
export class SessionStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(reading: Reading, tenantId: string, userId: string, now: Date): Promise<readonly OpenSession[]> {
    const rows: SessionRow[] = await reading.query(
      `SELECT s.session_uid, s.started_at, s.used_at, s.expires_at,
              ARRAY(SELECT DISTINCT g.client_id FROM oauth_artifact g
                     WHERE g.session_uid = s.session_uid AND g.kind = 'Grant' ORDER BY 1) AS clients
         FROM oauth_artifact s
        WHERE s.tenant_id = $1 AND s.user_id = $2 AND s.kind = 'Session' AND s.expires_at > $3 ORDER BY s.used_at DESC`,
      [tenantId, userId, now],
    );
    return rows.map((row) => ({
      id: row.session_uid,
      startedAt: row.started_at,
      lastUsedAt: row.used_at,
      expiresAt: row.expires_at,
      clients: row.clients,
    }));
  }

  /** Ends a session of a user, with what was given in it. @returns whether they had it */
  async end(transaction: Transaction, tenantId: string, userId: string, uid: string): Promise<boolean> {
    const rows: unknown[] = await transaction.query(
      `SELECT 1 FROM oauth_artifact WHERE session_uid = $1 AND tenant_id = $2 AND user_id = $3 AND kind = 'Session' FOR UPDATE`,
      [uid, tenantId, userId],
    );
    if (rows.length === 0) return false;
    await transaction.query(`DELETE FROM oauth_artifact WHERE ${OF_SESSION}`, [uid]);
    return true;
  }

  /** Whoever holds its cookie logs out. */
  async endByUid(uid: string): Promise<void> {
    await this.unitOfWork.lookups.writing.query(`DELETE FROM oauth_artifact WHERE ${OF_SESSION}`, [uid]);
  }

  /** Ends everything of a user, also tokens that are stored nowhere. @returns how many sessions there were */
  async endAll(transaction: Transaction, tenantId: string, userId: string, now: Date): Promise<number> {
    const [ended]: [{ kind: string }[], number] = await transaction.query(
      'DELETE FROM oauth_artifact WHERE tenant_id = $1 AND user_id = $2 RETURNING kind',
      [tenantId, userId],
    );
    await transaction.query(
      `INSERT INTO oauth_user_cutoff (user_id, tenant_id, issued_until) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE SET issued_until = EXCLUDED.issued_until`,
      [userId, tenantId, now],
    );
    return ended.filter(({ kind }) => kind === 'Session').length;
  }

  /** It is used now, and lives on as long as it may. */
  async touch(uid: string): Promise<void> {
    const now = this.clock.now();
    const idle = new Date(now.getTime() + SESSION_IDLE_SECONDS * 1000);
    await this.unitOfWork.lookups.writing.query(
      `UPDATE oauth_artifact
          SET used_at = $2, expires_at = least($3::timestamptz, started_at + interval '${SESSION_SECONDS} seconds')
        WHERE session_uid = $1 AND kind = 'Session' AND expires_at > $2 AND started_at IS NOT NULL`,
      [uid, now, idle],
    );
  }
}
