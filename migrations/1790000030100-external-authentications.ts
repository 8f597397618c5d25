import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How calls to a URL authenticate: configurations, their immutable revisions, and their secrets beside them. */
export class ExternalAuthentications1790000030100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE external_authentication (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        url text NOT NULL,
        origin text NOT NULL,
        match text NOT NULL CHECK (match IN ('exact', 'prefix')),
        revision integer NOT NULL,
        credential_version integer NOT NULL,
        client_certificates text[] NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        deleted_at timestamptz
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX external_authentication_url_taken ON external_authentication (tenant_id, url, match)
        WHERE deleted_at IS NULL`);
    await runner.query(`
      CREATE INDEX external_authentication_of_origin ON external_authentication (tenant_id, origin)
        WHERE deleted_at IS NULL`);

    await runner.query(`
      CREATE TABLE external_authentication_revision (
        external_authentication_id uuid NOT NULL REFERENCES external_authentication (id),
        number integer NOT NULL,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        configuration jsonb NOT NULL,
        hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        change text NOT NULL CHECK (change IN ('created', 'replaced')),
        actor_type text NOT NULL,
        actor_id text NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (external_authentication_id, number)
      )`);
    await runner.query(`
      CREATE FUNCTION external_authentication_revision_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'A revision of an external authentication is immutable' USING ERRCODE = 'restrict_violation';
      END $$`);
    await runner.query(`
      CREATE TRIGGER external_authentication_revision_is_immutable
        BEFORE UPDATE OR DELETE ON external_authentication_revision
        FOR EACH ROW EXECUTE FUNCTION external_authentication_revision_is_immutable()`);

    // A slot is the place of a secret in the configuration, e.g. clientSecret or headers/x-api-key.
    await runner.query(`
      CREATE TABLE external_authentication_secret (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        external_authentication_id uuid NOT NULL REFERENCES external_authentication (id),
        slot text NOT NULL,
        sealed bytea NOT NULL,
        public_jwk jsonb,
        generated boolean NOT NULL,
        set_at timestamptz NOT NULL,
        CONSTRAINT external_authentication_secret_slot_taken UNIQUE (external_authentication_id, slot)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE external_authentication_secret');
    await runner.query('DROP TABLE external_authentication_revision');
    await runner.query('DROP TABLE external_authentication');
    await runner.query('DROP FUNCTION external_authentication_revision_is_immutable()');
  }
}
