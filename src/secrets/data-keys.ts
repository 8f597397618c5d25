import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Transaction } from '../database/transaction.js';
import { beforeCommit } from '../database/unit-of-work.js';
import { decrypt, encrypt, type SealContext, Sealing } from './sealing.js';

/**
 * A key of its own for the personal data of one recipient of one envelope. Whoever holds one can seal and open without asking
 * the database again.
 */
export class DataKey {
  constructor(
    readonly id: string,
    private readonly key: Uint8Array,
  ) {}

  seal(plaintext: Uint8Array | string, context: SealContext): Buffer {
    return encrypt(this.key, typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext, context);
  }

  /** @throws SealBrokenError */
  open(sealed: Uint8Array, context: SealContext): Buffer {
    return decrypt(this.key, sealed, context);
  }
}

interface DataKeyRow {
  readonly tenant_id: string;
  readonly sealed: Buffer | null;
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
  private readonly known = new LRUCache<string, DataKey>({ max: 10_000, ttl: 60_000 });

  constructor(private readonly sealing: Sealing) {}

  async create(transaction: Transaction, tenantId: string, now: Date): Promise<DataKey> {
    const id = randomUUID();
    const key = randomBytes(32);
    await beforeCommit(
      transaction,
      transaction.query('INSERT INTO data_key (id, tenant_id, sealed, created_at) VALUES ($1, $2, $3, $4)', [
        id,
        tenantId,
        this.sealing.seal(key, contextOf(tenantId, id)),
        now,
      ]),
    );
    const made = new DataKey(id, key);
    // Should the transaction fail, nothing ever names this id.
    this.known.set(`${tenantId}/${id}`, made);
    return made;
  }

  /** The key, or null when it was destroyed: what it sealed is gone for good. */
  async find(transaction: Transaction, tenantId: string, id: string): Promise<DataKey | null> {
    const known = this.known.get(`${tenantId}/${id}`);
    if (known !== undefined) return known;
    const rows: DataKeyRow[] = await transaction.query(
      'SELECT tenant_id, sealed FROM data_key WHERE id = $1 AND tenant_id = $2',
      [id, tenantId],
    );
    const sealed = rows[0]?.sealed;
    if (sealed === undefined || sealed === null) return null;
    const key = new DataKey(id, this.sealing.open(sealed, contextOf(tenantId, id)));
    this.known.set(`${tenantId}/${id}`, key);
    return key;
  }

  async destroy(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<void> {
    this.known.delete(`${tenantId}/${id}`);
    await transaction.query(
      'UPDATE data_key SET sealed = NULL, destroyed_at = $3 WHERE id = $1 AND tenant_id = $2 AND sealed IS NOT NULL',
      [id, tenantId, now],
    );
  }
}
