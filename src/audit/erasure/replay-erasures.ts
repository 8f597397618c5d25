import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ErasureApplier } from './apply-erasure.js';
import { ErasureStore } from './erasure.store.js';
import { ErasureList } from './erasure-list.js';

/**
 * Keeps the list outside the database and the rows inside it the same. What only the rows have is added to the list; what only the
 * list has was erased before an older database was restored, and is erased again.
 */
@Injectable()
export class ErasureReplayer {
  private readonly logger = new Logger(ErasureReplayer.name);

  constructor(
    private readonly list: ErasureList,
    private readonly erasures: ErasureStore,
    private readonly applier: ErasureApplier,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were erased again */
  async run(): Promise<number> {
    const listed = await this.list.read();
    const known = new Set((await this.erasures.list(this.unitOfWork.reading)).map(({ id }) => id));
    const missing = listed.filter(({ id }) => !known.has(id));
    for (const erasure of missing) {
      await this.unitOfWork.run((transaction) =>
        this.applier.apply(transaction, erasure, { type: 'system', id: 'erasure-replay' }, true, this.clock.now()),
      );
      this.logger.warn(
        { erasure: erasure.id },
        'An erasure was carried out again: the database is older than the list',
      );
    }
    const all = await this.erasures.list(this.unitOfWork.reading);
    if (all.length !== listed.length || all.some(({ id }, index) => listed[index]?.id !== id))
      await this.list.write(all);
    return missing.length;
  }
}
