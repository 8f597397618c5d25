import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThanOrEqual, MoreThan, Or } from 'typeorm';
import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import { CredentialEntity } from './credential.entity.js';
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

const knownOf = ({ ownerKind, ownerId, ...row }: CredentialEntity): StoredCredential => ({
  id: row.id,
  owner: { kind: ownerKind, id: ownerId },
  purpose: row.purpose,
  version: row.version,
  firstRevision: row.firstRevision,
  lastRevision: row.lastRevision,
  keyId: row.keyId,
  publicJwk: row.publicJwk,
  generated: row.generated,
  setAt: row.setAt,
  usableFrom: row.usableFrom,
  expiresAt: row.expiresAt,
  retiredAt: row.retiredAt,
});

export interface SealedCredential {
  readonly credential: StoredCredential;
  readonly sealed: Buffer;
}

/** The rows of credentials. Those that were destroyed are never found. */
@Injectable()
export class CredentialStore {
  async insert(transaction: Transaction, tenantId: string, { credential, sealed }: SealedCredential): Promise<void> {
    const { owner, ...known } = credential;
    await transaction
      .getRepository(CredentialEntity)
      .insert({ ...known, tenantId, ownerKind: owner.kind, ownerId: owner.id, sealed });
  }

  /** Those of several owners of one kind, newest version first. */
  async listOf(
    reading: Reading,
    tenantId: string,
    kind: CredentialOwner['kind'],
    ownerIds: readonly string[],
  ): Promise<readonly StoredCredential[]> {
    const found = await reading.getRepository(CredentialEntity).find({
      where: { tenantId, ownerKind: kind, ownerId: In([...ownerIds]), destroyedAt: IsNull() },
      order: { version: 'DESC' },
    });
    return found.map(knownOf);
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
    const versions = transaction.getRepository(CredentialEntity);
    return (await versions.maximum('version', { tenantId, ownerKind: owner.kind, ownerId: owner.id, purpose })) ?? 0;
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
    const { affected } = await transaction
      .getRepository(CredentialEntity)
      .update({ destroyedAt: IsNull(), retiredAt: LessThanOrEqual(before) }, { sealed: null, destroyedAt: now });
    return affected ?? 0;
  }

  /**
   * Notes that an expiry was warned of, unless this or a later warning was given already: several instances may try at once.
   * @param days before the expiry at which the warning is given
   * @returns whether the warning is the caller's to give
   */
  async claimWarning(transaction: Transaction, tenantId: string, id: string, days: number): Promise<boolean> {
    const warnings = transaction.getRepository(CredentialEntity);
    const unwarned = { id, tenantId, expiryWarnedDays: Or(IsNull(), MoreThan(days)) };
    const { affected } = await warnings.update(unwarned, { expiryWarnedDays: days });
    return affected === 1;
  }
}
