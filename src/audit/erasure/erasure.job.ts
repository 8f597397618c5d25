import { Injectable } from '@nestjs/common';
import { RepeatedJob } from '../../jobs/repeated-job.js';
import { EvidenceRetention } from './evidence-retention.js';
import { ErasureReplayer } from './replay-erasures.js';

const TEN_MINUTES = 600_000;

/**
 * Destroys what is due, and erases again what an older database has brought back: before the first request is answered, and every ten
 * minutes.
 */
@Injectable()
export class ErasureJob extends RepeatedJob {
  /** Whether the next run finds it done. */
  private replayed = false;

  constructor(
    private readonly replayer: ErasureReplayer,
    private readonly retention: EvidenceRetention,
  ) {
    super(TEN_MINUTES);
  }

  override async onApplicationBootstrap(): Promise<void> {
    await this.now(() => this.replay());
    await super.onApplicationBootstrap();
  }

  protected override async work(): Promise<void> {
    if (!this.replayed) await this.replay();
    this.replayed = false;
    await this.retention.run();
  }

  private async replay(): Promise<void> {
    await this.replayer.run();
    this.replayed = true;
  }
}
