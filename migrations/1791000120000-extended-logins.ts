import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often a tenant wants users to log in whose tokens would go on without end. */
export class ExtendedLogins1791000120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE tenant_settings ADD COLUMN extended_login_days integer CHECK (extended_login_days BETWEEN 1 AND 365)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant_settings DROP COLUMN extended_login_days');
  }
}
