import { Injectable } from '@nestjs/common';
import type { PrincipalActor } from '../../access/principal.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import { type ListQuery, type Page, PagedList, timeAndIdKey } from '../../http/list.js';
import type { Consent } from './consent.js';

const listed = new PagedList('consents', timeAndIdKey);

interface ConsentRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly client_id: string;
  readonly user_id: string | null;
  readonly resource: string;
  readonly scopes: string[];
  readonly given_by_type: PrincipalActor['type'];
  readonly given_by_id: string;
  readonly giver_scopes: string[] | null;
  readonly given_at: Date;
  readonly revoked_at: Date | null;
}

/** Which consents a list shows. */
interface ConsentFilter {
  readonly clientId?: string | undefined;
  readonly userId?: string | undefined;
}

const consentOf = (row: ConsentRow): Consent => ({
  id: row.id,
  tenantId: row.tenant_id,
  clientId: row.client_id,
  userId: row.user_id,
  resource: row.resource,
  scopes: row.scopes,
  givenBy: { type: row.given_by_type, id: row.given_by_id },
  giverScopes: row.giver_scopes,
  givenAt: row.given_at,
  revokedAt: row.revoked_at,
});

/** Kinds of artifacts that are given on a consent, and end with it; for SQL. */
const GIVEN_ON_CONSENT = `('Grant', 'AuthorizationCode', 'RefreshToken', 'AccessToken')`;

/** The rows of consents. */
@Injectable()
export class ConsentStore {
  /** Those that count for a user at a client: their own, then an administrator's. Whether that one covers them is not judged. */
  async live(
    reading: Lookups,
    about: { readonly tenantId: string; readonly clientId: string; readonly userId: string; readonly resource: string },
  ): Promise<readonly Consent[]> {
    const rows: ConsentRow[] = await reading.query(
      `SELECT * FROM oauth_consent
        WHERE tenant_id = $1 AND client_id = $2 AND resource = $4 AND revoked_at IS NULL AND coalesce(user_id = $3, true)
        ORDER BY user_id NULLS LAST`,
      [about.tenantId, about.clientId, about.userId, about.resource],
    );
    return rows.map(consentOf);
  }

  /**
   * Whether none of some consents was revoked since they were read. Whoever revokes one holds its row and ends what was given on it: after
   * this, what was saved before it is either ended by them, or known here not to stand.
   */
  async stillStand(lookups: Lookups, tenantId: string, consents: readonly Consent[]): Promise<boolean> {
    const standing: unknown[] = await (lookups.writing ?? lookups).query(
      'SELECT id FROM oauth_consent WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND revoked_at IS NULL FOR SHARE',
      [tenantId, consents.map(({ id }) => id)],
    );
    return standing.length === consents.length;
  }

