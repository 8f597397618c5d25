import type { MigrationInterface, QueryRunner } from 'typeorm';
import { replaceCheck } from './long-locks.js';

const BEFORE = 'audit_stream_is_of_a_tenant_or_an_envelope';
const AFTER = 'audit_stream_is_of_a_tenant_an_envelope_or_a_user';

/**
 * Users get streams of their own. What a stream is of follows from its id, because leaves name it: an envelope's id is computed, a
 * UUID version 8; a user's is not.
 */
export class UserStreams1790000010000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await replaceCheck(runner, 'audit_stream', {
      before: BEFORE,
      after: AFTER,
      condition: `CASE WHEN id = tenant_id THEN envelope_id IS NULL ELSE (envelope_id IS NOT NULL) = (substr(id::text, 15, 1) = '8') END`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE audit_stream DROP CONSTRAINT ${AFTER}`);
    await runner.query(
      `ALTER TABLE audit_stream ADD CONSTRAINT ${BEFORE} CHECK ((id = tenant_id) = (envelope_id IS NULL))`,
    );
  }
}
