import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { beginNewOrigin } from '../../src/audit/checkpoints/begin-new-origin.js';
import { makeCheckpointKey, parseCheckpointKeys } from '../../src/audit/checkpoints/checkpoint-keys.js';
import { PromiseStore } from '../../src/audit/checkpoints/promise.store.js';
import { CheckpointPublisher } from '../../src/audit/checkpoints/publish-checkpoint.js';
import { parseCheckpoint } from '../../src/audit/log/checkpoint.js';
import { sequenceEvents } from '../../src/audit/sequencer/sequence-events.js';
import { TreeStore } from '../../src/audit/sequencer/tree.store.js';
import { inRange } from '../support/range.js';
import { AuditParts, ORIGIN } from './support/audit-parts.js';
import { KeptLog } from './support/kept-log.js';
import { startLogKeeper, untilItKeeps, untilKilled } from './support/log-keeper.js';
import { openStream } from './support/open-stream.js';
import {
  dumpDatabase,
  hasPostgresql,
  type PostgresqlServer,
  restoreDatabase,
  startPostgresql,
} from './support/postgresql-server.js';

const describeOnServer = hasPostgresql ? describe : describe.skip;

const WRITERS = inRange(16, 64);
/** Some of them share one. */
const STREAMS = (WRITERS * 3) / 4;
const EVENTS_A_ROUND = 25;
/** Of each writer. */
const ROUNDS = inRange(4, 63);
const EVENTS = WRITERS * ROUNDS * EVENTS_A_ROUND;

let server: PostgresqlServer;
let url: string;
let installation: AuditParts;
let client: pg.Client;
let kept: KeptLog;
/** Of the test: a process that has just started, on a log without events. */
let parts: AuditParts;

async function leaves(of = parts): Promise<{ index: number; sequence: number }[]> {
  const rows: { index: string; sequence: string }[] = await of.database.dataSource.query(
    'SELECT index, sequence FROM audit_leaf JOIN audit_event ON event_id = id ORDER BY index',
  );
  return rows.map((row) => ({ index: Number(row.index), sequence: Number(row.sequence) }));
}

/** More than it takes to restore a dump elsewhere. */
const TAKE_TRANSACTION_IDS = 'DO $$ BEGIN FOR taken IN 1..5000 LOOP PERFORM txid_current(); COMMIT; END LOOP; END $$';

/** The transaction that recorded the latest event. */
async function lastTransaction(of: AuditParts): Promise<number> {
  const [row]: { txid: string }[] = await of.database.dataSource.query(
    'SELECT txid FROM audit_event ORDER BY stream_id, sequence DESC LIMIT 1',
  );
  return Number(row?.txid);
}

