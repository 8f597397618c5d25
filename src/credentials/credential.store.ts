import { Injectable } from '@nestjs/common';
import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import type { CredentialOwner, CredentialPurpose, PublicJwk, StoredCredential } from './credential.js';

interface CredentialRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly owner_kind: CredentialOwner['kind'];
  readonly owner_id: string;
  readonly purpose: CredentialPurpose;
  readonly version: number;
  readonly first_revision: number;
  readonly last_revision: number | null;
  readonly sealed: Buffer | null;
  readonly key_id: string | null;
  readonly public_jwk: PublicJwk | null;
  readonly generated: boolean;
  readonly set_at: Date;
  readonly usable_from: Date;
  readonly expires_at: Date | null;
  readonly retired_at: Date | null;
}

const credentialOf = (row: CredentialRow): StoredCredential => ({
  id: row.id,
  owner: { kind: row.owner_kind, id: row.owner_id },
  purpose: row.purpose,
  version: row.version,
  firstRevision: row.first_revision,
  lastRevision: row.last_revision,
  keyId: row.key_id,
  publicJwk: row.public_jwk,
  generated: row.generated,
  setAt: row.set_at,
  usableFrom: row.usable_from,
  expiresAt: row.expires_at,
  retiredAt: row.retired_at,
});

export interface SealedCredential {
  readonly credential: StoredCredential;
  readonly sealed: Buffer;
}

/** The rows of credentials. Those that were destroyed are never found. */
@Injectable()
export class CredentialStore {
  async insert(transaction: Transaction, tenantId: string, { credential, sealed }: SealedCredential): Promise<void> {
    await transaction.query(
      `INSERT INTO credential (id, tenant_id, owner_kind, owner_id, purpose, version, first_revision, last_revision, sealed,
                               key_id, public_jwk, generated, set_at, usable_from, expires_at, retired_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        credential.id,
        tenantId,
        credential.owner.kind,
        credential.owner.id,
        credential.purpose,
        credential.version,
        credential.firstRevision,
        credential.lastRevision,
        sealed,
        credential.keyId,
        credential.publicJwk === null ? null : JSON.stringify(credential.publicJwk),
        credential.generated,
        credential.setAt,
        credential.usableFrom,
        credential.expiresAt,
        credential.retiredAt,
      ],
    );
  }

  /** Those of several owners of one kind, newest version first. */
  async listOf(
    reading: Reading,
    tenantId: string,
    kind: CredentialOwner['kind'],
    ownerIds: readonly string[],
  ): Promise<readonly StoredCredential[]> {
    const rows: CredentialRow[] = await reading.query(
      `SELECT * FROM credential WHERE tenant_id = $1 AND owner_kind = $2 AND owner_id = ANY($3::uuid[]) AND destroyed_at IS NULL
        ORDER BY version DESC`,
      [tenantId, kind, ownerIds],
    );
    return rows.map(credentialOf);
  }

  /** Those of one owner with their sealed values, newest version first. */
  async listSealed(reading: Lookups, tenantId: string, owner: CredentialOwner): Promise<readonly SealedCredential[]> {
    const rows: CredentialRow[] = await reading.query(
      `SELECT * FROM credential
        WHERE tenant_id = $1 AND owner_kind = $2 AND owner_id = $3 AND destroyed_at IS NULL
        ORDER BY version DESC`,
      [tenantId, owner.kind, owner.id],
    );
    return rows.flatMap((row) => (row.sealed === null ? [] : [{ credential: credentialOf(row), sealed: row.sealed }]));
  }

  /** Keys to which others may encrypt now what they send to the tenant's other owners of that kind, newest first. */
  async listOtherDecryptionKeys(
    reading: Lookups,
    tenantId: string,
    owner: CredentialOwner,
    now: Date,
  ): Promise<readonly SealedCredential[]> {
    const rows: CredentialRow[] = await reading.query(
      `SELECT * FROM credential
        WHERE tenant_id = $1 AND owner_kind = $2 AND owner_id <> $3 AND purpose = 'decryption_key' AND destroyed_at IS NULL
          AND usable_from <= $4 AND (retired_at IS NULL OR retired_at > $4)
        ORDER BY set_at DESC, id`,
      [tenantId, owner.kind, owner.id, now],
    );
    return rows.flatMap((row) => (row.sealed === null ? [] : [{ credential: credentialOf(row), sealed: row.sealed }]));
  }

  /** The highest version of a purpose that there ever was, destroyed ones included; 0 at first. */
  async newestVersion(
    transaction: Transaction,
    tenantId: string,
    owner: CredentialOwner,
    purpose: CredentialPurpose,
  ): Promise<number> {
    const rows: { newest: number }[] = await transaction.query(
      `SELECT coalesce(max(version), 0)::integer AS newest FROM credential
        WHERE tenant_id = $1 AND owner_kind = $2 AND owner_id = $3 AND purpose = $4`,
      [tenantId, owner.kind, owner.id, purpose],
    );
    return rows[0]?.newest ?? 0;
  }

  /** Writes the members that change: revisions served, expiry, retirement. A new expiry is warned of anew. */
  async update(transaction: Transaction, tenantId: string, credential: StoredCredential): Promise<void> {
    await transaction.query(
      `UPDATE credential SET last_revision = $3, expires_at = $4, retired_at = $5,
              expiry_warned_days = CASE WHEN expires_at IS DISTINCT FROM $4 THEN NULL ELSE expiry_warned_days END
        WHERE id = $1 AND tenant_id = $2`,
      [credential.id, tenantId, credential.lastRevision, credential.expiresAt, credential.retiredAt],
    );
  }

  /** Destroys every credential of an owner: nothing can be sent any more. */
  async destroyAll(transaction: Transaction, tenantId: string, owner: CredentialOwner, now: Date): Promise<void> {
    await transaction.query(
      `UPDATE credential SET sealed = NULL, destroyed_at = $4, retired_at = least(coalesce(retired_at, $4), $4)
        WHERE tenant_id = $1 AND owner_kind = $2 AND owner_id = $3 AND destroyed_at IS NULL`,
      [tenantId, owner.kind, owner.id, now],
    );
  }

  /** Destroys, for every tenant and owner, what has been out of use since a time. @returns how many */
  async destroyRetired(transaction: Transaction, before: Date, now: Date): Promise<number> {
    const [, count]: [unknown[], number] = await transaction.query(
      'UPDATE credential SET sealed = NULL, destroyed_at = $2 WHERE destroyed_at IS NULL AND retired_at <= $1',
      [before, now],
    );
    return count;
  }
}
