import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets one statement write several things or, when what was read before has changed, none of them. */
export class WritingTogether1790000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // serialization_failure: what loses to another transaction is read and decided again, whoever noticed it.
    await runner.query(`
      CREATE FUNCTION countersign_require(unchanged boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF unchanged IS NOT TRUE THEN
          RAISE EXCEPTION 'What was read has changed meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION countersign_require(boolean)');
  }
}
