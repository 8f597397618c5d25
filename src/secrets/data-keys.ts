import { createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { boundedCache } from '../caches/bounded-cache.js';
import type { Lookups, Transaction } from '../database/transaction.js';
import type { Write } from '../database/write-together.js';
import { destroyDataKey, findSealedDataKeys, insertDataKey } from './data-key.store.js';
import { decrypt, encrypt, SealBrokenError, type SealContext, Sealing } from './sealing.js';

/**
 * A key of its own for the personal data of one recipient of one envelope. Whoever holds one can seal and open without asking
 * the database again.
 */
export class DataKey {
  private readonly key: KeyObject;

  /** @param key 32 bytes */
  constructor(
    readonly id: string,
    key: Uint8Array,
  ) {
    this.key = createSecretKey(key);
  }

  seal(plaintext: Uint8Array | string, context: SealContext): Buffer {
    return encrypt(this.key, typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext, context);
  }

  /** @throws SealBrokenError */
  open(sealed: Uint8Array, context: SealContext): Buffer {
    return decrypt(this.key, sealed, context);
  }
}

const contextOf = (tenantId: string, id: string): SealContext => ({
  tenantId,
  table: 'data_key',
  row: id,
  purpose: 'data key',
});

/** Makes, finds and destroys data keys. Erasing a person's data is destroying their keys. */
@Injectable()
export class DataKeys {
  // Data keys never change; a destroyed one is dropped here at once, and elsewhere opens nothing that is still stored.
  // A kilobyte each, for as long as a signer is at the provider; who stays longer costs a look-up.
  private readonly known = boundedCache<string, DataKey>(4_000, { ttl: 60_000 });
  // Until the transaction that destroys it has ended, others still read a key: it is not remembered again.
  private readonly destroyed = boundedCache<string, true>(10_000);

  constructor(private readonly sealing: Sealing) {}

  /** A new key, and what stores it: to be written together with what is sealed under it. */
  make(tenantId: string, now: Date): { readonly dataKey: DataKey; readonly stored: Write } {
    const id = randomUUID();
    const key = randomBytes(32);
    const dataKey = new DataKey(id, key);
    // Should the write fail, nothing ever names this id.
    this.known.set(`${tenantId}/${id}`, dataKey);
    const stored = insertDataKey(tenantId, id, this.sealing.seal(key, contextOf(tenantId, id)), now);
    return { dataKey, stored };
  }

  /** The key, or null when it was destroyed: what it sealed is gone for good. @throws SealBrokenError */
  async find(reading: Lookups, tenantId: string, id: string): Promise<DataKey | null> {
    const found = (await this.findAll(reading, tenantId, [id])).get(id) ?? null;
    if (found instanceof SealBrokenError) throw found;
    return found;
  }

  /** Those of the keys that were not destroyed, by id, in one query; the error in place of one that does not open. */
  async findAll(
    reading: Lookups,
    tenantId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, DataKey | SealBrokenError>> {
    const found = new Map<string, DataKey | SealBrokenError>();
    const { present } = reading;
    const unknown = ids.filter((id) => {
      // A copy that is behind still has what such a key opens.
      const known = present === undefined ? this.known.get(`${tenantId}/${id}`) : undefined;
      if (known !== undefined) found.set(id, known);
      return known === undefined;
    });
    if (unknown.length === 0) return found;
    const rows = await findSealedDataKeys(present ?? reading, tenantId, unknown);
    for (const { id, sealed } of rows) if (sealed !== null) found.set(id, this.open(tenantId, id, sealed));
    return found;
  }

  private open(tenantId: string, id: string, sealed: Buffer): DataKey | SealBrokenError {
    try {
      const key = new DataKey(id, this.sealing.open(sealed, contextOf(tenantId, id)));
      if (!this.destroyed.has(`${tenantId}/${id}`)) this.known.set(`${tenantId}/${id}`, key);
      return key;
    } catch (error) {
      if (error instanceof SealBrokenError) return error;
      throw error;
    }
  }

  async destroy(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<void> {
    this.destroyed.set(`${tenantId}/${id}`, true);
    this.known.delete(`${tenantId}/${id}`);
    await destroyDataKey(transaction, tenantId, id, now);
  }
}
