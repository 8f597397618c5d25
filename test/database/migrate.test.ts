import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { DataSourceOptions, MigrationInterface, QueryRunner } from 'typeorm';
import { createIndex } from '../../migrations/long-locks.js';
import { migrate } from '../../src/database/migrate.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';

const onServer = isServerGiven() ? describe : describe.skip;

class AddsAColumn1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE busy ADD COLUMN note text');
  }
  async down(): Promise<void> {}
}

class AddsAnIndex1700000000001 implements MigrationInterface {
  readonly transaction = false;
  async up(runner: QueryRunner): Promise<void> {
    await createIndex(runner, 'busy_by_number', 'ON busy (number)', 'UNIQUE');
  }
  async down(): Promise<void> {}
}

onServer('migrations beside others', () => {
  let database: TestDatabase;
  let other: pg.Client;
  let options: DataSourceOptions;

  beforeAll(async () => {
    database = await startTestDatabase({ schema: 'none' });
    other = new pg.Client({ connectionString: database.databaseUrl, application_name: 'nightly report' });
    await other.connect();
    await other.query('CREATE TABLE busy (number integer)');
    await other.query('INSERT INTO busy VALUES (1), (1)');
    options = {
      type: 'postgres',
      url: database.databaseUrl ?? '',
      poolSize: 2,
      migrationsTransactionMode: 'each',
      installExtensions: false,
    };
  });
  afterAll(async () => {
    await other.end();
    await database.close();
  });

  const quickly = { lock: 50, pause: 50, altogether: 20_000 };

  test('give up a table that is never free, and say who has a transaction open', async () => {
    await other.query('BEGIN; SELECT count(*) FROM busy');
    const migrated = migrate(options, [AddsAColumn1700000000000], { ...quickly, altogether: 200 });
    await expect(migrated).rejects.toThrow(
      /never free\. Open transactions: process \d+ of \w+ \(nightly report\), idle in/,
    );
  });

  test('give way meanwhile, so that nobody waits behind them, and go on when it is free', async () => {
    const migrated = migrate(options, [AddsAColumn1700000000000], quickly);
    const reader = new pg.Client({ connectionString: database.databaseUrl, statement_timeout: 2_000 });
    await reader.connect();
    for (let times = 0; times < 20; times += 1) await reader.query('SELECT count(*) FROM busy');
    await reader.end();
    await other.query('COMMIT');
    await migrated;
    await other.query('SELECT note FROM busy');
  });

  test('build an index anew that was left half built, also when several begin at once', async () => {
    await expect(migrate(options, [AddsAnIndex1700000000001], quickly)).rejects.toThrow(
      'could not create unique index',
    );
    await other.query('DELETE FROM busy');
    await Promise.all([1, 2, 3].map(() => migrate(options, [AddsAnIndex1700000000001], quickly)));
    const { rows } = await other.query(
      `SELECT indisvalid, (SELECT count(*)::int FROM migrations) AS migrations FROM pg_index WHERE indexrelid = 'busy_by_number'::regclass`,
    );
    expect(rows).toEqual([{ indisvalid: true, migrations: 2 }]);
  });
});
