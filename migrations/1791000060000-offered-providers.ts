import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which providers a signer authentication offers, beside what is sealed: where they stand is read together with the row. Those made
 * before have none, and theirs are looked for one by one.
 */
export class OfferedProviders1791000060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE signer_authentication ADD COLUMN provider_ids uuid[]');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE signer_authentication DROP COLUMN provider_ids');
  }
}
