import { Injectable } from '@nestjs/common';
import type { SessionOfGrant } from '../../access/sessions-of-users.js';
import { Clock } from '../../config/clock.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { artifactKey } from '../artifacts/artifact.store.js';
import { SESSION_IDLE_SECONDS, SESSION_SECONDS } from '../token-lifetimes.js';
import type { EndedSession } from './session-events.js';

interface SessionRow {
  readonly session_uid: string;
  readonly started_at: Date;
  readonly used_at: Date;
  readonly expires_at: Date;
  readonly clients: string[];
}

/** A session as lists show it. */
interface OpenSession {
  readonly id: string;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly clients: readonly string[];
}

/** A session that has just been deleted, and whose it was. */
interface SessionOfUser {
  readonly tenantId: string;
  readonly userId: string;
  readonly session: EndedSession;
}

interface EndedRow {
  readonly kind: string;
  readonly tenant_id: string;
  readonly user_id: string | null;
  readonly session_uid: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly used_at: Date;
  readonly expires_at: Date;
}

const ENDED = 'kind, tenant_id, user_id, session_uid, created_at, started_at, used_at, expires_at';

const OF_SESSION = `session_uid = $1 OR grant_id IN (
  SELECT grant_id FROM oauth_artifact WHERE session_uid = $1 AND kind = 'Grant')`;

/** The rows of browser sessions, with what was given in them. */
@Injectable()
export class SessionStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The open session in which a grant was given. */
  async ofGrant(reading: Lookups, tenantId: string, grantId: string): Promise<SessionOfGrant | null> {
    const rows: { session_uid: string; started_at: Date | null }[] = await reading.query(
      `SELECT s.session_uid, s.started_at FROM oauth_artifact g
         JOIN oauth_artifact s ON s.session_uid = g.session_uid AND s.kind = 'Session' AND s.user_id = g.user_id
        WHERE g.id = $1 AND g.tenant_id = $2 AND s.tenant_id = $2 AND s.expires_at > $3`,
      [artifactKey('Grant', grantId), tenantId, this.clock.now()],
    );
    const [row] = rows;
    return row === undefined ? null : { id: row.session_uid, loggedInAt: row.started_at };
  }

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

  /** Ends a session of a user, with what was given in it. @returns null when they had none of that id */
  async end(transaction: Transaction, tenantId: string, userId: string, uid: string): Promise<EndedSession | null> {
    const rows: unknown[] = await transaction.query(
      `SELECT 1 FROM oauth_artifact WHERE session_uid = $1 AND tenant_id = $2 AND user_id = $3 AND kind = 'Session' FOR UPDATE`,
      [uid, tenantId, userId],
    );
    return rows.length === 0 ? null : ((await this.endById(transaction, uid))?.session ?? null);
  }

  /** Ends whatever session has an id, with what was given in it. @returns null when there was none, or nobody was logged in */
  async endById(transaction: Transaction, uid: string): Promise<SessionOfUser | null> {
    const [ended]: [EndedRow[], number] = await transaction.query(
      `DELETE FROM oauth_artifact WHERE ${OF_SESSION} RETURNING ${ENDED}`,
      [uid],
    );
    return sessionsOf(ended)[0] ?? null;
  }

  /** Ends everything of a user, also tokens that are stored nowhere. @returns what there was; `others`: grants and tokens that still counted */
  async endAll(
    transaction: Transaction,
    tenantId: string,
    userId: string,
    now: Date,
  ): Promise<{ readonly sessions: readonly EndedSession[]; readonly others: number }> {
    const [ended]: [EndedRow[], number] = await transaction.query(
      `DELETE FROM oauth_artifact WHERE tenant_id = $1 AND user_id = $2 RETURNING ${ENDED}`,
      [tenantId, userId],
    );
    await transaction.query(
      `INSERT INTO oauth_user_cutoff (user_id, tenant_id, issued_until) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE SET issued_until = greatest(oauth_user_cutoff.issued_until, EXCLUDED.issued_until)`,
      [userId, tenantId, now],
    );
    const sessions = sessionsOf(ended).map(({ session }) => session);
    const others = ended.filter(({ kind, expires_at }) => kind !== 'Session' && expires_at > now).length;
    return { sessions, others };
  }

  /** Whether everything of a user was ended at a time or later. @param at of what may have been ended by it */
  async endedSince(userId: string, at: Date): Promise<boolean> {
    const rows: unknown[] = await this.unitOfWork.lookups.query(
      'SELECT 1 FROM oauth_user_cutoff WHERE user_id = $1 AND issued_until >= $2',
      [userId, at],
    );
    return rows.length > 0;
  }

  /** Deletes sessions of whatever user whose time is over; those that another instance deletes just now are left to it. */
  async takeExpired(transaction: Transaction, now: Date, most: number): Promise<readonly SessionOfUser[]> {
    const [ended]: [EndedRow[], number] = await transaction.query(
      `DELETE FROM oauth_artifact WHERE id IN (
         SELECT id FROM oauth_artifact WHERE kind = 'Session' AND user_id IS NOT NULL AND expires_at <= $1
          ORDER BY tenant_id, user_id LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING ${ENDED}`,
      [now, most],
    );
    return sessionsOf(ended);
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

function sessionsOf(rows: readonly EndedRow[]): readonly SessionOfUser[] {
  return rows.flatMap((row): readonly SessionOfUser[] => {
    const { user_id: userId, session_uid: id } = row;
    if (row.kind !== 'Session' || userId === null || id === null) return [];
    const session = {
      id,
      startedAt: row.started_at ?? row.created_at,
      lastUsedAt: row.used_at,
      expiresAt: row.expires_at,
    };
    return [{ tenantId: row.tenant_id, userId, session }];
  });
}
