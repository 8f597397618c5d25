import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows that a login changes several times. */
const CHANGED = ['audit_stream', 'signer_authentication', 'attempt', 'delivery'];
/** Rows that are only added; evidence and disclosures are deleted long after, by retention and erasure. */
const ADDED = [
  'audit_event',
  'audit_leaf',
  'audit_node',
  'audit_disclosure',
  'audit_evidence',
  'data_key',
  'delivery_try',
];

/**
 * Vacuum comes after a share of a table, by default a fifth: of ten million logins that is a quarter of a year of dead rows, and of pages
 * that index-only scans have to look into. A fiftieth is enough to pay for it.
 */
const OPTIONS = [
  'autovacuum_vacuum_scale_factor',
  'autovacuum_vacuum_insert_scale_factor',
  'autovacuum_analyze_scale_factor',
];

/** Storage options only: nobody waits for the lock that this takes but vacuum itself. */
export class VacuumOfLargeTables1791000180000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [...CHANGED, ...ADDED])
      await runner.query(`ALTER TABLE ${table} SET (${OPTIONS.map((option) => `${option} = 0.02`).join(', ')})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...CHANGED, ...ADDED])
      await runner.query(`ALTER TABLE ${table} RESET (${OPTIONS.join(', ')})`);
  }
}