test('sequences and publishes on the embedded database', async () => {
  const embedded = await AuditParts.open(null);
  await embedded.record('env-1', [{}, {}, {}]);
  await embedded.record('env-2', [{}]);
  expect((await embedded.sequenceAndPublish()).size).toBe(4);
  await expect(embedded.check()).resolves.toMatchObject({ events: 4, leaves: 4, waiting: 0 });
  // An instance that was given another key: what it signs nobody can verify who has the key that was handed out.
  const error = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
  const { published, checkpoints, unitOfWork } = embedded;
  const otherKeys = parseCheckpointKeys(makeCheckpointKey(), 'test');
  const stranger = new CheckpointPublisher(
    otherKeys,
    published,
    new TreeStore(),
    checkpoints,
    new PromiseStore(),
    unitOfWork,
  );
  await stranger.publish();
  expect(error.mock.calls).toEqual([
    [expect.stringMatching(/4 events, is not signed by this instance's key: no trusted/)],
  ]);
  error.mockRestore();
  // Two requests at once: the one that read the smaller tree must not write last.
  const { publisher } = embedded;
  const write = published.write.bind(published);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = jest.spyOn(published, 'write').mockImplementationOnce(async (note) => {
    await held;
    await write(note);
  });
  await embedded.record('env-2', [{}]);
  await embedded.sequence();
  const first = publisher.publish();
  while (slow.mock.calls.length === 0) await sleep(5);
  await embedded.record('env-2', [{}]);
  await embedded.sequence();
  const second = publisher.publish();
  await Promise.race([second, sleep(100)]);
  release();
  expect([(await first).size, (await second).size]).toEqual([5, 6]);
  expect(parseCheckpoint((await published.read()) ?? '')).toMatchObject({ size: 6 });
  await embedded.close();
});

if (hasPostgresql) {
  beforeAll(async () => {
    // Transactions of others on the same server would hold its events up, and these tests say which do.
    server = await startPostgresql({ ownServer: true });
    url = await server.createDatabase();
    installation = await AuditParts.open(url, 70);
    client = new pg.Client({ connectionString: url });
    await client.connect();
    kept = await KeptLog.of(installation, client);
  });
  beforeEach(async () => {
    await kept.putBack();
    parts = installation.restarted();
  });
  afterAll(async () => {
    await client.end();
    await installation.close();
    await server.stop();
  });
}

describeOnServer('the sequencer', () => {
  test('keeps the order of one transaction', async () => {
    await parts.record(
      'env-1',
      Array.from({ length: 30 }, () => ({})),
    );
    await parts.sequence();
    expect((await leaves()).map((leaf) => leaf.sequence)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  test('waits for a transaction that began earlier and is still open, and then takes its events first', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let began: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (began = resolve));
    const slow = parts.unitOfWork.run(async (transaction) => {
      const id = await openStream(transaction, parts.tenantId, 'env-slow');
      await parts.recorder.record(transaction, [parts.event({ envelopeId: id })]);
      began();
      await held;
    });
    await hasBegun;
    await parts.record('env-fast', [{}, {}]);
    await parts.sequenceWhatIsDue();
    expect(await leaves()).toEqual([]);
    letGo();
    await slow;
    await parts.sequence();
    expect((await leaves()).map((leaf) => leaf.sequence)).toEqual([1, 1, 2]);
  });

  test('is done by one leader at a time: a second one stands back', async () => {
    await parts.record('env-1', [{}]);
    const second = await parts.unitOfWork.run(async (transaction) => {
      await sequenceEvents(transaction);
      return parts.unitOfWork.run(sequenceEvents);
    });
    expect(second).toBeNull();
    expect(await leaves()).toHaveLength(1);
  });

  test(`loses and repeats none of ${EVENTS} events from ${WRITERS} concurrent writers, with two leaders at once`, async () => {
    const other = await parts.onDatabase(url);
    const state = { writing: true };
    const lead = async (by: AuditParts): Promise<void> => {
      while (state.writing) {
        await by.unitOfWork.run(sequenceEvents);
        await by.publisher.publish();
      }
    };
    const leaders = [lead(parts), lead(other)];
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let round = 0; round < ROUNDS; round += 1) {
          await parts.record(
            `env-${writer % STREAMS}`,
            Array.from({ length: EVENTS_A_ROUND }, () => ({ data: { writer, round } })),
          );
        }
      }),
    );
    state.writing = false;
    await Promise.all(leaders);
    await parts.sequenceAndPublish();
    const report = await parts.check();
    expect(report).toMatchObject({ events: EVENTS, leaves: EVENTS, waiting: 0 });
    expect(report.checkpoints).toBeGreaterThan(2);
    await other.database.close();
  }, 240_000);

  const gaps = [
    'between signing and storing',
    'between storing and publishing',
    'between committing and signing',
    'before the leaves are committed',
    'before the checkpoint is committed',
    'after publishing',
  ];

  test.each(gaps.slice(0, inRange(1, gaps.length)))('survives kill -9 %s', async (gap) => {
    await parts.record('env-1', [{}, {}]);
    await parts.sequenceAndPublish();
    const before = await readFile(parts.published.place, 'utf8');
    await parts.record(
      'env-1',
      Array.from({ length: 300 }, () => ({})),
    );
    const keeper = startLogKeeper(parts, url, gap);
    await untilKilled(keeper);
    const stored: { note: string }[] = await parts.database.dataSource.query(
      'SELECT note FROM audit_checkpoint WHERE size = 302',
    );
    expect((await parts.sequenceAndPublish()).size).toBe(302);
    const after = await readFile(parts.published.place, 'utf8');
    // What was signed before the crash is signed again byte for byte.
    if (stored[0] !== undefined) expect(after).toBe(stored[0].note);
    await expect(parts.check([{ holder: 'before the crash', note: before }])).resolves.toMatchObject({
      leaves: 302,
      waiting: 0,
    });
  });

  test('survives kill -9 at any moment while others write, and never signs two trees that contradict', async () => {
    const notes: string[] = [];
    const state = { writing: true };
    const writer = (async () => {
      while (state.writing) {
        await parts.record('env-1', [{}, {}, {}]);
        // Most of the time the keeper is starting, which takes as long as a thousand of these.
        await sleep(inRange(5, 0));
      }
    })();
    for (let round = 0; round < inRange(1, 6); round += 1) {
      const keeper = startLogKeeper(parts, url);
      await untilItKeeps(keeper);
      await sleep(7 * round);
      keeper.kill('SIGKILL');
      await untilKilled(keeper);
      notes.push(await readFile(parts.published.place, 'utf8'));
    }
    state.writing = false;
    await writer;
    await parts.sequenceAndPublish();
    await expect(parts.check(notes.map((note) => ({ holder: 'kept', note })))).resolves.toMatchObject({ waiting: 0 });
  });
});

