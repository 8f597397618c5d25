import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Providers, their immutable revisions, what their metadata is pinned to, and their credentials. */
export class Providers1790000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // An archived provider keeps its row: its name is never reused and its revisions stay readable.
    await runner.query(`
      CREATE TABLE provider (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        name text NOT NULL,
        legacy_name text,
        enabled boolean NOT NULL,
        revision integer NOT NULL,
        credential_version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        archived_at timestamptz,
        CONSTRAINT provider_name_taken UNIQUE (tenant_id, name)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX provider_legacy_name_taken ON provider (tenant_id, legacy_name)
        WHERE legacy_name IS NOT NULL AND archived_at IS NULL`);

    await runner.query(`
      CREATE TABLE provider_revision (
        provider_id uuid NOT NULL REFERENCES provider (id),
        number integer NOT NULL,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        issuer text NOT NULL,
        configuration jsonb NOT NULL,
        hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        change text NOT NULL CHECK (change IN ('created', 'replaced', 'enabled', 'disabled', 'metadata_approved')),
        actor_type text NOT NULL,
        actor_id text NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (provider_id, number)
      )`);
    await runner.query(`
      CREATE FUNCTION provider_revision_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'A provider revision is immutable: insert another one' USING ERRCODE = 'restrict_violation';
      END $$`);
    await runner.query(`
      CREATE TRIGGER provider_revision_is_immutable BEFORE UPDATE OR DELETE ON provider_revision
        FOR EACH ROW EXECUTE FUNCTION provider_revision_is_immutable()`);

    // Per issuer, because pins of one issuer say nothing about another; '' where the URIs are given without an issuer.
    await runner.query(`
      CREATE TABLE provider_metadata (
        provider_id uuid NOT NULL REFERENCES provider (id),
        issuer text NOT NULL,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        pinned_origins jsonb,
        pinned_at timestamptz,
        issuer_parameter_seen boolean NOT NULL DEFAULT false,
        PRIMARY KEY (provider_id, issuer)
      )`);

    // A credential serves the revisions from first_revision to last_revision: what was entered for one destination is
    // never sent to another.
    await runner.query(`
      CREATE TABLE credential (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        provider_id uuid NOT NULL REFERENCES provider (id),
        purpose text NOT NULL
          CHECK (purpose IN ('client_secret', 'signing_key', 'apple_key', 'client_certificate', 'decryption_key')),
        version integer NOT NULL,
        first_revision integer NOT NULL,
        last_revision integer,
        sealed bytea,
        key_id text,
        public_jwk jsonb,
        generated boolean NOT NULL,
        set_at timestamptz NOT NULL,
        usable_from timestamptz NOT NULL,
        expires_at timestamptz,
        expiry_warned_days integer,
        retired_at timestamptz,
        destroyed_at timestamptz,
        CONSTRAINT credential_version_taken UNIQUE (provider_id, purpose, version),
        CONSTRAINT credential_is_sealed_or_destroyed CHECK ((sealed IS NULL) = (destroyed_at IS NOT NULL))
      )`);
    await runner.query(
      `CREATE INDEX credential_of_tenant ON credential (tenant_id, purpose) WHERE destroyed_at IS NULL`,
    );
    await runner.query(
      `CREATE INDEX credential_expiring ON credential (expires_at) WHERE destroyed_at IS NULL AND expires_at IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['credential', 'provider_metadata', 'provider_revision', 'provider']) {
      await runner.query(`DROP TABLE ${table}`);
    }
    await runner.query('DROP FUNCTION provider_revision_is_immutable()');
  }
}
