import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the operator does with a tenant that is there. */
export class TenantsSuspendedAndLimited1791000090200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenant ADD COLUMN suspended_at timestamptz, ADD COLUMN limits jsonb NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant DROP COLUMN suspended_at, DROP COLUMN limits');
  }
}
