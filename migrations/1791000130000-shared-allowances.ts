import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many requests of a key were handed out to instances in its present minute. Not logged: a server that crashes, or a standby
 * that takes over, begins anew, and nothing of it travels to standbys.
 */
export class SharedAllowances1791000130000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE shared_allowance (
        key bytea PRIMARY KEY,
        ends_at timestamptz NOT NULL,
        taken bigint NOT NULL
      ) WITH (fillfactor = 50)`);
    await runner.query('CREATE INDEX shared_allowance_over ON shared_allowance (ends_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shared_allowance');
  }
}
