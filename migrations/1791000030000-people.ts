import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People of a tenant, and its own roles. */
export class People1791000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE user_role (
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        name text NOT NULL,
        description text NOT NULL,
        permissions text[] NOT NULL,
        revision integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT user_role_name_taken PRIMARY KEY (tenant_id, name)
      )`);
    // Those who were deleted stay until they are erased: the trail names them, and whose data key it is has to be known.
    await runner.query(`
      CREATE TABLE user_account (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        status text NOT NULL CHECK (status IN ('invited', 'active')),
        locked_at timestamptz,
        email_hash bytea,
        data_key_id uuid NOT NULL REFERENCES data_key (id),
        personal bytea,
        language text NOT NULL,
        roles text[] NOT NULL,
        provider_id uuid REFERENCES provider (id),
        revision integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        activated_at timestamptz,
        deleted_at timestamptz,
        CONSTRAINT user_account_is_personal_or_deleted
          CHECK (deleted_at IS NOT NULL OR (email_hash IS NOT NULL AND personal IS NOT NULL))
      )`);
    await runner.query(
      'CREATE UNIQUE INDEX user_account_email_taken ON user_account (tenant_id, email_hash) WHERE deleted_at IS NULL',
    );
    await runner.query('CREATE INDEX user_account_of_tenant ON user_account (tenant_id, created_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE user_account');
    await runner.query('DROP TABLE user_role');
  }
}
