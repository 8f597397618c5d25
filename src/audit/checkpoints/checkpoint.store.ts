import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';

/** A log's identity. A new one is begun when the database has been rolled back behind what was promised. */
export interface Origin {
  /** 1 for the first; the greatest is the present one. */
  readonly number: number;
  readonly origin: string;
}

/** A checkpoint as it was signed. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

interface CheckpointRow {
  readonly size: string;
  readonly root: Buffer;
  readonly note: string;
}

/** Origins and signed checkpoints. */
@Injectable()
export class CheckpointStore {
  /** Every origin, the present one last. */
  origins(reading: Reading): Promise<Origin[]> {
    return reading.query('SELECT number, origin FROM audit_origin ORDER BY number');
  }

  /** Begins a log under a new origin. @param reason null for the first */
  async addOrigin(
    transaction: Transaction,
    origin: Origin & { readonly reason: string | null; readonly lastCheckpoint: string | null },
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO audit_origin (number, origin, reason, last_checkpoint) VALUES ($1, $2, $3, $4)
      ON CONFLICT (number) DO NOTHING`,
      [origin.number, origin.origin, origin.reason, origin.lastCheckpoint],
    );
  }

  async latest(reading: Reading, origin: Origin): Promise<StoredCheckpoint | null> {
    const rows: CheckpointRow[] = await reading.query(
      'SELECT size, root, note FROM audit_checkpoint WHERE origin_number = $1 ORDER BY size DESC, id DESC LIMIT 1',
      [origin.number],
    );
    const [row] = rows;
    return row === undefined ? null : { ...row, size: Number(row.size) };
  }

  /** Keeps a checkpoint; the same one, signed by two instances, once. After a change of keys a size has two notes. */
  async add(transaction: Transaction, origin: Origin, checkpoint: StoredCheckpoint): Promise<void> {
    await transaction.query(
      `INSERT INTO audit_checkpoint (origin_number, size, root, note) VALUES ($1, $2, $3, $4)
      ON CONFLICT DO NOTHING`,
      [origin.number, checkpoint.size, checkpoint.root, checkpoint.note],
    );
  }
}
