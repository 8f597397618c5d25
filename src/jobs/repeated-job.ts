import { randomUUID } from 'node:crypto';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { withCorrelationId } from '../http/correlation.js';

/**
 * Milliseconds until the first run: what has no hurry waits until the instance listens, because the embedded database has one connection, and
 * whoever asks whether it is ready would wait behind all of it.
 */
const FIRST_RUN_AFTER = 250;

/**
 * Work that every instance does a moment after its start and again and again, under a correlation id of its own. A run that fails is
 * logged and made again at the next turn; stopping waits for the run under way. Several instances run it at once, so the work MUST
 * bear that.
 */
export abstract class RepeatedJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  /** @param pause milliseconds between the end of a run and the next one */
  protected constructor(private readonly pause: number) {}

  protected abstract work(): Promise<void>;

  onApplicationBootstrap(): void | Promise<void> {
    this.next(FIRST_RUN_AFTER);
  }

  /** Does something at once, for jobs that have work to do before requests are answered. Its failure is logged. */
  protected now(work: () => Promise<unknown>): Promise<void> {
    return withCorrelationId(randomUUID(), () => this.run(work));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.running;
  }

  private next(delay: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.now(() => this.work()).finally(() => {
        this.next(this.pause);
      });
    }, delay);
    this.timer.unref();
  }

  private async run(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error({ error }, 'The run failed; it is made again at the next turn');
    }
  }
}
