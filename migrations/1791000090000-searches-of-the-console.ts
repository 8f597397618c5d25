import type { MigrationInterface, QueryRunner } from 'typeorm';
import { briefly, createIndex } from './long-locks.js';

/** What people search for: all of an address, all that failed with a code, all of a time. */
export class SearchesOfTheConsole1791000090000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // The address before the envelope: as unique as before, and an address alone is found by it too.
    await createIndex(
      runner,
      'envelope_recipient_by_email',
      'ON envelope_recipient (tenant_id, email_hash, envelope_id)',
      'UNIQUE',
    );
    await briefly(
      runner,
      `ALTER TABLE envelope_recipient
        DROP CONSTRAINT envelope_recipient_once,
        ADD CONSTRAINT envelope_recipient_once UNIQUE USING INDEX envelope_recipient_by_email`,
    );
    // Only failures cost anything here; attempts come in the order of their time, which a block range knows for next to nothing.
    await createIndex(
      runner,
      'attempt_failed',
      'ON attempt (tenant_id, failure_code, started_at) WHERE failure_code IS NOT NULL',
    );
    await createIndex(runner, 'attempt_time', 'ON attempt USING brin (started_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX attempt_time');
    await runner.query('DROP INDEX attempt_failed');
    await runner.query(`ALTER TABLE envelope_recipient
      DROP CONSTRAINT envelope_recipient_once,
      ADD CONSTRAINT envelope_recipient_once UNIQUE (tenant_id, envelope_id, email_hash)`);
  }
}
