import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Lookups } from '../database/transaction.js';
import { findKeyedHashKey, insertKeyedHashKey } from './keyed-hash-key.store.js';
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
    await insertKeyedHashKey(reading, tenantId, candidate);
    const sealed = await findKeyedHashKey(reading, tenantId);
    if (sealed === null) throw new Error('The key for keyed hashes is neither stored nor storable');
    const key = createSecretKey(this.sealing.open(sealed, contextOf(tenantId)));
    // A transaction that rolls back takes a key along that was made in it, whoever finds it there: what it sees is not remembered.
    if (reading.writing !== undefined) this.keys.set(tenantId, key);
    return key;
  }
}
