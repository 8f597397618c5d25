import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was erased, so that it can be erased again after a restore, and how long tenants keep raw evidence. */
export class Erasure1790000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE erasure (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        stream_id uuid NOT NULL,
        data_key_ids uuid[] NOT NULL,
        erased_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE evidence_retention (
        tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
        days integer CHECK (days BETWEEN 1 AND 36500),
        destroyed_before timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE evidence_retention');
    await runner.query('DROP TABLE erasure');
  }
}
