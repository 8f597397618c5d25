import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who logs in at a provider, beside `enabled`: what is asked at every use stands in the row and not in a revision only. */
export class ProviderUsage1791000040200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE provider ADD COLUMN usage text[] NOT NULL DEFAULT '{signer}'`);
    await runner.query('ALTER TABLE provider ADD COLUMN show_on_login_page boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE provider DROP COLUMN show_on_login_page');
    await runner.query('ALTER TABLE provider DROP COLUMN usage');
  }
}
