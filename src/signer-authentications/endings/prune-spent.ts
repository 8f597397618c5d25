import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { HandbackStore } from '../stores/handback.store.js';
import { IdempotencyStore } from '../stores/idempotency.store.js';

const DAY = 86_400_000;

/** Days for which an idempotency key is remembered: longer than any workflow repeats a request. */
const IDEMPOTENCY_DAYS = 30;

/** Deletes what can never be used again, so that tables grow with what they record and not with time. */
@Injectable()
export class SpentPruner {
  constructor(
    private readonly handbacks: HandbackStore,
    private readonly idempotency: IdempotencyStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async prune(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.unitOfWork.runPatiently(async (transaction) => {
      await this.handbacks.deleteExpired(transaction, new Date(now - DAY));
      await this.idempotency.deleteClaimed(transaction, new Date(now - IDEMPOTENCY_DAYS * DAY));
    });
  }
}
