import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { recordedTypesOf } from './events/event-patterns.js';
import { ListenerStore } from './listeners/listener.store.js';

const TEN_MINUTES = 600_000;
const DAY = 86_400_000;
/** Deliveries that are removed in one transaction. */
const BATCH = 1000;

/**
 * Removes deliveries that were kept long enough and secrets whose time is over, and has listeners hear of types that a new release
 * has added to what they asked for.
 */
@Injectable()
export class DeliveryUpkeepJob extends RepeatedJob {
  private typesAreKnown = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly listeners: ListenerStore,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super(TEN_MINUTES);
  }

  protected override async work(): Promise<void> {
    if (!this.typesAreKnown) await this.refreshTypes();
    const now = this.clock.now();
    await this.unitOfWork.run((transaction) => this.listeners.destroyRetired(transaction, now));
    const before = new Date(now.getTime() - this.settings.DELIVERY_RETENTION_DAYS * DAY);
    while ((await this.removeSome(before)) === BATCH);
  }

  private async removeSome(before: Date): Promise<number> {
    return this.unitOfWork.run(async (transaction) => {
      const [rows]: [{ id: string }[], number] = await transaction.query(
        `DELETE FROM delivery WHERE id IN (
           SELECT id FROM delivery WHERE status IN ('delivered', 'given_up') AND ended_at < $1
           LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
         RETURNING id`,
        [before],
      );
      await transaction.query('DELETE FROM delivery_try WHERE delivery_id = ANY($1::uuid[])', [
        rows.map(({ id }) => id),
      ]);
      await transaction.query(`DELETE FROM redelivery WHERE created_at < $1 AND status <> 'queueing'`, [before]);
      return rows.length;
    });
  }

  private async refreshTypes(): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const rows: { id: string; events: string[]; types: string[] }[] = await transaction.query(
        `SELECT id, configuration -> 'events' AS events, types FROM listener WHERE archived_at IS NULL`,
      );
      for (const { id, events, types } of rows) {
        const present = recordedTypesOf(events);
        if (present.join() !== types.join())
          await transaction.query('UPDATE listener SET types = $2 WHERE id = $1', [id, present]);
      }
    });
    this.typesAreKnown = true;
  }
}
