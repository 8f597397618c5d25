import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import { HAS_WORK } from '../sequencer/leader-state.js';
import type { Origin, StoredCheckpoint } from './checkpoint.store.js';

/** A checkpoint that was served and that the database does not keep. */
interface BrokenPromise extends StoredCheckpoint {
  /** Where an instance has kept it, for messages. */
  readonly keptIn: string;
}

/** Where the log stands. */
export interface LogStanding {
  /** How many events it has. */
  readonly size: number;
  /** Whether a promise of the present origin is broken. */
  readonly broken: boolean;
  /** Whether there is anything for a leader to do, as `hasWork` says. */
  readonly work: boolean;
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

  /** One statement for all that the log asks again and again. */
  async standing(reading: Reading): Promise<LogStanding> {
    const rows: { size: string; broken: boolean; work: boolean }[] = await reading.query(
      `SELECT size, EXISTS (SELECT 1 FROM audit_promise
         WHERE origin_number = (SELECT max(number) FROM audit_origin)) AS broken, ${HAS_WORK} AS work FROM audit_tree`,
    );
    const [row] = rows;
    return { size: Number(row?.size ?? 0), broken: row?.broken ?? false, work: row?.work ?? false };
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
