import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the last check of the log by the command line ended, of each extent: for people to see, no evidence of anything. */
export class AuditChecks1791000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE audit_check (
        extent text PRIMARY KEY CHECK (extent IN ('whole', 'new')),
        checked_at timestamptz NOT NULL,
        host text NOT NULL,
        sealed boolean NOT NULL,
        events bigint,
        leaves bigint,
        difference text,
        CHECK ((difference IS NULL) = (events IS NOT NULL AND leaves IS NOT NULL))
      )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_check');
  }
}
