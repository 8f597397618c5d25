import { Injectable } from '@nestjs/common';
import { ReadReplica } from '../../database/read-replica.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { CheckpointStore, type DatedCheckpoint } from '../checkpoints/checkpoint.store.js';
import { SigningRefusedError } from '../checkpoints/fork-guard.js';
import { CheckpointPublisher } from '../checkpoints/publish-checkpoint.js';
import { consistencyProofRanges } from '../log/consistency-proof.js';
import { inclusionProofRanges } from '../log/inclusion-proof.js';
import { TiledTree } from '../log/tiled-tree.js';
import { TreeStore } from '../sequencer/tree.store.js';

/** Proves things about the log as its last checkpoint promises it. */
@Injectable()
export class Proofs {
  constructor(
    private readonly tree: TreeStore,
    private readonly checkpoints: CheckpointStore,
    private readonly publisher: CheckpointPublisher,
    private readonly unitOfWork: UnitOfWork,
    private readonly replica: ReadReplica,
  ) {}

  /**
   * The last signed checkpoint, kept outside the database before it is served.
   * @throws CountersignError `service.unavailable` while nothing was ever signed; `audit.signing_refused`
   */
  async checkpoint(): Promise<DatedCheckpoint> {
    const { reading } = this.unitOfWork;
    const origin = (await this.checkpoints.origins(reading)).at(-1);
    const latest = origin === undefined ? null : await this.checkpoints.latest(reading, origin);
    if (latest === null || origin === undefined)
      throw new CountersignError('service.unavailable', { detail: 'No checkpoint has been signed' });
    try {
      await this.publisher.remember(latest, origin);
    } catch (error) {
      if (error instanceof SigningRefusedError) throw new CountersignError('audit.signing_refused', { cause: error });
      throw error;
    }
    return latest;
  }

  /** The hashes that prove that a leaf is in a tree of `size` leaves, nearest to the leaf first. */
  inclusion(index: number, size: number): Promise<Buffer[]> {
    return this.treeOf(size).rangeHashes(inclusionProofRanges(index, size));
  }

  /** The hashes that prove that a tree of `to` leaves continues one of `from`. */
  consistency(from: number, to: number): Promise<Buffer[]> {
    return this.treeOf(to).rangeHashes(consistencyProofRanges(from, to));
  }

  /** The tree at one size, for many proofs. */
  treeOf(size: number): TiledTree {
    const { reading } = this.replica;
    return new TiledTree(size, (level, index, width) => this.tree.tile(reading, level, index, width));
  }
}
