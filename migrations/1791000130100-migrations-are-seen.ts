import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The service's role may see which migrations have run: an instance that is not given the owner of the tables starts when all have. */
export class MigrationsAreSeen1791000130100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'countersign_service') THEN
          GRANT SELECT ON migrations TO countersign_service;
        END IF;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'countersign_service') THEN
          REVOKE SELECT ON migrations FROM countersign_service;
        END IF;
      END $$`);
  }
}
