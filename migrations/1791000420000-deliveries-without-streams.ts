import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Deliveries of an envelope are found by the leaves of its events. An index of their own was one entry more for each that is made, ends, or
 * is made due.
 */
export class DeliveriesWithoutStreams1791000420000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS delivery_of_stream');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX delivery_of_stream ON delivery (stream_id, leaf_index)');
  }
}
