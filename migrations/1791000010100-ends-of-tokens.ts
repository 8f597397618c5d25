import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a login was, which bounds its session; and until when tokens of a user, which nothing else could end, are refused. */
export class EndsOfTokens1791000010100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE oauth_artifact ADD COLUMN started_at timestamptz');
    await runner.query(`
      CREATE TABLE oauth_user_cutoff (
        user_id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        issued_until timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE oauth_user_cutoff');
    await runner.query('ALTER TABLE oauth_artifact DROP COLUMN started_at');
  }
}
