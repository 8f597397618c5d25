import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { violatesUnique } from '../../database/sql-state.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { type ListQuery, type Page, PagedList } from '../../http/list.js';
import type { CertificateVersion, ClientCertificate } from './client-certificate.js';

const listed = new PagedList('client-certificates', z.tuple([z.string()]));

interface NameRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly revision: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

interface VersionRow {
  readonly id: string;
  readonly client_certificate_id: string;
  readonly version: number;
  readonly generated: boolean;
  readonly csr: string | null;
  readonly chain: string | null;
  readonly thumbprint: string | null;
  readonly subject: string | null;
  readonly not_before: Date | null;
  readonly not_after: Date | null;
  readonly usable_from: Date;
  readonly set_at: Date;
  readonly sealed: Buffer;
}

const certificateOf = (row: NameRow): ClientCertificate => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  revision: row.revision,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const versionOf = ({ chain, thumbprint, subject, not_before, not_after, ...row }: VersionRow): CertificateVersion => ({
  id: row.id,
  version: row.version,
  generated: row.generated,
  csr: row.csr,
  certificate:
    chain === null || thumbprint === null || subject === null || not_before === null || not_after === null
      ? null
      : { chain, thumbprint, subject, notBefore: not_before, notAfter: not_after },
  usableFrom: row.usable_from,
  setAt: row.set_at,
});

/** A version with its sealed key (context: table `client_certificate_key`, row its id). */
export interface SealedVersion {
  readonly version: CertificateVersion;
  readonly sealed: Buffer;
}

/** The rows of client certificates and their keys. */
@Injectable()
export class ClientCertificateStore {
  /** @throws CountersignError `request.conflict` when the name is taken */
  async insert(transaction: Transaction, certificate: ClientCertificate): Promise<void> {
    const { id, tenantId, name, revision, createdAt, updatedAt } = certificate;
    try {
      await transaction.query(
        `INSERT INTO client_certificate (id, tenant_id, name, revision, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, tenantId, name, revision, createdAt, updatedAt],
      );
    } catch (cause) {
      if (!violatesUnique(cause, 'client_certificate_name_taken')) throw cause;
      const message = `${name} is taken: rotate it, or choose another name`;
      throw new CountersignError('request.conflict', { detail: message, faults: [{ path: '$.name', message }], cause });
    }
  }

  async update(transaction: Transaction, { id, tenantId, revision, updatedAt }: ClientCertificate): Promise<void> {
    await transaction.query(
      'UPDATE client_certificate SET revision = $3, updated_at = $4 WHERE id = $1 AND tenant_id = $2',
      [id, tenantId, revision, updatedAt],
    );
  }

  /** Its keys go with it. */
  async delete(transaction: Transaction, { id, tenantId }: ClientCertificate): Promise<void> {
    await transaction.query('DELETE FROM client_certificate_key WHERE client_certificate_id = $1 AND tenant_id = $2', [
      id,
      tenantId,
    ]);
    await transaction.query('DELETE FROM client_certificate WHERE id = $1 AND tenant_id = $2', [id, tenantId]);
  }

  async findByName(reading: Lookups, tenantId: string, name: string): Promise<ClientCertificate | null> {
    const sql = 'SELECT * FROM client_certificate WHERE tenant_id = $1 AND name = $2';
    return one(await reading.query(sql, [tenantId, name]));
  }

  /** As `findByName`, and nobody else changes it until the transaction ends. */
  async lockByName(transaction: Transaction, tenantId: string, name: string): Promise<ClientCertificate | null> {
    const sql = 'SELECT * FROM client_certificate WHERE tenant_id = $1 AND name = $2 FOR UPDATE';
    return one(await transaction.query(sql, [tenantId, name]));
  }

  /** Whether there is one of that name; then it stays until the transaction ends. */
  async share(transaction: Transaction, tenantId: string, name: string): Promise<boolean> {
    const sql = 'SELECT 1 FROM client_certificate WHERE tenant_id = $1 AND name = $2 FOR SHARE';
    const rows: unknown[] = await transaction.query(sql, [tenantId, name]);
    return rows.length > 0;
  }

  /** By name. */
  async list(reading: Reading, tenantId: string, query: ListQuery): Promise<Page<ClientCertificate>> {
    const after = listed.after(query.cursor);
    const rows: NameRow[] = await reading.query(
      `SELECT * FROM client_certificate WHERE tenant_id = $1 AND ($2::text IS NULL OR name > $2) ORDER BY name LIMIT $3`,
      [tenantId, after?.[0] ?? null, query.limit + 1],
    );
    return listed.page(rows, query.limit, (row) => [row.name], certificateOf);
  }

  async insertVersion(transaction: Transaction, owner: ClientCertificate, added: SealedVersion): Promise<void> {
    const { version, sealed } = added;
    await transaction.query(
      `INSERT INTO client_certificate_key (id, tenant_id, client_certificate_id, version, generated, csr, chain, thumbprint,
                                           subject, not_before, not_after, usable_from, set_at, sealed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        version.id,
        owner.tenantId,
        owner.id,
        version.version,
        version.generated,
        version.csr,
        ...installedColumns(version),
        version.usableFrom,
        version.setAt,
        sealed,
      ],
    );
  }

  async install(transaction: Transaction, owner: ClientCertificate, version: CertificateVersion): Promise<void> {
    await transaction.query(
      `UPDATE client_certificate_key
          SET chain = $3, thumbprint = $4, subject = $5, not_before = $6, not_after = $7
        WHERE id = $1 AND tenant_id = $2`,
      [version.id, owner.tenantId, ...installedColumns(version)],
    );
  }

  async deleteVersion(transaction: Transaction, owner: ClientCertificate, id: string): Promise<void> {
    await transaction.query('DELETE FROM client_certificate_key WHERE id = $1 AND tenant_id = $2', [
      id,
      owner.tenantId,
    ]);
  }

  /** Those of one name, newest first. */
  async listVersions(reading: Lookups, owner: ClientCertificate): Promise<readonly SealedVersion[]> {
    return (await this.listVersionsOf(reading, owner.tenantId, [owner.id])).get(owner.id) ?? [];
  }

  /** Those of several, by the id of the certificate. */
  async listVersionsOf(
    reading: Lookups,
    tenantId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly SealedVersion[]>> {
    const rows: VersionRow[] = await reading.query(
      `SELECT * FROM client_certificate_key WHERE tenant_id = $1 AND client_certificate_id = ANY($2::uuid[])
        ORDER BY version DESC`,
      [tenantId, ids],
    );
    const found = new Map<string, SealedVersion[]>(ids.map((id) => [id, []]));
    for (const row of rows) found.get(row.client_certificate_id)?.push({ version: versionOf(row), sealed: row.sealed });
    return found;
  }
}

const installedColumns = ({ certificate }: CertificateVersion): readonly unknown[] => [
  certificate?.chain ?? null,
  certificate?.thumbprint ?? null,
  certificate?.subject ?? null,
  certificate?.notBefore ?? null,
  certificate?.notAfter ?? null,
];

const one = (rows: readonly NameRow[]): ClientCertificate | null =>
  rows[0] === undefined ? null : certificateOf(rows[0]);
