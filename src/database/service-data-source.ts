import {
  DataSource,
  EntityManager,
  type EntityTarget,
  type FindOneOptions,
  type FindOptionsWhere,
  type ObjectLiteral,
  type QueryRunner,
  type ReplicationMode,
} from 'typeorm';
import { activeSpan } from '../tracing/active-span.js';
import { tracedStatement } from './traced-statement.js';

const isEmpty = (conditions: unknown): boolean =>
  typeof conditions === 'object' && conditions !== null && Object.keys(conditions).length === 0;

/**
 * TypeORM refuses conditions that are undefined or null, and changes without any condition. But whoever looks for one row without
 * saying which one gets the first of the table, perhaps of another tenant: that is refused here.
 */
function refuseAnyRow(conditions: unknown): void {
  const alternatives: readonly unknown[] = Array.isArray(conditions) ? conditions : [conditions];
  if (alternatives.length === 0 || alternatives.some(isEmpty))
    throw new Error('One row was looked for without a condition that says which');
}

class StrictEntityManager extends EntityManager {
  override async findOne<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    options: FindOneOptions<Entity>,
  ): Promise<Entity | null> {
    refuseAnyRow(options.where ?? {});
    return super.findOne(entity, options);
  }

  override async findOneBy<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    where: FindOptionsWhere<Entity> | FindOptionsWhere<Entity>[],
  ): Promise<Entity | null> {
    refuseAnyRow(where);
    return super.findOneBy(entity, where);
  }
}

/** A data source whose managers and repositories never find just any row. */
export class ServiceDataSource extends DataSource {
  override createEntityManager(runner?: QueryRunner): EntityManager {
    return new StrictEntityManager(this, runner);
  }

  /** Transactions and repositories ask here; a runner belongs to whoever has it made. */
  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    const runner = super.createQueryRunner(mode);
    if (activeSpan() === undefined) return runner;
    const ask: QueryRunner['query'] = runner.query.bind(runner);
    return Object.assign(runner, {
      query: (text: string, parameters?: unknown[], structured?: boolean) =>
        tracedStatement(text, () => ask(text, parameters, structured as true)),
    });
  }
}
