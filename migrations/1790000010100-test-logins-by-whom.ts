import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who makes a test login is whoever the request's token stands for, not always an API key. */
export class TestLoginsByWhom1790000010100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE test_login ADD COLUMN created_by_type text NOT NULL DEFAULT 'api_key'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM test_login WHERE created_by_type <> 'api_key'`);
    await runner.query('ALTER TABLE test_login DROP COLUMN created_by_type');
  }
}
