import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { OverdueAttempts } from '../attempts/abandon-overdue.js';
import { withCorrelationId } from '../http/correlation.js';
import { PendingEnder } from './end-pending.js';
import { SpentPruner } from './prune-spent.js';

/** Milliseconds between two runs. */
const EVERY = 15_000;
/** Every how many runs spent rows are deleted: once an hour. */
const PRUNE_EVERY = 240;

/** Regularly gives up what nobody has finished in time. At start it does so at once, for what a crash left behind. */
@Injectable()
export class OverdueJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OverdueJob.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private runs = 0;

  constructor(
    private readonly attempts: OverdueAttempts,
    private readonly pending: PendingEnder,
    private readonly spent: SpentPruner,
  ) {}

  onApplicationBootstrap(): void {
    this.next(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.running;
  }

  private next(delay: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = withCorrelationId(randomUUID(), () => this.run()).finally(() => {
        this.next(EVERY);
      });
    }, delay);
    this.timer.unref();
  }

  private async run(): Promise<void> {
    try {
      await this.attempts.abandon();
      await this.pending.expireOverdue();
      if (this.runs % PRUNE_EVERY === 0) await this.spent.prune();
      this.runs += 1;
    } catch (error) {
      this.logger.error({ error }, 'Overdue attempts could not be given up; trying again later');
    }
  }
}
