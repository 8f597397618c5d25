import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people search for: all of an address, all that failed with a code, all of a time. */
export class SearchesOfTheConsole1791000090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The address before the envelope: as unique as before, and an address alone is found by it too.
    await runner.query(`ALTER TABLE envelope_recipient
      DROP CONSTRAINT envelope_recipient_once,
      ADD CONSTRAINT envelope_recipient_once UNIQUE (tenant_id, email_hash, envelope_id)`);
    // Only failures cost anything here; attempts come in the order of their time, which a block range knows for next to nothing.
    await runner.query(
      'CREATE INDEX attempt_failed ON attempt (tenant_id, failure_code, started_at) WHERE failure_code IS NOT NULL',
    );
    await runner.query('CREATE INDEX attempt_time ON attempt USING brin (started_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX attempt_time');
    await runner.query('DROP INDEX attempt_failed');
    await runner.query(`ALTER TABLE envelope_recipient
      DROP CONSTRAINT envelope_recipient_once,
      ADD CONSTRAINT envelope_recipient_once UNIQUE (tenant_id, envelope_id, email_hash)`);
  }
}
