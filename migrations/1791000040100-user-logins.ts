import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people of a tenant log in with beside providers, and their logins under way. */
export class UserLogins1791000040100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE user_password (
        id uuid PRIMARY KEY REFERENCES user_account (id),
        tenant_id uuid NOT NULL,
        sealed bytea NOT NULL,
        changed_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX user_password_of_tenant ON user_password (tenant_id)');
    await runner.query(`
      CREATE TABLE second_factor (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL REFERENCES user_account (id),
        kind text NOT NULL CHECK (kind IN ('totp', 'passkey')),
        name text NOT NULL,
        sealed bytea NOT NULL,
        last_count bigint,
        created_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        last_used_at timestamptz
      )`);
    await runner.query('CREATE INDEX second_factor_of_user ON second_factor (tenant_id, user_id)');
    await runner.query(`
      CREATE TABLE recovery_code (
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL REFERENCES user_account (id),
        hash bytea NOT NULL,
        PRIMARY KEY (user_id, hash)
      )`);
    await runner.query(`
      CREATE TABLE user_login (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        interaction text NOT NULL,
        stage text NOT NULL CHECK (stage IN ('open', 'second_factor', 'authenticated', 'finished')),
        user_id uuid REFERENCES user_account (id),
        amr text[] NOT NULL,
        acr text,
        challenge text,
        authenticated_at timestamptz,
        failure text,
        provider_id uuid,
        subject_hash bytea,
        session_hash bytea,
        logout_url bytea,
        profile bytea,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        delete_at timestamptz NOT NULL,
        CONSTRAINT user_login_knows_whom CHECK (stage = 'open' OR user_id IS NOT NULL),
        CONSTRAINT user_login_of_interaction UNIQUE (interaction)
      )`);
    await runner.query('CREATE INDEX user_login_of_user ON user_login (user_id)');
    await runner.query('CREATE INDEX user_login_at_provider ON user_login (tenant_id, provider_id)');
    await runner.query('CREATE INDEX user_login_due ON user_login (delete_at)');
    await runner.query(`
      CREATE TABLE password_reset (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        email bytea,
        user_id uuid REFERENCES user_account (id),
        token_hash bytea UNIQUE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT password_reset_is_asked_or_sent CHECK ((email IS NULL) = (token_hash IS NOT NULL AND user_id IS NOT NULL))
      )`);
    await runner.query('CREATE INDEX password_reset_asked ON password_reset (created_at, id) WHERE email IS NOT NULL');
    await runner.query('CREATE INDEX password_reset_of_user ON password_reset (user_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE password_reset');
    await runner.query('DROP TABLE user_login');
    await runner.query('DROP TABLE recovery_code');
    await runner.query('DROP TABLE second_factor');
    await runner.query('DROP TABLE user_password');
  }
}
