import { Injectable, Logger } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { type Checkpoint, parseCheckpoint, signCheckpoint } from '../log/checkpoint.js';
import { parseSignedNote, SignedNoteError, verifierKeyOf, verifySignedNote } from '../log/signed-note.js';
import { TiledTree } from '../log/tiled-tree.js';
import { IncompleteTreeError, readTile, TreeStore } from '../sequencer/tree.store.js';
import { CheckpointStore, type Origin, type StoredCheckpoint } from './checkpoint.store.js';
import { CheckpointKeys } from './checkpoint-keys.js';
import { isContinued, proveContinuation, REMEDY, rootOf, SigningRefusedError } from './fork-guard.js';
import { type LogStanding, PromiseStore } from './promise.store.js';
import { PublishedCheckpoint } from './published-checkpoint.js';

/** A checkpoint with its signed note. */
export type SignedCheckpoint = Checkpoint & { readonly note: string };

/** Signs the tree as it stands and publishes it outside the database. */
@Injectable()
export class CheckpointPublisher {
  private readonly logger = new Logger('AuditLog');
  /** The greatest checkpoint that this process has signed or served; null: none yet. */
  private promised: SignedCheckpoint | null = null;
  /** The note whose signatures were looked at last: the same one is served many times. */
  private looked: string | null = null;
  /** What was said last of signatures by others' keys. */
  private strange: string | null = null;
  /** The end of what was begun last. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly keys: CheckpointKeys,
    private readonly published: PublishedCheckpoint,
    private readonly tree: TreeStore,
    private readonly checkpoints: CheckpointStore,
    private readonly promises: PromiseStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Signs and publishes, unless just that is published already. A crash anywhere between is made good by the
   * next call: the same tree has the same checkpoint, byte for byte.
   * @throws SigningRefusedError when the database contradicts a checkpoint that was published or stored
   */
  publish(): Promise<SignedCheckpoint> {
    return this.inTurn(() => this.publishNow());
  }

  private async publishNow(): Promise<SignedCheckpoint> {
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
    if (text === note && !(await this.isBroken(origin))) return this.kept({ ...checkpoint, note });
    await this.prove(text === null || promised === null ? null : { ...promised, note: text }, present, origins);
    await this.unitOfWork.run((transaction) => this.checkpoints.add(transaction, origin, { ...checkpoint, note }));
    await this.published.write(note);
    return this.kept({ ...checkpoint, note });
  }

  /**
   * Keeps a checkpoint that this instance is about to serve, though another one signed it, outside the database: what one has served,
   * all must honour.
   * @throws SigningRefusedError when it contradicts what was kept before
   */
  async remember(stored: StoredCheckpoint, origin: Origin): Promise<void> {
    this.tellOfStrangers(stored, origin);
    if (this.hasKept(stored, origin)) return;
    await this.inTurn(() => this.rememberNow(stored, origin));
  }

  private async rememberNow(stored: StoredCheckpoint, origin: Origin): Promise<void> {
    if (this.hasKept(stored, origin)) return;
    const text = await this.published.read();
    const promised = text === null ? null : this.parse(text);
    // What was promised under an origin that was given up is told before it is written over.
    if (promised !== null && promised.origin !== origin.origin) {
      await this.publishNow();
      return;
    }
    if (promised === null || promised.size < stored.size) {
      if (promised !== null)
        await proveContinuation(promised, this.published.place, await this.presentTree(), [origin]);
      await this.published.write(stored.note);
    }
    this.kept({ ...stored, origin: origin.origin });
  }

  /**
   * Whether the database still has what this instance has promised; asked often, since a standby that was behind may have taken over.
   * @returns where the log stands
   * @throws SigningRefusedError after every other instance was told
   */
  async honour(): Promise<LogStanding> {
    const { promised } = this;
    const standing = await this.promises.standing(this.unitOfWork.reading);
    if (standing.broken || promised === null || promised.size > standing.size) await this.publish();
    return standing;
  }

  /** Of the log that a checkpoint is of, whatever it is called now: kept for good where the database does not have it. */
  private async tell(checkpoint: Checkpoint & { readonly note: string }, origins: readonly Origin[]): Promise<void> {
    const origin = origins.find((one) => one.origin === checkpoint.origin);
    if (origin === undefined) return;
    const broken = { ...checkpoint, keptIn: this.published.place };
    await this.unitOfWork.run((transaction) => this.promises.tell(transaction, origin, broken));
  }

  /**
   * A key that was put in another's place without a time of both, or another one at each instance: nothing here contradicts it, and
   * whoever holds the key that was handed out can verify no checkpoint any more.
   */
  private tellOfStrangers({ note, size }: StoredCheckpoint, origin: Origin): void {
    if (note === this.looked) return;
    this.looked = note;
    try {
      verifySignedNote(parseSignedNote(note), this.keys.signing(origin.origin).map(verifierKeyOf));
    } catch (error) {
      if (!(error instanceof SignedNoteError)) throw error;
      if (error.message === this.strange) return;
      this.strange = error.message;
      this.logger.error(
        `The last checkpoint, of ${size} events, is not signed by this instance's key: ${error.message}. Give every instance the same CHECKPOINT_KEY; a new one takes over by \`countersign audit rotate-key\`, which has both sign for a time.`,
      );
    }
  }

  private async isBroken(origin: Origin): Promise<boolean> {
    return (await this.promises.list(this.unitOfWork.reading, origin)).length > 0;
  }

  private hasKept({ size }: StoredCheckpoint, { origin }: Origin): boolean {
    return this.promised?.origin === origin && this.promised.size >= size;
  }

  /** One after the other: what is kept outside the database never becomes smaller because somebody who read an earlier tree writes last. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    // Its failure is its caller's.
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private kept(checkpoint: SignedCheckpoint): SignedCheckpoint {
    this.promised = checkpoint;
    return checkpoint;
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

  private async prove(
    promised: SignedCheckpoint | null,
    present: TiledTree,
    origins: readonly Origin[],
  ): Promise<void> {
    if (promised !== null) await this.proveOwn(promised, present, origins);
    const origin = origins.at(-1);
    for (const told of origin === undefined ? [] : await this.promises.list(this.unitOfWork.reading, origin)) {
      // What was told is broken, also where the tree has grown to that size meanwhile.
      const { size, keptIn } = told;
      throw new SigningRefusedError(
        `A checkpoint of ${size} events, kept in ${keptIn} by an instance that served it, is not what the database has. ${REMEDY}`,
      );
    }
    const stored = origin === undefined ? null : await this.checkpoints.latest(this.unitOfWork.reading, origin);
    if (stored === null || origin === undefined) return;
    this.tellOfStrangers(stored, origin);
    if (promised === null) {
      this.logger.warn(
        `${this.published.place} is missing: the database is believed about its own past. Keep this file, outside the database, or nobody can tell when an older database is restored.`,
      );
    }
    await proveContinuation({ ...stored, origin: origin.origin }, 'the database', present, origins);
  }

  /** What this instance has kept. Where it is broken the others are told, under the origin that it was promised under. */
  private async proveOwn(promised: SignedCheckpoint, present: TiledTree, origins: readonly Origin[]): Promise<void> {
    const isFormer = promised.origin !== origins.at(-1)?.origin;
    if (isFormer && !(await isContinued(promised, present))) await this.tell(promised, origins);
    try {
      await proveContinuation(promised, this.published.place, present, origins);
    } catch (error) {
      if (error instanceof SigningRefusedError) await this.tell(promised, origins);
      throw error;
    }
  }
}
