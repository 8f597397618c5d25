import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the pages of a tenant look; no row: as ours. */
export class Branding1791000090100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE branding (
        tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
        revision integer NOT NULL,
        configuration jsonb NOT NULL,
        logo bytea,
        updated_at timestamptz NOT NULL,
        CONSTRAINT branding_has_the_logo_it_names CHECK ((logo IS NULL) = (configuration->'logo' = 'null'::jsonb))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE branding');
  }
}
