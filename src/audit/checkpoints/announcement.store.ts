import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import { readLeaf } from '../format/leaf.schema.js';

/** Type of the event that says that the log was signed. */
export const ANNOUNCEMENT = 'checkpoint.published';

/** Reads of the trail when the log was last said to be signed. */
@Injectable()
export class AnnouncementStore {
  /** One instance at a time announces, until its transaction ends. */
  async lock(transaction: Transaction): Promise<void> {
    await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [ANNOUNCEMENT]);
  }

  async last(reading: Reading, tenantId: string): Promise<{ readonly size: number; readonly at: Date } | null> {
    const rows: { leaf: string; occurred_at: Date }[] = await reading.query(
      `SELECT leaf, occurred_at FROM audit_event WHERE tenant_id = $1 AND type = $2 ORDER BY occurred_at DESC, id DESC LIMIT 1`,
      [tenantId, ANNOUNCEMENT],
    );
    const [row] = rows;
    return row === undefined ? null : { size: Number(readLeaf(row.leaf).data['size']), at: row.occurred_at };
  }

  /** Whether nothing but an announcement was added since a size of the log. */
  async isAlone(reading: Reading, size: number): Promise<boolean> {
    const rows: { type: string }[] = await reading.query(
      `SELECT event.type FROM audit_leaf AS leaf JOIN audit_event AS event ON event.id = leaf.event_id
       WHERE leaf.index >= $1 ORDER BY leaf.index LIMIT 2`,
      [size],
    );
    return rows.length === 1 && rows[0]?.type === ANNOUNCEMENT;
  }
}
