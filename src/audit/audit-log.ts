import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { CheckpointAnnouncer } from './checkpoints/announce-checkpoint.js';
import { CheckpointStore } from './checkpoints/checkpoint.store.js';
import { SigningRefusedError } from './checkpoints/fork-guard.js';
import { CheckpointPublisher, type SignedCheckpoint } from './checkpoints/publish-checkpoint.js';
import { hasWork } from './sequencer/leader-state.js';
import { sequenceEvents } from './sequencer/sequence-events.js';

/** How often the log looks for new events. */
const LOOK_EVERY = 1_000;
/** How often a growing log is signed; whoever needs a proof sooner calls `catchUp`. */
const SIGN_EVERY = 10_000;
/** How long `catchUp` waits for transactions that began earlier. */
const LONGEST_WAIT = 10_000;

/**
 * Keeps the log over all events: sequences, signs and publishes in the background. Every instance may; the database lets one at
 * a time.
 */
@Injectable()
export class AuditLog implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AuditLog.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private trouble: string | null = null;
  private refused = false;
  private nextSigning = 0;
  /** Size of the log when this instance last signed it in the background; null: not yet. */
  private signed: number | null = null;
  /** Size of the log that has nothing but an announcement more than was signed; null: not known of any. */
  private announced: number | null = null;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly publisher: CheckpointPublisher,
    private readonly checkpoints: CheckpointStore,
    private readonly announcer: CheckpointAnnouncer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // A log is named for the place where it is served (C2SP tlog-tiles); the name stays when PUBLIC_URL changes.
    const place = this.settings.PUBLIC_URL.replace(/^https?:\/\//, '').replaceAll('+', '%2B');
    const origin = `${place}/v1/audit/tiles`;
    await this.unitOfWork.run((transaction) =>
      this.checkpoints.addOrigin(transaction, { number: 1, origin, reason: null, lastCheckpoint: null }),
    );
    this.running = this.keep();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Why nothing is signed at present; null when all is well. */
  get refusal(): string | null {
    return this.refused ? this.trouble : null;
  }

  /**
   * Sequences and signs at once, until the tree has everything that was committed before the call.
   * @param included whether that tree is enough for the caller
   * @throws CountersignError `audit.not_in_log_yet`, `audit.signing_refused`
   */
  async catchUp(included: (checkpoint: SignedCheckpoint) => Promise<boolean>): Promise<SignedCheckpoint> {
    const deadline = performance.now() + LONGEST_WAIT;
    for (let pause = 10; ; pause = Math.min(2 * pause, 500)) {
      try {
        while (await this.sequenceBatch());
        const checkpoint = await this.publisher.publish();
        if (await included(checkpoint)) return checkpoint;
      } catch (error) {
        if (!(error instanceof SigningRefusedError)) throw error;
        throw new CountersignError('audit.signing_refused', { cause: error });
      }
      if (performance.now() > deadline) {
        throw new CountersignError('audit.not_in_log_yet', { headers: { 'retry-after': '10' } });
      }
      await sleep(pause);
    }
  }

  /**
   * Gives what was committed its place at once, for whoever cannot wait for the next look and has seen that there is something. Signs
   * nothing.
   * @returns whether anything may have got its place
   */
  async sequence(): Promise<boolean> {
    let any = false;
    while (!this.refused && !this.stopping.signal.aborted) {
      const sequenced = await this.unitOfWork.run(sequenceEvents);
      any ||= (sequenced?.appended ?? 0) > 0;
      if (sequenced?.more !== true) break;
    }
    return any;
  }

  private async keep(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let more = false;
      try {
        const { size, work } = await this.publisher.honour();
        // A log that may not be signed does not grow either: what was wrong stays as it was found.
        more = !this.refused && work && (await this.sequenceNow());
        await this.signWhenDue(size);
        this.report(null);
      } catch (error) {
        this.report(error);
      }
      if (!more) await sleep(LOOK_EVERY, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** @returns whether there may be more to do at once */
  private async sequenceBatch(): Promise<boolean> {
    return (await hasWork(this.unitOfWork.reading)) && this.sequenceNow();
  }

  private async sequenceNow(): Promise<boolean> {
    return (await this.unitOfWork.runPatiently(sequenceEvents))?.more ?? false;
  }

  /** @param size of the log, lately */
  private async signWhenDue(size: number): Promise<void> {
    const now = performance.now();
    if (!this.refused && (now < this.nextSigning || (await this.isOnlyAnnounced(size)))) return;
    const checkpoint = await this.publisher.publish();
    this.nextSigning = now + SIGN_EVERY;
    this.signed = checkpoint.size;
    await this.announcer.announce(checkpoint);
  }

  /** Whether nothing was added to what was signed but the event that says so. Asked once for each size. */
  private async isOnlyAnnounced(size: number): Promise<boolean> {
    if (this.signed === null || size !== this.signed + 1) return false;
    if (size !== this.announced && (await this.announcer.isAlone(this.unitOfWork.reading, this.signed)))
      this.announced = size;
    return size === this.announced;
  }

  /** Says what goes wrong once, and once that it no longer does. */
  private report(error: unknown): void {
    const message = error === null ? null : error instanceof Error ? error.message : 'for an unknown reason';
    this.refused = error instanceof SigningRefusedError;
    if (message === this.trouble) return;
    this.trouble = message;
    if (message === null) this.logger.log('The log is signed again');
    else if (this.refused) this.logger.error(message);
    else this.logger.warn(`The log could not go on: ${message}`);
  }
}
