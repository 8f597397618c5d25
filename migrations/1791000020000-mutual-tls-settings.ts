import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may sign certificates of a tenant's clients, and whether they are demanded. */
export class MutualTlsSettings1791000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mutual_tls_settings (
        tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
        revision integer NOT NULL,
        authorities text[] NOT NULL,
        required boolean NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mutual_tls_settings');
  }
}
