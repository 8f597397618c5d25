import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signer authentications, their recipients and handbacks, and the attempts of every purpose. */
export class SignerAuthentications1790000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE envelope_recipient (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        envelope_id uuid NOT NULL,
        email_hash bytea NOT NULL,
        data_key_id uuid NOT NULL REFERENCES data_key (id),
        updates bytea,
        erased_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT envelope_recipient_once UNIQUE (tenant_id, envelope_id, email_hash)
      )`);
    await runner.query(`
      CREATE TABLE signer_authentication (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        envelope_id uuid NOT NULL,
        envelope_external_id text NOT NULL,
        recipient_id uuid NOT NULL REFERENCES envelope_recipient (id),
        workstep_id text NOT NULL,
        status text NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed', 'expired', 'cancelled')),
        token_hash bytea NOT NULL CONSTRAINT signer_authentication_token UNIQUE,
        token_sealed bytea,
        details bytea,
        outcome bytea,
        max_attempts integer NOT NULL,
        failed_attempts integer NOT NULL DEFAULT 0,
        starts integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        subject_hash bytea,
        CONSTRAINT signer_authentication_ended CHECK ((status = 'pending') = (ended_at IS NULL))
      )`);
    await runner.query(
      `CREATE INDEX signer_authentication_of_tenant ON signer_authentication (tenant_id, created_at, id)`,
    );
    await runner.query(
      `CREATE INDEX signer_authentication_of_envelope ON signer_authentication (tenant_id, envelope_external_id, created_at, id)`,
    );
    await runner.query(`CREATE INDEX signer_authentication_of_recipient ON signer_authentication (recipient_id)`);
    await runner.query(
      `CREATE INDEX signer_authentication_due ON signer_authentication (expires_at) WHERE status = 'pending'`,
    );

    await runner.query(`
      CREATE TABLE idempotency_key (
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        route text NOT NULL,
        key text NOT NULL,
        body_hash bytea NOT NULL,
        subject_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, route, key)
      )`);
    await runner.query(`CREATE INDEX idempotency_key_age ON idempotency_key (created_at)`);
    await runner.query(`
      CREATE TABLE handback (
        code_hash bytea PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        signer_authentication_id uuid NOT NULL REFERENCES signer_authentication (id),
        expires_at timestamptz NOT NULL,
        redeemed_at timestamptz
      )`);
    await runner.query(`CREATE INDEX handback_expiry ON handback (expires_at)`);

    await runner.query(`
      CREATE TABLE attempt (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        purpose text NOT NULL,
        owner_id uuid NOT NULL,
        envelope_id uuid,
        data_key_id uuid,
        provider_id uuid NOT NULL,
        provider_name text NOT NULL,
        provider_revision integer NOT NULL,
        metadata_hash text NOT NULL,
        status text NOT NULL CHECK (status IN ('open', 'exchanging', 'succeeded', 'failed', 'abandoned')),
        state_hash bytea NOT NULL CONSTRAINT attempt_state UNIQUE,
        binding_hash bytea NOT NULL,
        secrets bytea,
        report bytea,
        failure_code text,
        failure_detail text,
        started_at timestamptz NOT NULL,
        deadline_at timestamptz NOT NULL,
        consumed_at timestamptz,
        ended_at timestamptz
      )`);
    await runner.query(`CREATE INDEX attempt_of_owner ON attempt (tenant_id, owner_id, started_at, id)`);
    await runner.query(`CREATE INDEX attempt_due ON attempt (deadline_at) WHERE status IN ('open', 'exchanging')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['attempt', 'handback', 'idempotency_key', 'signer_authentication', 'envelope_recipient']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
