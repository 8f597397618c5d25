import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of each connection; what they are stands in the tables of clients and external authentications. */
export class Connections1791000020300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE connection (
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        kind text NOT NULL,
        subject_id text NOT NULL,
        last_success_at timestamptz,
        last_failure_at timestamptz,
        last_failure_code text,
        failing_since timestamptz,
        expiry_told timestamptz,
        PRIMARY KEY (tenant_id, kind, subject_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE connection');
  }
}
