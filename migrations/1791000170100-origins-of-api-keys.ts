import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who has made an API key, and in whose place it came. Whoever has made one may know it, so that it is no second person beside
 * them. Who has made those that are there is in the trail.
 */
export class OriginsOfApiKeys1791000170100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE api_key ADD COLUMN created_by_type text, ADD COLUMN created_by_id text, ADD COLUMN rotated_from uuid',
    );
    await runner.query('CREATE UNIQUE INDEX api_key_rotated ON api_key (rotated_from) WHERE rotated_from IS NOT NULL');
    await runner.query(`
      UPDATE api_key SET created_by_type = event.actor_type, created_by_id = event.actor_id FROM audit_event event
      WHERE event.type = 'api_key.created' AND event.tenant_id = api_key.tenant_id
        AND event.leaf::jsonb -> 'data' ->> 'apiKeyId' = api_key.id::text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX api_key_rotated');
    await runner.query(
      'ALTER TABLE api_key DROP COLUMN created_by_type, DROP COLUMN created_by_id, DROP COLUMN rotated_from',
    );
  }
}
