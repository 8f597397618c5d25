import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { recordedTypesOf } from './events/event-patterns.js';
import { ListenerStore } from './listeners/listener.store.js';
import { ListenerSecretStore } from './listeners/listener-secret.store.js';
import { DeliveryRecordStore } from './records/delivery-record.store.js';

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
    private readonly secrets: ListenerSecretStore,
    private readonly records: DeliveryRecordStore,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super(TEN_MINUTES);
  }

  protected override async work(): Promise<void> {
    if (!this.typesAreKnown)
      await this.unitOfWork.run((transaction) => this.listeners.refreshTypes(transaction, recordedTypesOf));
    this.typesAreKnown = true;
    const now = this.clock.now();
    await this.unitOfWork.run((transaction) => this.secrets.destroyRetired(transaction, now));
    const before = new Date(now.getTime() - this.settings.DELIVERY_RETENTION_DAYS * DAY);
    const removeSome = () => this.unitOfWork.run((transaction) => this.records.removeEnded(transaction, before, BATCH));
    while ((await removeSome()) === BATCH);
  }
}
