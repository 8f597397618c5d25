import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which warnings were given of certificates that stand in a configuration, and so have no row of their own. */
export class ExpiryWarnings1791000220100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE expiry_warning (
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        kind text NOT NULL,
        subject_id uuid NOT NULL,
        part text NOT NULL,
        expires_at timestamptz NOT NULL,
        warned_days integer NOT NULL,
        PRIMARY KEY (tenant_id, kind, subject_id, part, expires_at)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE expiry_warning');
  }
}
