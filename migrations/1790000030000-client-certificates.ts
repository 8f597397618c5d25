import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Certificates that we present, by name, with one or two keys each. */
export class ClientCertificates1790000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE client_certificate (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        name text NOT NULL,
        revision integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT client_certificate_name_taken UNIQUE (tenant_id, name)
      )`);
    // What is public of a certificate stands in columns of its own; only the private key is sealed.
    await runner.query(`
      CREATE TABLE client_certificate_key (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        client_certificate_id uuid NOT NULL REFERENCES client_certificate (id),
        version integer NOT NULL,
        generated boolean NOT NULL,
        csr text,
        chain text,
        thumbprint text,
        subject text,
        not_before timestamptz,
        not_after timestamptz,
        usable_from timestamptz NOT NULL,
        set_at timestamptz NOT NULL,
        expiry_warned_days integer,
        sealed bytea NOT NULL,
        CONSTRAINT client_certificate_key_version_taken UNIQUE (client_certificate_id, version),
        CONSTRAINT client_certificate_key_is_installed_whole CHECK (
          (chain IS NULL) = (thumbprint IS NULL) AND (chain IS NULL) = (subject IS NULL)
          AND (chain IS NULL) = (not_before IS NULL) AND (chain IS NULL) = (not_after IS NULL)
        )
      )`);
    await runner.query(
      'CREATE INDEX client_certificate_key_expiring ON client_certificate_key (not_after) WHERE not_after IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE client_certificate_key');
    await runner.query('DROP TABLE client_certificate');
  }
}
