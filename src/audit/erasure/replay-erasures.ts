import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { DataKeys } from '../../secrets/data-keys.js';
import { ErasureApplier } from './apply-erasure.js';
import { type Erasure, ErasureStore } from './erasure.store.js';
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
    private readonly dataKeys: DataKeys,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * One that fails keeps none of the others.
   * @returns how many were erased again
   * @throws AggregateError when some could not be, after all others were
   */
  async run(): Promise<number> {
    const listed = await this.list.read();
    const known = idsOf(await this.erasures.list(this.unitOfWork.reading));
    const faults = new Map<string, unknown>();
    let again = 0;
    for (const erasure of listed) {
      if (known.has(erasure.id)) continue;
      try {
        if (await this.eraseAgain(erasure)) again += 1;
      } catch (error) {
        faults.set(erasure.id, error);
      }
    }
    const rows = await this.erasures.list(this.unitOfWork.reading);
    const stored = idsOf(rows);
    await this.keep(listed, [...rows, ...listed.filter(({ id }) => !stored.has(id))]);
    // What another instance has done meanwhile is done.
    const failed = [...faults].filter(([id]) => !stored.has(id));
    if (failed.length > 0)
      throw new AggregateError(
        failed.map(([, error]) => error),
        `Erasures that could not be carried out again: ${failed.map(([id]) => id).join(', ')}`,
      );
    return again;
  }

  /** @returns false when this database knows nothing of the person: who was invited or asked after the moment that was restored */
  private async eraseAgain(erasure: Erasure): Promise<boolean> {
    if (!(await this.isKnown(erasure))) return false;
    await this.unitOfWork.run((transaction) =>
      this.applier.apply(transaction, erasure, { type: 'system', id: 'erasure-replay' }, true, this.clock.now()),
    );
    this.logger.warn({ erasure: erasure.id }, 'An erasure was carried out again: the database is older than the list');
    return true;
  }

  private async isKnown({ tenantId, streamId, dataKeyIds }: Erasure): Promise<boolean> {
    const { reading } = this.unitOfWork;
    if (await this.erasures.hasStream(reading, tenantId, streamId)) return true;
    for (const id of dataKeyIds) if ((await this.dataKeys.find(reading, tenantId, id)) !== null) return true;
    return false;
  }

  /** What could not be carried out here stays in the list: the newer database may be brought back yet. */
  private async keep(listed: readonly Erasure[], erasures: readonly Erasure[]): Promise<void> {
    const all = erasures.toSorted(
      (one, other) => one.erasedAt.getTime() - other.erasedAt.getTime() || (one.id < other.id ? -1 : 1),
    );
    if (all.length !== listed.length || all.some(({ id }, index) => listed[index]?.id !== id))
      await this.list.write(all);
  }
}

const idsOf = (erasures: readonly Erasure[]): ReadonlySet<string> => new Set(erasures.map(({ id }) => id));