  /** Gives a consent, or widens the one that is there. The client's row MUST be locked. @returns the consent as it is now */
  async give(transaction: Transaction, consent: Consent): Promise<Consent> {
    const { tenantId, clientId, userId, resource, scopes, givenBy, giverScopes, givenAt } = consent;
    const widened: [ConsentRow[], number] = await transaction.query(
      `UPDATE oauth_consent SET scopes = ARRAY(SELECT DISTINCT unnest(scopes || $5::text[]) ORDER BY 1),
              given_by_type = $6, given_by_id = $7, giver_scopes = $8, given_at = $9
        WHERE tenant_id = $1 AND client_id = $2 AND user_id IS NOT DISTINCT FROM $3 AND resource = $4 AND revoked_at IS NULL
        RETURNING *`,
      [tenantId, clientId, userId, resource, scopes, givenBy.type, givenBy.id, giverScopes, givenAt],
    );
    const [row] = widened[0];
    if (row !== undefined) return consentOf(row);
    await transaction.query(
      `INSERT INTO oauth_consent (id, tenant_id, client_id, user_id, resource, scopes, given_by_type, given_by_id, giver_scopes, given_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [consent.id, tenantId, clientId, userId, resource, scopes, givenBy.type, givenBy.id, giverScopes, givenAt],
    );
    return consent;
  }

  async find(reading: Lookups, tenantId: string, id: string): Promise<Consent | null> {
    const rows: ConsentRow[] = await reading.query('SELECT * FROM oauth_consent WHERE tenant_id = $1 AND id = $2', [
      tenantId,
      id,
    ]);
    return rows[0] === undefined ? null : consentOf(rows[0]);
  }

  /** Revokes a consent, and ends what was given on it. @returns null when there is none that is not revoked yet */
  async revoke(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<Consent | null> {
    const [rows]: [ConsentRow[], number] = await transaction.query(
      'UPDATE oauth_consent SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING *',
      [tenantId, id, now],
    );
    if (rows[0] === undefined) return null;
    const consent = consentOf(rows[0]);
    await transaction.query(
      `DELETE FROM oauth_artifact WHERE tenant_id = $1 AND client_id = $2 AND user_id IS NOT NULL
          AND coalesce(user_id = $3::uuid, true)
          AND ($3::uuid IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM oauth_consent own WHERE own.client_id = $2 AND own.user_id = oauth_artifact.user_id AND own.revoked_at IS NULL))
          AND kind IN ${GIVEN_ON_CONSENT}`,
      [tenantId, consent.clientId, consent.userId],
    );
    return consent;
  }

  /** Revokes what a user has consented to. What was given on it the caller ends. @returns what stood until now */
  async revokeAllOf(
    transaction: Transaction,
    tenantId: string,
    userId: string,
    now: Date,
  ): Promise<readonly Consent[]> {
    const [rows]: [ConsentRow[], number] = await transaction.query(
      'UPDATE oauth_consent SET revoked_at = $3 WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL RETURNING *',
      [tenantId, userId, now],
    );
    return rows.map(consentOf);
  }

  /**
   * Revokes what stands for clients that are deleted, and ends what was given on it, which nobody would be given anything for.
   * @param most how many at once
   */
  async revokeOfDeletedClients(transaction: Transaction, now: Date, most: number): Promise<readonly Consent[]> {
    const [rows]: [ConsentRow[], number] = await transaction.query(
      `UPDATE oauth_consent SET revoked_at = $1 WHERE id IN (
         SELECT given.id FROM oauth_consent given JOIN oauth_client c ON c.id = given.client_id AND c.tenant_id = given.tenant_id
          WHERE c.deleted_at IS NOT NULL AND given.revoked_at IS NULL LIMIT $2 FOR UPDATE OF given SKIP LOCKED)
       RETURNING *`,
      [now, most],
    );
    // On an administrator's only access tokens were given (it is for the JWT Grant), of users whom no index names by the client: finding
    // them would read the whole table. They end within the hour by themselves, and until then neither client nor consent stands for them.
    const ofUsers = rows.filter(({ user_id }) => user_id !== null);
    if (ofUsers.length > 0)
      await transaction.query(
        `DELETE FROM oauth_artifact a USING unnest($1::text[], $2::uuid[]) AS revoked (client_id, user_id)
          WHERE a.user_id = revoked.user_id AND a.client_id = revoked.client_id
            AND a.kind IN ${GIVEN_ON_CONSENT}`,
        [ofUsers.map(({ client_id }) => client_id), ofUsers.map(({ user_id }) => user_id)],
      );
    return rows.map(consentOf);
  }

  /** Those that stand, for clients that there are. */
  async list(reading: Reading, tenantId: string, filter: ConsentFilter, query: ListQuery): Promise<Page<Consent>> {
    const after = listed.after(query.cursor);
    const rows: ConsentRow[] = await reading.query(
      `SELECT * FROM oauth_consent
        WHERE tenant_id = $1 AND revoked_at IS NULL AND ($2::text IS NULL OR client_id = $2) AND ($3::uuid IS NULL OR user_id = $3)
          AND NOT EXISTS (SELECT FROM oauth_client c WHERE c.id = client_id AND c.deleted_at IS NOT NULL)
          AND ($4::timestamptz IS NULL OR (given_at, id) > ($4, $5::uuid))
        ORDER BY given_at, id LIMIT $6`,
      [
        tenantId,
        filter.clientId ?? null,
        filter.userId ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
      ],
    );
    return listed.page(rows, query.limit, (row) => [row.given_at.toISOString(), row.id], consentOf);
  }
}
