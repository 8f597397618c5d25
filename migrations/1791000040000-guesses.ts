import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often was guessed at passwords and codes, for all instances together. Keys are keyed hashes of accounts and addresses. */
export class Guesses1791000040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE guess (
        key bytea PRIMARY KEY,
        ends_at timestamptz NOT NULL,
        count integer NOT NULL
      ) WITH (fillfactor = 50)`);
    await runner.query('CREATE INDEX guess_over ON guess (ends_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE guess');
  }
}