describeOnServer('after a dump and restore', () => {
  test('the log goes on where transaction ids start again, with what was not sequenced before', async () => {
    await parts.database.dataSource.query(TAKE_TRANSACTION_IDS);
    await parts.record('env-1', [{}]);
    await parts.sequenceAndPublish();
    await parts.record('env-1', [{}, {}]);
    const elsewhere = await startPostgresql({ ownServer: true });
    const restored = await parts.onDatabase(await restoreDatabase(elsewhere, dumpDatabase(url)));
    await restored.record('env-1', [{}]);
    expect(await lastTransaction(restored)).toBeLessThan(await lastTransaction(parts));
    expect((await restored.sequenceAndPublish()).size).toBe(4);
    await restored.record('env-2', [{}, {}]);
    expect((await restored.sequenceAndPublish()).size).toBe(6);
    await expect(restored.check()).resolves.toMatchObject({ leaves: 6, waiting: 0 });
    await restored.database.close();
    await elsewhere.stop();
  });

  test('of an older state nothing is signed, and an explicit new origin goes on', async () => {
    await parts.record('env-1', [{}]);
    await parts.sequenceAndPublish();
    const dump = dumpDatabase(url);
    await parts.record('env-1', [{}]);
    await parts.sequenceAndPublish();
    const promised = await readFile(parts.published.place, 'utf8');
    const older = await parts.onDatabase(await restoreDatabase(server, dump));
    await expect(older.publisher.publish()).rejects.toThrow(/promises 2 events and the database has 1/);
    expect(await readFile(parts.published.place, 'utf8')).toBe(promised);

    const begun = await beginNewOrigin(older, 'disk lost', new Date('2030-01-31T12:00:00.000Z'));
    expect(begun?.origin).toBe(`${ORIGIN}/2030-01-31T12:00:00.000Z`);
    expect(await older.publisher.publish()).toMatchObject({ origin: begun?.origin, size: 1 });
    expect(parseCheckpoint(await readFile(parts.published.place, 'utf8')).origin).toBe(begun?.origin);
    // The database that still has the old origin cannot go on beside it.
    await expect(parts.publisher.publish()).rejects.toThrow(/which this database does not know/);
    await older.database.close();
  });

  test('what one instance has promised holds for all, with a checkpoint file each, and a new origin records it', async () => {
    await parts.record('env-1', [{}]);
    await parts.sequenceAndPublish();
    const dump = dumpDatabase(url);
    await parts.record('env-1', [{}]);
    await parts.sequenceAndPublish();
    // A standby that was behind takes over; the other instance has a file of its own, which knows nothing of the second event.
    const restoredUrl = await restoreDatabase(server, dump);
    const first = await parts.onDatabase(restoredUrl);
    const second = await parts.onDatabase(restoredUrl, 'checkpoint-of-the-second');
    await expect(second.publisher.publish()).resolves.toMatchObject({ size: 1 });
    await expect(first.publisher.publish()).rejects.toThrow(/promises 2 events and the database has 1/);
    await expect(second.publisher.publish()).rejects.toThrow(
      /A checkpoint of 2 events, kept in .*checkpoint by an instance/,
    );
    // Whoever refuses says that the check names the difference, wherever it is made.
    await expect(second.check()).rejects.toThrow(
      /kept in .*checkpoint by an instance.*promises 2 events, the log has 1/,
    );
    await second.record('env-2', [{}, {}]);
    await second.sequenceWhatIsDueOnce();
    expect(await leaves(second)).toHaveLength(1);

    const begun = await beginNewOrigin(second, 'a standby was behind', new Date('2030-01-31T12:00:00.000Z'));
    expect(begun?.refusal).toMatch(/A checkpoint of 2 events/);
    await second.sequence();
    expect(await second.publisher.publish()).toMatchObject({ origin: begun?.origin, size: 3 });
    await expect(first.publisher.publish()).resolves.toMatchObject({ origin: begun?.origin, size: 3 });
    const kept: unknown[] = await second.database.dataSource.query(
      'SELECT origin_number, size, kept_in FROM audit_promise',
    );
    expect(kept).toEqual([{ origin_number: 1, size: '2', kept_in: first.published.place }]);
    await expect(second.check()).resolves.toMatchObject({ leaves: 3 });
    await first.database.close();
    await second.database.close();
  });

  test('a checkpoint that another instance signed is kept in the file of whoever serves it', async () => {
    await parts.record('env-1', [{}]);
    const signed = await parts.publisher.publish();
    await parts.sequence();
    const larger = await parts.publisher.publish();
    const other = await parts.onDatabase(url, 'checkpoint-of-the-other');
    const [origin] = await other.checkpoints.origins(other.unitOfWork.reading);
    const latest = await other.checkpoints.latest(other.unitOfWork.reading, origin!);
    await other.publisher.remember(latest!, origin!);
    expect(signed.size).toBe(0);
    expect(parseCheckpoint((await other.published.read())!)).toMatchObject({ size: larger.size });
    await other.database.close();
  });

  test('after another server has taken over nothing is added until all instances had time to tell what they promised', async () => {
    await parts.record('env-1', [{}]);
    await parts.sequence();
    await parts.database.dataSource.query(`UPDATE audit_tree SET timeline = '00000000'`);
    await parts.record('env-1', [{}]);
    await parts.sequenceWhatIsDueOnce();
    await parts.sequenceWhatIsDueOnce();
    expect(await leaves()).toHaveLength(1);
    await parts.database.dataSource.query(`UPDATE audit_tree SET taken_over_at = taken_over_at - interval '1 minute'`);
    await parts.sequence();
    expect(await leaves()).toHaveLength(2);
  });

  test('a new origin is refused while the present one can go on', async () => {
    await parts.record('env-1', [{}]);
    await parts.sequenceAndPublish();
    await expect(beginNewOrigin(parts, 'no reason', new Date())).resolves.toBeNull();
  });

  test('a checkpoint file that is no checkpoint is not written over', async () => {
    await writeFile(parts.published.place, 'something else');
    await expect(parts.publisher.publish()).rejects.toThrow(/is no checkpoint/);
    expect(await readFile(parts.published.place, 'utf8')).toBe('something else');
  });
});
