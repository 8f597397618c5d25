import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';

const DAY = 86_400_000;

/** Days for which an idempotency key is remembered: longer than any workflow repeats a request. */
const IDEMPOTENCY_DAYS = 30;

/** Deletes what can never be used again, so that tables grow with what they record and not with time. */
@Injectable()
export class SpentPruner {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async prune(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.unitOfWork.runPatiently(async (transaction) => {
      await transaction.query('DELETE FROM handback WHERE expires_at < $1', [new Date(now - DAY)]);
      await transaction.query('DELETE FROM idempotency_key WHERE created_at < $1', [
        new Date(now - IDEMPOTENCY_DAYS * DAY),
      ]);
    });
  }
}
