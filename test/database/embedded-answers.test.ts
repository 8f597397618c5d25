import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { serialize } from 'pg-protocol';
import { startEmbeddedPostgresql } from '../../src/database/embedded-postgresql.js';
import { startTestDatabase } from '../support/database.js';

describe('the embedded database', () => {
  test('answers all messages of a statement by one write, because each wakes the thread that waits', async () => {
    const database = await startTestDatabase({ schema: 'none', serverUrl: '' });
    const embedded = await startEmbeddedPostgresql(database.dataDir);
    const socket = connect(join(embedded.connection.host ?? '', `.s.PGSQL.${embedded.connection.port}`));
    await once(socket, 'connect');
    const received: Buffer[] = [];
    socket.on('data', (data) => received.push(data));
    const answered = async (): Promise<readonly Buffer[]> => {
      // ReadyForQuery ends an answer.
      while (
        received
          .at(-1)
          ?.subarray(-6, -1)
          .equals(Buffer.from([0x5a, 0, 0, 0, 5])) !== true
      )
        await setTimeout(1);
      return received.splice(0);
    };
    socket.write(serialize.startup({ user: 'postgres', database: 'postgres' }));
    await answered();
    socket.write(
      Buffer.concat([
        serialize.parse({ text: 'SELECT $1::text AS said' }),
        serialize.bind({ values: ['one'] }),
        serialize.describe({ type: 'P' }),
        serialize.execute({}),
        serialize.sync(),
      ]),
    );
    const answer = await answered();
    expect(answer).toHaveLength(1);
    expect(String(answer[0])).toContain('said');
    socket.destroy();
    await embedded.close();
    await database.close();
  });
});
