import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a tenant says about itself beside its name. */
export class TenantSettings1791000030300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenant_settings (
        tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
        default_language text NOT NULL,
        revision integer NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tenant_settings');
  }
}
