import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a provider was set to when a user was invited to it. Links that were mailed before are for whatever it is set to. */
export class PinnedInvitations1791000110000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE user_link ADD COLUMN identity_settings text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE user_link DROP COLUMN identity_settings');
  }
}
