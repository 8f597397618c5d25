import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The service's role, tenants, API keys, and what encryption at rest needs. */
export class Foundation1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A managed server may refuse to make roles: the operator then makes it, or the service works with the owner's rights.
    await runner.query(`
      DO $$ BEGIN
        CREATE ROLE countersign_service NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
      END $$`);
    await runner.query(`
      DO $$ BEGIN
        EXECUTE format('GRANT countersign_service TO %I', current_user);
      EXCEPTION WHEN undefined_object OR insufficient_privilege OR invalid_grant_operation THEN NULL;
      END $$`);
    await runner.query(`
      DO $$ BEGIN
        GRANT USAGE ON SCHEMA public TO countersign_service;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO countersign_service;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO countersign_service;
      EXCEPTION WHEN undefined_object THEN NULL;
      END $$`);

    await runner.query(`
      CREATE TABLE tenant (
        id uuid PRIMARY KEY,
        name text NOT NULL CONSTRAINT tenant_name_taken UNIQUE,
        display_name text NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE api_key (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        name text NOT NULL,
        hash bytea NOT NULL CONSTRAINT api_key_hash_taken UNIQUE,
        scopes text[] NOT NULL,
        bootstrap boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz
      )`);
    await runner.query(`CREATE INDEX api_key_of_tenant ON api_key (tenant_id, created_at, id)`);

    await runner.query(`
      CREATE TABLE encryption_key_check (
        key_id text PRIMARY KEY,
        check_value bytea NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE keyed_hash_key (
        tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
        sealed bytea NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE data_key (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        sealed bytea,
        created_at timestamptz NOT NULL,
        destroyed_at timestamptz,
        CONSTRAINT data_key_is_sealed_or_destroyed CHECK ((sealed IS NULL) = (destroyed_at IS NOT NULL))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['data_key', 'keyed_hash_key', 'encryption_key_check', 'api_key', 'tenant']) {
      await runner.query(`DROP TABLE ${table}`);
    }
    // The role stays: it belongs to the server, and other databases may use it.
    await runner.query(`
      DO $$ BEGIN
        ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM countersign_service;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM countersign_service;
        REVOKE USAGE ON SCHEMA public FROM countersign_service;
      EXCEPTION WHEN undefined_object THEN NULL;
      END $$`);
  }
}
