import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The event that a listener begins after, by its leaf: a clock that is set back decides nothing. Cleared once it was passed. */
export class ListenersBeginAtALeaf1791000340000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE listener_endpoint ADD COLUMN begins_after uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE listener_endpoint DROP COLUMN begins_after');
  }
}
