import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mails that wait, and what tenants say about theirs. */
export class Mail1791000030100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mail (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        user_id uuid NOT NULL,
        data_key_id uuid NOT NULL REFERENCES data_key (id),
        kind text NOT NULL,
        language text NOT NULL,
        content bytea,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        due_at timestamptz,
        leased_until timestamptz,
        lease uuid,
        tries integer NOT NULL,
        failure text,
        ended_as text,
        ended_at timestamptz,
        CONSTRAINT mail_waits_or_has_ended CHECK ((ended_as IS NULL) = (ended_at IS NULL) AND (ended_as IS NULL) = (content IS NOT NULL)
          AND (ended_as IS NULL) = (due_at IS NOT NULL))
      )`);
    await runner.query('CREATE INDEX mail_due ON mail (due_at) WHERE due_at IS NOT NULL');
    await runner.query('CREATE INDEX mail_of_user ON mail (tenant_id, user_id, created_at)');
    await runner.query('CREATE INDEX mail_ended ON mail (ended_at) WHERE ended_at IS NOT NULL');
    await runner.query(`
      CREATE TABLE mail_settings (
        tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
        sender_name text,
        texts jsonb NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mail_settings');
    await runner.query('DROP TABLE mail');
  }
}
