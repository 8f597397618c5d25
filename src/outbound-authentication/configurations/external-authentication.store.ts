import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../../audit/recording.js';
import { violatesUnique } from '../../database/sql-state.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { type ListQuery, type Page, PagedList } from '../../http/list.js';
import type { CertificateUses } from '../certificates/certificate-uses.js';
import { type Configuration, configurationSchema, namedCertificates } from './configuration.js';
import type { ExternalAuthentication } from './external-authentication.js';
import { type MatchKind, targetUrlOf } from './target-url.js';

const listed = new PagedList('external-authentications', z.tuple([z.string(), z.string()]));

interface AuthenticationRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly url: string;
  readonly match: MatchKind;
  readonly owner_id: string | null;
  readonly revision: number;
  readonly credential_version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const authenticationOf = (row: AuthenticationRow): ExternalAuthentication => ({
  id: row.id,
  tenantId: row.tenant_id,
  url: row.url,
  match: row.match,
  ownerId: row.owner_id,
  revision: row.revision,
  credentialVersion: row.credential_version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** One immutable version of the configuration. */
interface StoredRevision {
  readonly configuration: Configuration;
  readonly hash: string;
}

interface NewRevision extends StoredRevision {
  readonly change: 'created' | 'replaced';
  readonly actor: Actor;
}

async function refusingTaken(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (!violatesUnique(cause, 'external_authentication_url_taken')) throw cause;
    const message = 'has an external authentication with this `match` already: change that one';
    throw new CountersignError('request.conflict', {
      detail: `The URL ${message}`,
      faults: [{ path: '$.url', message }],
      cause,
    });
  }
}

/** The rows of external authentications and their revisions. Deleted ones are never found. */
@Injectable()
export class ExternalAuthenticationStore implements CertificateUses {
  /** @throws CountersignError `request.conflict` when another has the URL and match */
  async insert(transaction: Transaction, one: ExternalAuthentication, configuration: Configuration): Promise<void> {
    await refusingTaken(() =>
      transaction.query(
        `INSERT INTO external_authentication (id, tenant_id, url, match, origin, client_certificates, owner_id, revision, credential_version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          one.id,
          one.tenantId,
          ...configuredColumns(one, configuration),
          one.revision,
          one.credentialVersion,
          one.createdAt,
          one.updatedAt,
        ],
      ),
    );
  }

  /** @throws CountersignError `request.conflict` when another has the URL and match */
  async update(transaction: Transaction, one: ExternalAuthentication, configuration: Configuration): Promise<void> {
    await refusingTaken(() =>
      transaction.query(
        `UPDATE external_authentication
            SET url = $3, match = $4, origin = $5, client_certificates = $6, owner_id = $7, revision = $8, credential_version = $9,
                updated_at = $10
          WHERE id = $1 AND tenant_id = $2`,
        [
          one.id,
          one.tenantId,
          ...configuredColumns(one, configuration),
          one.revision,
          one.credentialVersion,
          one.updatedAt,
        ],
      ),
    );
  }

  /** Its revisions stay. */
  async delete(transaction: Transaction, { id, tenantId }: ExternalAuthentication, now: Date): Promise<void> {
    await transaction.query('UPDATE external_authentication SET deleted_at = $3 WHERE id = $1 AND tenant_id = $2', [
      id,
      tenantId,
      now,
    ]);
  }

  async find(reading: Lookups, tenantId: string, id: string): Promise<ExternalAuthentication | null> {
    return one(await reading.query(`${PRESENT} AND id = $2`, [tenantId, id]));
  }

  /** As `find`, and nobody else changes it until the transaction ends. */
  async lock(transaction: Transaction, tenantId: string, id: string): Promise<ExternalAuthentication | null> {
    return one(await transaction.query(`${PRESENT} AND id = $2 FOR UPDATE`, [tenantId, id]));
  }

  /** All at one origin, for which a call may match. */
  async listOfOrigin(reading: Lookups, tenantId: string, origin: string): Promise<readonly ExternalAuthentication[]> {
    const rows: AuthenticationRow[] = await reading.query(`${PRESENT} AND origin = $2`, [tenantId, origin]);
    return rows.map(authenticationOf);
  }

  /** By URL and match. */
  async list(reading: Reading, tenantId: string, query: ListQuery): Promise<Page<ExternalAuthentication>> {
    const after = listed.after(query.cursor);
    const rows: AuthenticationRow[] = await reading.query(
      `${PRESENT} AND ($2::text IS NULL OR (url, match) > ($2, $3)) ORDER BY url, match LIMIT $4`,
      [tenantId, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
    );
    return listed.page(rows, query.limit, (row) => [row.url, row.match], authenticationOf);
  }

  /** Certificates are presented where external authentications name them. */
  async usesOf(reading: Reading, tenantId: string, certificate: string): Promise<readonly string[]> {
    const rows: AuthenticationRow[] = await reading.query(
      `${PRESENT} AND $2 = ANY (client_certificates) ORDER BY url, match`,
      [tenantId, certificate],
    );
    return rows.map(({ url, match }) => `the external authentication of ${url} (${match})`);
  }

  async insertRevision(transaction: Transaction, owner: ExternalAuthentication, revision: NewRevision): Promise<void> {
    await transaction.query(
      `INSERT INTO external_authentication_revision
         (external_authentication_id, number, tenant_id, configuration, hash, change, actor_type, actor_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        owner.id,
        owner.revision,
        owner.tenantId,
        JSON.stringify(revision.configuration),
        revision.hash,
        revision.change,
        revision.actor.type,
        revision.actor.id,
        owner.updatedAt,
      ],
    );
  }

  /** The newest revision of each, by id. */
  async findNewest(
    reading: Lookups,
    tenantId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, StoredRevision>> {
    const rows: { id: string; configuration: unknown; hash: string }[] = await reading.query(
      `SELECT r.external_authentication_id AS id, r.configuration, r.hash FROM external_authentication_revision r
         JOIN external_authentication e ON e.id = r.external_authentication_id AND e.revision = r.number
        WHERE r.tenant_id = $1 AND e.id = ANY($2::uuid[])`,
      [tenantId, ids],
    );
    return new Map(
      rows.map(({ id, configuration, hash }) => [
        id,
        { configuration: configurationSchema.parse(configuration), hash },
      ]),
    );
  }
}

const PRESENT = 'SELECT * FROM external_authentication WHERE tenant_id = $1 AND deleted_at IS NULL';

function configuredColumns(
  { url, match, ownerId }: ExternalAuthentication,
  configuration: Configuration,
): readonly unknown[] {
  return [url, match, targetUrlOf(url)?.origin ?? '', namedCertificates(configuration), ownerId];
}

const one = (rows: readonly AuthenticationRow[]): ExternalAuthentication | null =>
  rows[0] === undefined ? null : authenticationOf(rows[0]);
