import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndex } from './long-locks.js';

/** Deliveries that were kept long enough are found by when they ended, without a look at all others. */
export class EndedDeliveries1791000080000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndex(runner, 'delivery_ended', 'ON delivery (ended_at) WHERE ended_at IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX delivery_ended');
  }
}
