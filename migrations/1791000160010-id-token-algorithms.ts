import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the ID tokens of a client are signed by. */
export class IdTokenAlgorithms1791000160010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE oauth_client ADD COLUMN id_token_algorithm text NOT NULL DEFAULT 'ES256'
        CHECK (id_token_algorithm IN ('ES256', 'RS256'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE oauth_client DROP COLUMN id_token_algorithm');
  }
}
