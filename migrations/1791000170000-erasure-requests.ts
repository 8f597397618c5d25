import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Erasures that a second person has to confirm. The address of a person stands in it, sealed, until it has ended. */
export class ErasureRequests1791000170000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE evidence_retention ADD COLUMN two_person_erasure boolean NOT NULL DEFAULT false');
    await runner.query(`
      CREATE TABLE erasure_request (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        subject jsonb NOT NULL,
        email_sealed bytea,
        subject_key text NOT NULL,
        data_key_ids uuid[] NOT NULL,
        status text NOT NULL CHECK (status IN ('pending', 'confirmed', 'refused', 'expired', 'superseded')),
        requested_by jsonb NOT NULL,
        requested_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        decided_by jsonb,
        decided_at timestamptz,
        erasure_id uuid
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX erasure_request_pending ON erasure_request (tenant_id, subject_key) WHERE status = 'pending'`);
    await runner.query('CREATE INDEX erasure_request_page ON erasure_request (tenant_id, requested_at, id)');
    await runner.query(`CREATE INDEX erasure_request_due ON erasure_request (expires_at) WHERE status = 'pending'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE erasure_request');
    await runner.query('ALTER TABLE evidence_retention DROP COLUMN two_person_erasure');
  }
}
