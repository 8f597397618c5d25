import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Lookups } from '../database/transaction.js';
import { type SealContext, Sealing } from './sealing.js';

const contextOf = (tenantId: string): SealContext => ({
  tenantId,
  table: 'keyed_hash_key',
  row: tenantId,
  purpose: 'keyed hash',
});

/**
 * HMAC-SHA-256 of personal data under a key per tenant: equal values can be found, but nobody with the database alone can test
 * guesses. The key is made at first use and sealed in the database, so that rotating the encryption key does not change hashes.
 */
@Injectable()
export class KeyedHash {
  private readonly keys = new Map<string, KeyObject>();

  constructor(private readonly sealing: Sealing) {}

  /** @param domain what kind of value it is, so that equal texts of different kinds have different hashes */
  async of(reading: Lookups, tenantId: string, domain: string, value: string): Promise<Buffer> {
    const key = this.keys.get(tenantId) ?? (await this.load(reading, tenantId));
    return createHmac('sha256', key)
      .update(JSON.stringify([domain, value]))
      .digest();
  }

  private async load(reading: Lookups, tenantId: string): Promise<KeyObject> {
    const candidate = this.sealing.seal(randomBytes(32), contextOf(tenantId));
    await (reading.writing ?? reading).query(
      'INSERT INTO keyed_hash_key (tenant_id, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [tenantId, candidate],
    );
    const rows: { sealed: Buffer }[] = await reading.query('SELECT sealed FROM keyed_hash_key WHERE tenant_id = $1', [
      tenantId,
    ]);
    const row = rows[0];
    if (row === undefined) throw new Error('The key for keyed hashes is neither stored nor storable');
    const key = createSecretKey(this.sealing.open(row.sealed, contextOf(tenantId)));
    // A transaction that rolls back takes a key made in it along, so only a key that was there before is remembered.
    if (!row.sealed.equals(candidate)) this.keys.set(tenantId, key);
    return key;
  }
}
