import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import { type ListQuery, type Page, PagedList } from '../http/list.js';
import type { Connection, ConnectionKind, ConnectionReference, ConnectionState } from './connection.js';
import { ConnectionEnds } from './connection-ends.js';

const listed = new PagedList('connections', z.tuple([z.string(), z.string(), z.string()]));

interface ConnectionRow {
  readonly tenant_id: string;
  readonly kind: ConnectionKind;
  readonly id: string;
  readonly name: string;
  readonly owner_id: string | null;
  readonly enabled: boolean;
  readonly last_success_at: Date | null;
  readonly last_failure_at: Date | null;
  readonly last_failure_code: string | null;
  readonly failing_since: Date | null;
  readonly expires_at: Date | null;
}

/** How many connections of all tenants are in one state. */
interface CountedConnections {
  readonly kind: ConnectionKind;
  readonly state: ConnectionState;
  readonly count: number;
}

/**
 * Every client and external authentication of now. A client that authenticates by a secret ends with the last one that ends, one that
 * signs its certificate itself with the last of them, as `ConnectionEnds` ($1) tells; an external authentication with the last certificate
 * of the name that it presents.
 */
const SUBJECTS = `
  SELECT c.tenant_id, 'oauth_client' AS kind, c.id, c.name, c.owner_id, c.enabled,
         CASE WHEN c.authentication->>'method' LIKE 'client_secret%' THEN (
           SELECT CASE WHEN bool_or(s.expires_at IS NULL) THEN NULL ELSE max(s.expires_at) END
             FROM oauth_client_secret s WHERE s.client_id = c.id AND s.tenant_id = c.tenant_id) ELSE e.ends END AS expires_at
    FROM oauth_client c
    LEFT JOIN jsonb_to_recordset($1::jsonb) AS e (kind text, id text, ends timestamptz) ON e.kind = 'oauth_client' AND e.id = c.id
   WHERE c.deleted_at IS NULL AND NOT c.first_party
  UNION ALL
  SELECT e.tenant_id, 'external_authentication', e.id::text, e.url, e.owner_id, true,
         (SELECT min(last.not_after) FROM (
            SELECT max(k.not_after) AS not_after FROM client_certificate n
              JOIN client_certificate_key k ON k.client_certificate_id = n.id AND k.tenant_id = n.tenant_id
             WHERE n.tenant_id = e.tenant_id AND n.name = ANY(e.client_certificates) GROUP BY n.id) last)
    FROM external_authentication e WHERE e.deleted_at IS NULL`;

const CONNECTIONS = `
  SELECT s.*, k.last_success_at, k.last_failure_at, k.last_failure_code, k.failing_since, k.expiry_told
    FROM (${SUBJECTS}) s
    LEFT JOIN connection k ON k.tenant_id = s.tenant_id AND k.kind = s.kind AND k.subject_id = s.id`;

/** As `stateOf` has it. $2 is now, $3 from when on it counts as expiring. */
const STATE = `
  CASE WHEN NOT enabled THEN 'disabled'
       WHEN failing_since IS NOT NULL OR expires_at <= $2 THEN 'failing'
       WHEN expires_at <= $3 THEN 'expiring'
       WHEN last_success_at IS NULL THEN 'unused' ELSE 'working' END`;

const connectionOf = (row: ConnectionRow): Connection => ({
  tenantId: row.tenant_id,
  kind: row.kind,
  id: row.id,
  name: row.name,
  ownerId: row.owner_id,
  enabled: row.enabled,
  lastSuccessAt: row.last_success_at,
  lastFailureAt: row.last_failure_at,
  lastFailureCode: row.last_failure_code,
  failingSince: row.failing_since,
  expiresAt: row.expires_at,
});

/** The rows of what became of connections. What they are is read where it stands. */
@Injectable()
export class ConnectionStore {
  constructor(private readonly ends: ConnectionEnds) {}

  async find(reading: Lookups, { tenantId, kind, id }: ConnectionReference): Promise<Connection | null> {
    const rows: ConnectionRow[] = await reading.query(
      `SELECT * FROM (${CONNECTIONS}) c WHERE tenant_id = $2 AND kind = $3 AND id = $4`,
      [await this.ends.asJson(reading, tenantId), tenantId, kind, id],
    );
    return rows[0] === undefined ? null : connectionOf(rows[0]);
  }

