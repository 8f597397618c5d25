import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every login writes to. */
const HOT = ['data_key', 'envelope_recipient', 'signer_authentication', 'idempotency_key', 'handback'] as const;

/**
 * A foreign key locks the row that it refers to until the transaction ends. Every login of a tenant locked the one row of the
 * tenant several times over, and PostgreSQL had to keep account of who all held it. A tenant is never deleted.
 */
export class TenantsAreNotLocked1790000007100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of HOT) await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_tenant_id_fkey`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of HOT) {
      await runner.query(
        `ALTER TABLE ${table} ADD CONSTRAINT ${table}_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id)`,
      );
    }
  }
}
