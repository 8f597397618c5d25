import type { MigrationInterface, QueryRunner } from 'typeorm';

/** APIs of tenants that tokens of the authorization server protect. */
export class OAuthResources1791000020100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Two identifiers that are one address to whoever reads them as URLs must not belong to two tenants.
    await runner.query(`
      CREATE TABLE oauth_resource (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        identifier text NOT NULL,
        compared text NOT NULL,
        scopes text[] NOT NULL,
        token_format text,
        access_seconds integer,
        mutual_tls_required boolean NOT NULL,
        revision integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT oauth_resource_identifier_taken UNIQUE (compared)
      )`);
    await runner.query('CREATE INDEX oauth_resource_of_tenant ON oauth_resource (tenant_id, identifier)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE oauth_resource');
  }
}
