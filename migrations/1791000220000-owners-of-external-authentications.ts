import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told when calls that authenticate by a configuration stop working: a user of the tenant, or nobody in particular. */
export class OwnersOfExternalAuthentications1791000220000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE external_authentication ADD COLUMN owner_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE external_authentication DROP COLUMN owner_id');
  }
}
