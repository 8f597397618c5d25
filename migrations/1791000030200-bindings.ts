import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Identities at providers that users are bound to, and the links by which users bind and confirm them. */
export class Bindings1791000030200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE user_binding (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        user_id uuid NOT NULL REFERENCES user_account (id),
        provider_id uuid NOT NULL REFERENCES provider (id),
        provider_name text NOT NULL,
        issuer text NOT NULL,
        subject_hash bytea NOT NULL,
        identity_settings text NOT NULL,
        bound_at timestamptz NOT NULL,
        confirmation_asked_at timestamptz,
        CONSTRAINT user_binding_subject_taken UNIQUE (tenant_id, issuer, subject_hash),
        CONSTRAINT user_binding_of_provider UNIQUE (user_id, provider_id)
      )`);
    await runner.query('CREATE INDEX user_binding_at_provider ON user_binding (tenant_id, provider_id)');
    await runner.query(`
      CREATE TABLE user_link (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        user_id uuid NOT NULL REFERENCES user_account (id),
        kind text NOT NULL CHECK (kind IN ('invitation', 'renewal', 'confirmation')),
        token_hash bytea NOT NULL CONSTRAINT user_link_token_taken UNIQUE,
        provider_id uuid REFERENCES provider (id),
        binding_id uuid REFERENCES user_binding (id) ON DELETE CASCADE,
        needs_code boolean NOT NULL,
        code_hash bytea,
        code_expires_at timestamptz,
        browser_hash bytea,
        proved_at timestamptz,
        failure text,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        used_at timestamptz,
        CONSTRAINT user_link_confirms_a_binding CHECK ((kind = 'confirmation') = (binding_id IS NOT NULL) OR ended_at IS NOT NULL)
      )`);
    await runner.query('CREATE INDEX user_link_of_user ON user_link (tenant_id, user_id) WHERE ended_at IS NULL');
    await runner.query('CREATE INDEX user_link_ended ON user_link (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE user_link');
    await runner.query('DROP TABLE user_binding');
  }
}
