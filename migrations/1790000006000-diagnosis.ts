import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Test logins, and the way to the last attempts at a provider. */
export class Diagnosis1790000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE test_login (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        provider_id uuid NOT NULL,
        provider_name text NOT NULL,
        created_by text NOT NULL,
        status text NOT NULL CHECK (status IN ('open', 'succeeded', 'failed')),
        token_hash bytea NOT NULL CONSTRAINT test_login_token UNIQUE,
        sample bytea NOT NULL,
        first_steps bytea,
        report bytea,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        delete_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT test_login_ended CHECK ((status = 'open') = (ended_at IS NULL))
      )`);
    await runner.query('CREATE INDEX test_login_due ON test_login (delete_at)');
    await runner.query(
      'CREATE INDEX attempt_of_provider ON attempt (tenant_id, provider_id, ended_at DESC) WHERE report IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX attempt_of_provider');
    await runner.query('DROP TABLE test_login');
  }
}
