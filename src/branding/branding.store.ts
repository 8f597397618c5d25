import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../database/transaction.js';
import { BrandingEntity } from './branding.entity.js';
import { type Branding, plainBranding, type SavedBranding } from './branding.js';

const never: SavedBranding = { revision: 0, branding: plainBranding, updatedAt: null };

const savedOf = ({ revision, configuration, updatedAt }: BrandingEntity): SavedBranding => ({
  revision,
  branding: configuration,
  updatedAt,
});

/** The rows of branding, one per tenant that has any. */
@Injectable()
export class BrandingStore {
  async find(reading: Reading, tenantId: string): Promise<SavedBranding> {
    const row = await reading.getRepository(BrandingEntity).findOneBy({ tenantId });
    return row === null ? never : savedOf(row);
  }

  /** Locked until the transaction ends; the first one of a tenant is guarded by its key alone. */
  async lock(transaction: Transaction, tenantId: string): Promise<SavedBranding> {
    const row = await transaction
      .getRepository(BrandingEntity)
      .findOne({ where: { tenantId }, lock: { mode: 'pessimistic_write' } });
    return row === null ? never : savedOf(row);
  }

  /** @param logo the new picture; null: none; undefined: the one that is there */
  async save(
    transaction: Transaction,
    tenantId: string,
    { revision, branding, updatedAt }: SavedBranding & { readonly updatedAt: Date },
    logo: Buffer | null | undefined,
  ): Promise<void> {
    const row = { tenantId, revision, configuration: branding, updatedAt, ...(logo === undefined ? {} : { logo }) };
    const rows = transaction.getRepository(BrandingEntity);
    if (revision === 1) await rows.insert({ logo: null, ...row });
    else await rows.update({ tenantId }, row);
  }

  /** The picture with this digest; null when the tenant has another one by now, or none. */
  async logo(
    reading: Reading,
    tenantName: string,
    sha256: string,
  ): Promise<{ mediaType: string; bytes: Buffer } | null> {
    const rows: { logo: Buffer; configuration: Branding }[] = await reading.query(
      `SELECT logo, configuration FROM branding
        WHERE tenant_id = (SELECT id FROM tenant WHERE name = $1) AND logo IS NOT NULL AND configuration->'logo'->>'sha256' = $2`,
      [tenantName, sha256],
    );
    const row = rows[0];
    if (row === undefined) return null;
    return { mediaType: row.configuration.logo?.mediaType ?? 'application/octet-stream', bytes: row.logo };
  }
}
