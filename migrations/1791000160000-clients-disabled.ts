import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Applications that are stopped, and how often they were: what they had of tokens before is over. */
export class ClientsDisabled1791000160000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE oauth_client
        ADD COLUMN enabled boolean NOT NULL DEFAULT true,
        ADD COLUMN token_epoch integer NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE oauth_client DROP COLUMN token_epoch, DROP COLUMN enabled');
  }
}
