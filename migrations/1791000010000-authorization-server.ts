import type { MigrationInterface, QueryRunner } from 'typeorm';

/** OAuth clients of tenants with their secrets and keys, and what the authorization server keeps. */
export class AuthorizationServer1791000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE oauth_client (
        id text PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        name text NOT NULL,
        integration text NOT NULL CHECK (integration IN ('system', 'per-user')),
        grants text[] NOT NULL,
        redirect_uris text[] NOT NULL,
        scopes text[] NOT NULL,
        authentication jsonb NOT NULL,
        token_binding text NOT NULL CHECK (token_binding IN ('none', 'certificate', 'dpop')),
        token_format text NOT NULL CHECK (token_format IN ('jwt', 'opaque')),
        access_seconds integer,
        refresh boolean NOT NULL,
        owner_id uuid,
        first_party boolean NOT NULL DEFAULT false,
        revision integer NOT NULL,
        created_by_type text NOT NULL,
        created_by_id text NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        deleted_at timestamptz
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX oauth_client_name_taken ON oauth_client (tenant_id, name)
        WHERE deleted_at IS NULL AND NOT first_party`);
    await runner.query('CREATE INDEX oauth_client_of_tenant ON oauth_client (tenant_id, created_at, id)');

    // A secret is 256 random bits made here; its hash tells nothing.
    await runner.query(`
      CREATE TABLE oauth_client_secret (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        client_id text NOT NULL REFERENCES oauth_client (id),
        hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz
      )`);
    await runner.query('CREATE INDEX oauth_client_secret_of ON oauth_client_secret (client_id)');

    // Public keys only: a private key that was made here was shown once and never stored.
    await runner.query(`
      CREATE TABLE oauth_client_key (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        client_id text NOT NULL REFERENCES oauth_client (id),
        kid text NOT NULL,
        jwk jsonb NOT NULL,
        generated boolean NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT oauth_client_key_taken UNIQUE (client_id, kid)
      )`);

    // Per audience, since names of scopes mean nothing outside it. user_id null: for the users of the tenant whom giver_scopes cover.
    await runner.query(`
      CREATE TABLE oauth_consent (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        client_id text NOT NULL REFERENCES oauth_client (id),
        user_id uuid,
        resource text NOT NULL,
        scopes text[] NOT NULL,
        given_by_type text NOT NULL,
        given_by_id text NOT NULL,
        giver_scopes text[],
        given_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CHECK ((user_id IS NULL) = (giver_scopes IS NOT NULL))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX oauth_consent_given ON oauth_consent (client_id, coalesce(user_id::text, ''), resource)
        WHERE revoked_at IS NULL`);
    await runner.query('CREATE INDEX oauth_consent_of_tenant ON oauth_consent (tenant_id, given_at, id)');

    // id: kind and SHA-256 of what the caller holds, which is nowhere in clear; the payload is sealed.
    await runner.query(`
      CREATE TABLE oauth_artifact (
        id text PRIMARY KEY,
        tenant_id uuid NOT NULL,
        kind text NOT NULL,
        client_id text,
        user_id uuid,
        grant_id text,
        session_uid text,
        with_session boolean NOT NULL DEFAULT false,
        sealed bytea NOT NULL,
        created_at timestamptz NOT NULL,
        used_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        consumed_at timestamptz
      )`);
    await runner.query('CREATE INDEX oauth_artifact_of_grant ON oauth_artifact (grant_id) WHERE grant_id IS NOT NULL');
    await runner.query('CREATE INDEX oauth_artifact_of_user ON oauth_artifact (user_id) WHERE user_id IS NOT NULL');
    await runner.query(`
      CREATE INDEX oauth_artifact_of_session ON oauth_artifact (session_uid) WHERE session_uid IS NOT NULL`);
    await runner.query('CREATE INDEX oauth_artifact_expiry ON oauth_artifact (expires_at)');

    await runner.query(`
      CREATE TABLE oauth_revoked_token (
        jti_hash bytea PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        expires_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX oauth_revoked_token_expiry ON oauth_revoked_token (expires_at)');

    // What was presented once and must not be again: assertions and DPoP proofs, per client.
    await runner.query(`
      CREATE TABLE oauth_seen_jti (
        jti_hash bytea PRIMARY KEY,
        tenant_id uuid NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX oauth_seen_jti_expiry ON oauth_seen_jti (expires_at)');

    await runner.query(`
      CREATE TABLE oauth_signing_key (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        sealed bytea NOT NULL,
        public_jwk jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        signs_from timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'oauth_signing_key',
      'oauth_seen_jti',
      'oauth_revoked_token',
      'oauth_artifact',
      'oauth_consent',
      'oauth_client_key',
      'oauth_client_secret',
      'oauth_client',
    ])
      await runner.query(`DROP TABLE ${table}`);
  }
}
