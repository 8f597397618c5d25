import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import type { Origin, StoredCheckpoint } from './checkpoint.store.js';

/** A checkpoint that was served and that the database does not keep. */
interface BrokenPromise extends StoredCheckpoint {
  /** Where an instance has kept it, for messages. */
  readonly keptIn: string;
}

/** Broken promises, as the instances that remember them have told. They stay for good, under the origin that was given up for them. */
@Injectable()
export class PromiseStore {
  /** Tells all instances, once for each promise. */
  async tell(transaction: Transaction, origin: Origin, { size, root, note, keptIn }: BrokenPromise): Promise<void> {
    await transaction.query(
      `INSERT INTO audit_promise (origin_number, size, root, note, kept_in) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING`,
      [origin.number, size, root, note, keptIn],
    );
  }

  /** How many events the log has, and whether a promise of the present origin is broken. */
  async standing(reading: Reading): Promise<{ readonly size: number; readonly broken: boolean }> {
    const rows: { size: string; broken: boolean }[] = await reading.query(
      `SELECT size, EXISTS (SELECT 1 FROM audit_promise
         WHERE origin_number = (SELECT max(number) FROM audit_origin)) AS broken FROM audit_tree`,
    );
    return { size: Number(rows[0]?.size ?? 0), broken: rows[0]?.broken ?? false };
  }

  /** Those of one origin, the greatest first. */
  async list(reading: Reading, origin: Origin): Promise<readonly BrokenPromise[]> {
    const rows: { size: string; root: Buffer; note: string; kept_in: string }[] = await reading.query(
      'SELECT size, root, note, kept_in FROM audit_promise WHERE origin_number = $1 ORDER BY size DESC',
      [origin.number],
    );
    return rows.map(({ size, root, note, kept_in }) => ({ size: Number(size), root, note, keptIn: kept_in }));
  }
}
