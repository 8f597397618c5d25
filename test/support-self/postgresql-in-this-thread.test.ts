import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { serialize } from 'pg-protocol';
import type { EmbeddedPostgresql } from '../../src/database/embedded-postgresql.js';
import type { ConnectionInThisThread } from '../support/database/connection-in-this-thread.js';
import { startPostgresqlInThisThread } from '../support/database/postgresql-in-this-thread.js';
import { startTestDatabase, type TestDatabase } from '../support/database.js';

describe('the embedded database in the thread of a test', () => {
  let database: TestDatabase;
  let embedded: EmbeddedPostgresql;

  beforeAll(async () => {
    database = await startTestDatabase({ schema: 'none', serverUrl: '' });
    embedded = await startPostgresqlInThisThread(database.dataDir);
  });

  afterAll(async () => {
    await embedded.close();
    await database.close();
  });

  const connected = async (): Promise<pg.Client> => {
    const client = new pg.Client({ ...embedded.connection, user: 'postgres', database: 'postgres' });
    await client.connect();
    return client;
  };

  it('answers as over its socket: rows, faults by their code, and what is asked after a fault', async () => {
    const client = await connected();
    const long = 'x'.repeat(2_000_000);
    expect((await client.query('SELECT $1::text AS said', [long])).rows).toEqual([{ said: long }]);
    await expect(client.query('SELECT $1::int', ['one'])).rejects.toMatchObject({ code: '22P02' });
    await expect(client.query('SELEC 1')).rejects.toMatchObject({ code: '42601' });
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  it('undoes what a connection leaves open that ends in the middle', async () => {
    const lost = await connected();
    lost.on('error', () => undefined);
    await lost.query('CREATE TABLE note (text text)');
    await lost.query('BEGIN');
    await lost.query("INSERT INTO note VALUES ('never committed')");
    const ended = new Promise((done) => lost.once('end', done));
    (lost as unknown as { connection: { stream: ConnectionInThisThread } }).connection.stream.destroy();
    await ended;
    const next = await connected();
    expect((await next.query('SELECT * FROM note')).rows).toEqual([]);
    await next.end();
  });

  it('reads messages however they are cut', async () => {
    const { stream } = embedded.connection;
    if (typeof stream !== 'function') throw new Error('There is no stream');
    const connection = stream() as ConnectionInThisThread;
    let answered = '';
    connection.on('data', (data: Buffer) => (answered += data.toString('latin1')));
    const messages = Buffer.concat([
      serialize.startup({ user: 'postgres', database: 'postgres' }),
      serialize.parse({ text: 'SELECT $1::text AS said' }),
      serialize.bind({ values: ['in pieces'] }),
      serialize.execute({}),
      serialize.sync(),
      serialize.end(),
    ]);
    for (const byte of messages) connection.write(Buffer.of(byte));
    await new Promise((done) => connection.once('close', done));
    expect(answered).toContain('in pieces');
  });
});
