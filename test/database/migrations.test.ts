import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { databaseParts } from '../../src/app.module.js';
import { openDatabase } from '../../src/database/open-database.js';
import { startTestDatabase, type TestDatabase } from '../support/database.js';
import { inRange } from '../support/range.js';

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await startTestDatabase({ schema: 'none' });
});
afterAll(() => testDatabase.close());

const settings = () => ({
  DATABASE_URL: testDatabase.databaseUrl,
  MIGRATION_DATABASE_URL: undefined,
  DATABASE_POOL_SIZE: 2,
  DATA_DIR: testDatabase.dataDir,
});

/** What the schema is made of, as text that can be compared. */
async function schemaOf(dataSource: DataSource): Promise<readonly string[]> {
  const rows: { line: string }[] = await dataSource.query(`
    SELECT line FROM (
      SELECT concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default) AS line
        FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
      UNION ALL SELECT concat_ws(' ', 'index', indexdef) FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT concat_ws(' ', 'options', relname, reloptions::text) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND reloptions IS NOT NULL
      UNION ALL SELECT concat_ws(' ', 'function', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      UNION ALL SELECT concat_ws(' ', 'right', table_name, privilege_type) FROM information_schema.role_table_grants
        WHERE grantee = 'countersign_service' AND table_schema = 'public'
    ) AS lines WHERE line NOT LIKE '%migrations%' OR line LIKE 'right migrations %' ORDER BY line COLLATE "C"`);
  return rows.map((row) => row.line);
}

/** Runs `work` as the owner of the schema: the embedded database has one session, a server gets a connection of its own. */
async function asOwner<T>(work: (owner: DataSource) => Promise<T>): Promise<T> {
  const database = await openDatabase(settings(), databaseParts);
  try {
    if (database.embedded) {
      await database.dataSource.query('RESET ROLE');
      return await work(database.dataSource);
    }
    const owner = new DataSource({
      type: 'postgres',
      url: testDatabase.databaseUrl ?? '',
      migrations: [...migrations],
      migrationsTransactionMode: 'each',
    });
    await owner.initialize();
    try {
      return await work(owner);
    } finally {
      await owner.destroy();
    }
  } finally {
    await database.close();
  }
}

test('a command that takes the schema as it is says what to do where there is none', async () => {
  const opened = openDatabase(settings(), { ...databaseParts, migrations: [] });
  await expect(opened).rejects.toThrow('The database is empty: start the service once');
  // Called in another directory than the service it makes nothing there.
  const elsewhere = join(testDatabase.dataDir, 'elsewhere');
  const mistaken = openDatabase(
    { ...settings(), DATABASE_URL: undefined, DATA_DIR: elsewhere },
    { ...databaseParts, migrations: [] },
  );
  await expect(mistaken).rejects.toThrow(`There is no database in ${elsewhere}: run this where the service runs`);
  expect(existsSync(elsewhere)).toBe(false);
});

describe('the migrations', () => {
  test('run up, down one by one, and up again to the same schema', async () => {
    // Those that are released do not change any more: every day the newest, all of them to nothing in the long run.
    const last = inRange(migrations.length - 12, 0);
    await asOwner(async (owner) => {
      const full = await schemaOf(owner);
      expect(full).toContainEqual(expect.stringMatching(/^column api_key hash bytea/));
      let before = full;
      for (let left = migrations.length; left > last; left -= 1) {
        await owner.undoLastMigration();
        // Comparing takes longer than undoing.
        if (left % inRange(4, 1) !== 0) continue;
        const after = await schemaOf(owner);
        expect(after).not.toEqual(before);
        before = after;
      }
      if (last === 0) expect(await schemaOf(owner)).toEqual([]);
      await owner.runMigrations();
      expect(await schemaOf(owner)).toEqual(full);
    });
  });

  test('are listed in the order of their times, each once', () => {
    const times = migrations.map((migration) => Number(migration.name.slice(-13)));
    expect(times).toEqual([...new Set(times)].toSorted((one, other) => one - other));
  });

  test('leave nothing to do when the database is opened a second time', async () => {
    expect(await asOwner((owner) => owner.showMigrations())).toBe(false);
  });
});

describe('the role of the service', () => {
  test('reads and adds audit events, and can neither change nor remove one', async () => {
    const database = await openDatabase(settings(), databaseParts);
    try {
      const roles: unknown = await database.dataSource.query('SELECT current_user AS role');
      expect(roles).toEqual([{ role: 'countersign_service' }]);
      await expect(database.dataSource.query('SELECT count(*) FROM audit_event')).resolves.toHaveLength(1);
      for (const statement of [
        `UPDATE audit_event SET type = 'x'`,
        'DELETE FROM audit_event',
        'TRUNCATE audit_event',
        'DROP TABLE audit_event',
        'ALTER TABLE audit_event DISABLE TRIGGER ALL',
      ])
        await expect(database.dataSource.query(statement)).rejects.toThrow(/permission denied|must be owner/);
    } finally {
      await database.close();
    }
  });
});