  /** By kind, name and id. */
  async list(
    reading: Reading,
    tenantId: string,
    query: ListQuery & { readonly state?: ConnectionState | undefined },
    times: { readonly now: Date; readonly expiringFrom: Date },
  ): Promise<Page<Connection>> {
    const after = listed.after(query.cursor);
    const rows: ConnectionRow[] = await reading.query(
      `SELECT * FROM (${CONNECTIONS}) c
        WHERE tenant_id = $4 AND ($5::text IS NULL OR (${STATE}) = $5)
          AND ($6::text IS NULL OR (kind, name, id) > ($6, $7, $8))
        ORDER BY kind, name, id LIMIT $9`,
      [
        await this.ends.asJson(reading, tenantId),
        times.now,
        times.expiringFrom,
        tenantId,
        query.state ?? null,
        ...(after ?? [null, null, null]),
        query.limit + 1,
      ],
    );
    return listed.page(rows, query.limit, (row) => [row.kind, row.name, row.id], connectionOf);
  }

  /** Of all tenants, for metrics. */
  async count(
    reading: Reading,
    times: { readonly now: Date; readonly expiringFrom: Date },
  ): Promise<readonly CountedConnections[]> {
    const rows: CountedConnections[] = await reading.query(
      `SELECT kind, ${STATE} AS state, count(*)::integer AS count FROM (${CONNECTIONS}) c GROUP BY 1, 2`,
      [await this.ends.asJson(reading, null), times.now, times.expiringFrom],
    );
    return rows;
  }

  /** Notes that it works. @returns whether it had failed before */
  async succeeded(transaction: Transaction, { tenantId, kind, id }: ConnectionReference, now: Date): Promise<boolean> {
    const [before]: { failing_since: Date | null }[] = await transaction.query(
      'SELECT failing_since FROM connection WHERE tenant_id = $1 AND kind = $2 AND subject_id = $3 FOR UPDATE',
      [tenantId, kind, id],
    );
    await transaction.query(
      `INSERT INTO connection (tenant_id, kind, subject_id, last_success_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id, kind, subject_id) DO UPDATE
         SET last_success_at = greatest(connection.last_success_at, $4), failing_since = NULL`,
      [tenantId, kind, id, now],
    );
    return before?.failing_since != null;
  }

  /** Notes that it failed. @returns whether it had worked, or nothing was known, before */
  async failed(
    transaction: Transaction,
    { tenantId, kind, id }: ConnectionReference,
    code: string,
    now: Date,
  ): Promise<boolean> {
    const [row]: { first: boolean }[] = await transaction.query(
      `INSERT INTO connection (tenant_id, kind, subject_id, last_failure_at, last_failure_code, failing_since)
       VALUES ($1, $2, $3, $4, $5, $4)
       ON CONFLICT (tenant_id, kind, subject_id) DO UPDATE
         SET last_failure_at = $4, last_failure_code = $5, failing_since = coalesce(connection.failing_since, $4)
       RETURNING failing_since = $4 AS first`,
      [tenantId, kind, id, now, code],
    );
    return row?.first ?? false;
  }

  /** Those whose last credential ends before a time, and of which nobody was told that. */
  async untoldExpiries(reading: Reading, before: Date): Promise<readonly Connection[]> {
    const rows: ConnectionRow[] = await reading.query(
      `SELECT * FROM (${CONNECTIONS}) c WHERE enabled AND expires_at <= $2 AND expires_at IS DISTINCT FROM expiry_told
        ORDER BY expires_at LIMIT 100`,
      [await this.ends.asJson(reading, null), before],
    );
    return rows.map(connectionOf);
  }

  /** @returns whether nobody else has told it meanwhile */
  async tellExpiry(transaction: Transaction, { tenantId, kind, id, expiresAt }: Connection): Promise<boolean> {
    const rows: unknown[] = await transaction.query(
      `INSERT INTO connection (tenant_id, kind, subject_id, expiry_told) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id, kind, subject_id) DO UPDATE SET expiry_told = $4
         WHERE connection.expiry_told IS DISTINCT FROM $4
       RETURNING 1`,
      [tenantId, kind, id, expiresAt],
    );
    return rows.length > 0;
  }
}
