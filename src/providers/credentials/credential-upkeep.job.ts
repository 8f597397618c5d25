import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { withCorrelationId } from '../../http/correlation.js';
import { CredentialUpkeep } from './credential-upkeep.js';

const every = 600_000;

/** Runs the upkeep of credentials at start and every ten minutes. */
@Injectable()
export class CredentialUpkeepJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(CredentialUpkeepJob.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly upkeep: CredentialUpkeep) {}

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
        this.next(every);
      });
    }, delay);
    this.timer.unref();
  }

  private async run(): Promise<void> {
    try {
      await this.upkeep.run();
    } catch (error) {
      this.logger.error({ error }, 'The upkeep of credentials failed; trying again');
    }
  }
}
