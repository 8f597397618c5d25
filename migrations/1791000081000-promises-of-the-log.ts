import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Checkpoints that instances have served and that the database does not keep, told to all others; and on which timeline the log grew. */
export class PromisesOfTheLog1791000081000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_promise (
        origin_number integer NOT NULL,
        size bigint NOT NULL,
        root bytea NOT NULL,
        note text NOT NULL,
        kept_in text NOT NULL,
        told_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (origin_number, size, root)
      )`);
    await runner.query('ALTER TABLE audit_tree ADD COLUMN timeline text, ADD COLUMN taken_over_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_tree DROP COLUMN timeline, DROP COLUMN taken_over_at');
    await runner.query('DROP TABLE audit_promise');
  }
}
