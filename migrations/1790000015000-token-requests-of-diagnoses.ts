import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What diagnoses have asked of token endpoints: how much of the minute's allowance is used, and what was answered. */
export class TokenRequestsOfDiagnoses1790000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE diagnosis_token_slot (
        endpoint_hash bytea NOT NULL,
        slot smallint NOT NULL,
        taken_at timestamptz NOT NULL,
        PRIMARY KEY (endpoint_hash, slot)
      )`);
    await runner.query('CREATE INDEX diagnosis_token_slot_due ON diagnosis_token_slot (taken_at)');
    await runner.query(`
      CREATE TABLE diagnosis_token_answer (
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        request_hash bytea NOT NULL,
        answer jsonb NOT NULL,
        asked_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, request_hash)
      )`);
    await runner.query('CREATE INDEX diagnosis_token_answer_due ON diagnosis_token_answer (asked_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE diagnosis_token_answer');
    await runner.query('DROP TABLE diagnosis_token_slot');
  }
}
