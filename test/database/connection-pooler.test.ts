import { afterEach, describe, expect, test } from '@jest/globals';
import { databaseParts } from '../../src/app.module.js';
import { type Database, openDatabase } from '../../src/database/open-database.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';
import { startForwarder } from '../support/forwarder.js';

/** Parameters of a session that PgBouncer keeps for its client; it refuses every other one at the start. */
const KEPT = ['application_name', 'client_encoding', 'database', 'user'];

/** Names in a start-up message: length, protocol version, then names and values, each ended by a zero byte. */
function parametersOf(message: Buffer): string[] {
  const texts = message.subarray(8).toString('latin1').split('\0');
  return texts.filter((text, index) => index % 2 === 0 && text !== '');
}

const onServer = isServerGiven() ? describe : describe.skip;

onServer('through a connection pooler', () => {
  let testDatabase: TestDatabase;
  let database: Database | undefined;

  afterEach(async () => {
    await database?.close();
    await testDatabase.close();
  });

  test('a session asks for nothing that a pooler would have to know, and acts as the role of the service', async () => {
    testDatabase = await startTestDatabase();
    const url = new URL(testDatabase.databaseUrl ?? '');
    const seen = new Set<string>();
    const forwarder = await startForwarder({ host: url.hostname, port: Number(url.port) }, (bytes) => {
      for (const name of parametersOf(bytes)) seen.add(name);
    });
    url.hostname = '127.0.0.1';
    url.port = String(forwarder.port);
    const settings = { MIGRATION_DATABASE_URL: undefined, DATABASE_POOL_SIZE: 2, DATA_DIR: testDatabase.dataDir };
    database = await openDatabase({ DATABASE_URL: url.href, ...settings }, databaseParts);
    const roles: unknown[] = await database.dataSource.query('SELECT current_user AS role');
    expect(roles).toEqual([{ role: 'countersign_service' }]);
    expect([...seen].filter((name) => !KEPT.includes(name))).toEqual([]);
    expect(seen).toContain('user');
    await database.close();
    database = undefined;
    await forwarder.cut();
  });
});
