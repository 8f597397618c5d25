import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import { CheckpointEntity } from './checkpoint.entity.js';
import { OriginEntity } from './origin.entity.js';

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

export interface DatedCheckpoint extends StoredCheckpoint {
  readonly signedAt: Date;
}

/** Origins and signed checkpoints. */
@Injectable()
export class CheckpointStore {
  /** Every origin, the present one last. The log is one for all tenants. */
  origins(reading: Reading): Promise<Origin[]> {
    return reading
      .getRepository(OriginEntity)
      .find({ select: { number: true, origin: true }, order: { number: 'ASC' } });
  }

  /** Begins a log under a new origin, unless that number is taken. @param reason null for the first */
  async addOrigin(
    transaction: Transaction,
    origin: Origin & { readonly reason: string | null; readonly lastCheckpoint: string | null },
  ): Promise<void> {
    await transaction.createQueryBuilder().insert().into(OriginEntity).values(origin).orIgnore().execute();
  }

  async latest(reading: Reading, origin: Origin): Promise<DatedCheckpoint | null> {
    return reading.getRepository(CheckpointEntity).findOne({
      select: { size: true, root: true, note: true, signedAt: true },
      where: { originNumber: origin.number },
      order: { size: 'DESC', id: 'DESC' },
    });
  }

  /** Keeps a checkpoint; the same one, signed by two instances, once. After a change of keys a size has two notes. */
  async add(transaction: Transaction, origin: Origin, checkpoint: StoredCheckpoint): Promise<void> {
    const { size, root, note } = checkpoint;
    const row = { originNumber: origin.number, size, root, note };
    await transaction.createQueryBuilder().insert().into(CheckpointEntity).values(row).orIgnore().execute();
  }
}
