import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { boundedCache } from '../caches/bounded-cache.js';
import type { Lookups, Transaction } from '../database/transaction.js';
import type { Write } from '../database/write-together.js';
import { DataKey, dataKeyContext, type FoundDataKeys, openDataKey } from './data-key.js';
import { destroyDataKey, findSealedDataKeys, insertDataKey } from './data-key.store.js';
import { SealBrokenError, Sealing } from './sealing.js';

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
    const stored = insertDataKey(tenantId, id, this.sealing.seal(key, dataKeyContext(tenantId, id)), now);
    return { dataKey, stored };
  }

  /** The key, or null when it was destroyed: what it sealed is gone for good. @throws SealBrokenError */
  async find(reading: Lookups, tenantId: string, id: string): Promise<DataKey | null> {
    const found = (await this.findAll(reading, tenantId, [id])).get(id) ?? null;
    if (found instanceof SealBrokenError) throw found;
    return found;
  }

  /** Those of the keys that were not destroyed, by id, in one query; the error in place of one that does not open. */
  async findAll(reading: Lookups, tenantId: string, ids: readonly string[]): Promise<FoundDataKeys> {
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
    const key = openDataKey(this.sealing, tenantId, id, sealed);
    if (key instanceof DataKey && !this.destroyed.has(`${tenantId}/${id}`)) this.known.set(`${tenantId}/${id}`, key);
    return key;
  }

  async destroy(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<void> {
    this.destroyed.set(`${tenantId}/${id}`, true);
    this.known.delete(`${tenantId}/${id}`);
    await destroyDataKey(transaction, tenantId, id, now);
  }
}
