import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules of tenants about the tokens that their clients get. */
export class TokenPolicies1791000020200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE token_policy (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        level text NOT NULL,
        subject text,
        conditions jsonb NOT NULL,
        demands jsonb NOT NULL,
        effect text NOT NULL,
        reason text NOT NULL,
        revision integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT token_policy_is_about_something CHECK ((level = 'tenant') = (subject IS NULL))
      )`);
    await runner.query('CREATE INDEX token_policy_concerning ON token_policy (tenant_id, level, subject)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE token_policy');
  }
}
