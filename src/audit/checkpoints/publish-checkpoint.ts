import { Injectable, Logger } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { type Checkpoint, parseCheckpoint, signCheckpoint } from '../log/checkpoint.js';
import { SignedNoteError } from '../log/signed-note.js';
import { TiledTree } from '../log/tiled-tree.js';
import { IncompleteTreeError, readTile, TreeStore } from '../sequencer/tree.store.js';
import { CheckpointStore, type Origin } from './checkpoint.store.js';
import { CheckpointKeys } from './checkpoint-keys.js';
import { proveContinuation, rootOf, SigningRefusedError } from './fork-guard.js';
import { PublishedCheckpoint } from './published-checkpoint.js';

/** A checkpoint with its signed note. */
export type SignedCheckpoint = Checkpoint & { readonly note: string };

/** Signs the tree as it stands and publishes it outside the database. */
@Injectable()
export class CheckpointPublisher {
  private readonly logger = new Logger('AuditLog');

  constructor(
    private readonly keys: CheckpointKeys,
    private readonly published: PublishedCheckpoint,
    private readonly tree: TreeStore,
    private readonly checkpoints: CheckpointStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Signs and publishes, unless just that is published already. A crash anywhere between is made good by the
   * next call: the same tree has the same checkpoint, byte for byte.
   * @throws SigningRefusedError when the database contradicts a checkpoint that was published or stored
   */
  async publish(): Promise<SignedCheckpoint> {
    try {
      return await this.publishPresentTree();
    } catch (error) {
      if (error instanceof IncompleteTreeError) throw new SigningRefusedError(`${error.message}: rows were deleted`);
      throw error;
    }
  }

  private async publishPresentTree(): Promise<SignedCheckpoint> {
    const reading = this.unitOfWork.reading;
    const origins = await this.checkpoints.origins(reading);
    const origin = origins.at(-1);
    if (origin === undefined) throw new Error('The log has no origin');
    const text = await this.published.read();
    const promised = text === null ? null : this.parse(text);
    const present = await this.presentTree();
    const checkpoint = { origin: origin.origin, size: present.size, root: await rootOf(present.size, present) };
    const note = signCheckpoint(checkpoint, this.keys.signing(origin.origin));
    if (text === note) return { ...checkpoint, note };
    await this.prove(promised, present, origins);
    await this.unitOfWork.run((transaction) => this.checkpoints.add(transaction, origin, { ...checkpoint, note }));
    await this.published.write(note);
    return { ...checkpoint, note };
  }

  private parse(note: string): Checkpoint {
    try {
      return parseCheckpoint(note);
    } catch (error) {
      if (!(error instanceof SignedNoteError)) throw error;
      throw new SigningRefusedError(
        `${this.published.place} is no checkpoint (${error.message}): bring it back, or remove it if this is a new installation`,
      );
    }
  }

  /** As the tables have it now, nothing remembered: this is what is judged. */
  private async presentTree(): Promise<TiledTree> {
    const { reading } = this.unitOfWork;
    const size = await this.tree.size(reading);
    return new TiledTree(size, (level, index, width) => readTile(reading, level, index, width));
  }

  private async prove(promised: Checkpoint | null, present: TiledTree, origins: readonly Origin[]): Promise<void> {
    if (promised !== null) await proveContinuation(promised, this.published.place, present, origins);
    const origin = origins.at(-1);
    const stored = origin === undefined ? null : await this.checkpoints.latest(this.unitOfWork.reading, origin);
    if (stored === null || origin === undefined) return;
    if (promised === null) {
      this.logger.warn(
        `${this.published.place} is missing: the database is believed about its own past. Keep this file, outside the database, or nobody can tell when an older database is restored.`,
      );
    }
    await proveContinuation({ ...stored, origin: origin.origin }, 'the database', present, origins);
  }
}
