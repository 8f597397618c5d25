import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { databaseParts } from '../../src/app.module.js';
import { type Database, openDatabase } from '../../src/database/open-database.js';
import { startTestDatabase, type TestDatabase } from '../support/database.js';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await startTestDatabase();
  const { databaseUrl, dataDir } = testDatabase;
  const settings = {
    DATABASE_URL: databaseUrl,
    MIGRATION_DATABASE_URL: undefined,
    DATABASE_POOL_SIZE: 2,
    DATA_DIR: dataDir,
  };
  database = await openDatabase(settings, databaseParts);
});
afterAll(async () => {
  await database.close();
  await testDatabase.close();
});

const tenant = randomUUID();
const provider = randomUUID();
const query = (text: string, values: unknown[] = []) => database.dataSource.query<unknown[]>(text, values);
const insert = (columns: string, ...values: unknown[]) =>
  query(
    `INSERT INTO credential (id, tenant_id, purpose, version, first_revision, sealed, generated, set_at, usable_from, ${columns})
     VALUES (gen_random_uuid(), $1, 'client_secret', $2, 1, '\\x00', false, now(), now(), ${values.map((_, index) => `$${index + 3}`).join(', ')})
     RETURNING owner_kind, owner_id, provider_id`,
    [tenant, (version += 1), ...values],
  );
let version = 0;

it('is filled in for an instance of the version before, which knows providers only, and readable to it', async () => {
  await query(`INSERT INTO tenant (id, name, display_name, created_at) VALUES ($1, 'owners', 'Owners', now())`, [
    tenant,
  ]);
  await query(
    `INSERT INTO provider (id, tenant_id, name, enabled, revision, credential_version, created_at, updated_at)
     VALUES ($1, $2, 'owner', true, 1, 1, now(), now())`,
    [provider, tenant],
  );
  const owned = [{ owner_kind: 'provider', owner_id: provider, provider_id: provider }];
  expect(await insert('provider_id', provider)).toEqual(owned);
  expect(await insert('owner_kind, owner_id', 'provider', provider)).toEqual(owned);
});

it('exists, and is of a kind that is known', async () => {
  await expect(insert('owner_kind, owner_id', 'provider', randomUUID())).rejects.toThrow('foreign key');
  await expect(insert('owner_kind, owner_id', 'unheard_of', randomUUID())).rejects.toThrow('check constraint');
});
