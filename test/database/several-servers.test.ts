import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { databaseParts } from '../../src/app.module.js';
import { readDatabaseUrl } from '../../src/config/database-url.js';
import { PresentPrimary } from '../../src/database/driver/present-primary.js';
import { type Database, openDatabase } from '../../src/database/open-database.js';
import { isDatabaseUnavailable } from '../../src/database/unavailable.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';
import { type Forwarder, startForwarder } from '../support/forwarder.js';

describe('several servers of which none is fast', () => {
  /** A server that needs so many milliseconds until it lets somebody in. */
  async function slow(milliseconds: number): Promise<Server> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        // AuthenticationOk, ReadyForQuery (PostgreSQL documentation, 55.7).
        const letIn = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
        setTimeout(() => socket.destroyed || socket.write(letIn), milliseconds).unref();
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return server;
  }

  test.each([
    ['', false],
    ['&connect_timeout=6', true],
  ])('are waited for as long as `connect_timeout` lets them: "%s"', async (option, found) => {
    const servers = [await slow(2_000), await slow(2_000)];
    const hosts = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
    const read = readDatabaseUrl(`postgresql://a:b@${hosts.join(',')}/db?target_session_attrs=any${option}`);
    if ('faults' in read) throw new Error(read.faults.join());
    const present = await new PresentPrimary(read.url).find().catch(() => null);
    for (const server of servers) server.close();
    expect(present !== null).toBe(found);
  });
});

const onServer = isServerGiven() ? describe : describe.skip;

onServer('a database on several servers', () => {
  const closers: (() => Promise<unknown>)[] = [];
  let testDatabase: TestDatabase;
  let forwarders: Forwarder[];
  let database: Database;

  /** Two places at which the same database is found, the first of them gone. */
  async function open(options: string): Promise<UnitOfWork> {
    testDatabase = await startTestDatabase();
    closers.unshift(() => testDatabase.close());
    const url = new URL(testDatabase.databaseUrl ?? '');
    const target = { host: url.hostname, port: Number(url.port || 5432) };
    forwarders = [await startForwarder(target), await startForwarder(target)];
    for (const forwarder of forwarders) closers.unshift(() => forwarder.cut());
    await forwarders[0]?.cut();
    const servers = forwarders.map(({ port }) => `127.0.0.1:${port}`).join(',');
    const DATABASE_URL = testDatabase.databaseUrl?.replace(url.host, servers).concat(options);
    database = await openDatabase(
      { DATABASE_URL, MIGRATION_DATABASE_URL: undefined, DATABASE_POOL_SIZE: 8, DATA_DIR: testDatabase.dataDir },
      databaseParts,
    );
    closers.unshift(() => database.close());
    return new UnitOfWork(database.dataSource);
  }

  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  const ask = (unitOfWork: UnitOfWork) => unitOfWork.lookups.query('SELECT 1 AS one');
  const write = (unitOfWork: UnitOfWork) =>
    unitOfWork.run((transaction) =>
      transaction.query(
        `INSERT INTO encryption_key_check (key_id, check_value, created_at) VALUES (gen_random_uuid(), '', now())`,
      ),
    );

  /** Until it works again; what fails meanwhile says that it may be tried again. */
  async function untilItWorks(work: () => Promise<unknown>): Promise<void> {
    for (let times = 0; times < 3_000; times += 1) {
      try {
        await work();
        return;
      } catch (error) {
        expect([error, isDatabaseUnavailable(error)]).toEqual([error, true]);
        await pause(20);
      }
    }
    throw new Error('It did not work again');
  }

  test('is opened at the one that is there, and followed to the other without being opened again', async () => {
    const unitOfWork = await open('?target_session_attrs=read-write');
    await Promise.all([ask(unitOfWork), write(unitOfWork)]);
    await forwarders[0]?.restore();
    await forwarders[1]?.cut();
    await untilItWorks(() => ask(unitOfWork));
    await untilItWorks(() => write(unitOfWork));
    await forwarders[1]?.restore();
    forwarders[0]?.silence();
    await untilItWorks(() => ask(unitOfWork));
    await untilItWorks(() => write(unitOfWork));
  });

  test('is left while it takes no writes, and used again when it does', async () => {
    const unitOfWork = await open('');
    const owner = new pg.Client({ connectionString: testDatabase.databaseUrl });
    await owner.connect();
    const { pathname } = new URL(testDatabase.databaseUrl ?? '');
    await owner.query(`ALTER DATABASE ${pathname.slice(1)} SET default_transaction_read_only = on`);
    await forwarders[1]?.cut();
    await forwarders[1]?.restore();
    const refused: unknown = await write(unitOfWork).catch((error: unknown) => error);
    expect([refused, isDatabaseUnavailable(refused)]).toEqual([refused, true]);
    const named: unknown = await write(unitOfWork).catch((error: unknown) => error);
    expect(String(named)).toMatch(/No server takes writes: .*127\.0\.0\.1:\d+.*127\.0\.0\.1:\d+/);
    await owner.query(`ALTER DATABASE ${pathname.slice(1)} RESET default_transaction_read_only`);
    await owner.end();
    await untilItWorks(() => write(unitOfWork));
  });

  test('is followed while the server that was lost is silent: another that takes writes by then is found without a further request', async () => {
    const unitOfWork = await open('?target_session_attrs=read-write');
    const owner = new pg.Client({ connectionString: testDatabase.databaseUrl });
    await owner.connect();
    const { pathname } = new URL(testDatabase.databaseUrl ?? '');
    await forwarders[0]?.restore();
    forwarders[0]?.silence();
    await owner.query(`ALTER DATABASE ${pathname.slice(1)} SET default_transaction_read_only = on`);
    await forwarders[1]?.cut();
    await forwarders[1]?.restore();
    // What is left of connections from before has to be met first.
    await write(unitOfWork).catch(() => undefined);
    const written = write(unitOfWork);
    await pause(300);
    await owner.query(`ALTER DATABASE ${pathname.slice(1)} RESET default_transaction_read_only`);
    await owner.end();
    await written;
  });
});
