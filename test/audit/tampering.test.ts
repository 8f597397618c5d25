import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { CheckMark } from '../../src/audit/check/check-mark.js';
import { Difference } from '../../src/audit/check/difference.js';
import { envelopeStreamId } from '../../src/audit/format/stream.js';
import { EMPTY_ROOT } from '../../src/audit/log/compact-tree.js';
import { leafHash } from '../../src/audit/log/leaf-hash.js';
import { everyNth } from '../support/range.js';
import { AuditParts, ORIGIN } from './support/audit-parts.js';
import { KeptLog } from './support/kept-log.js';
import {
  dumpDatabase,
  hasPostgresql,
  type PostgresqlServer,
  restoreDatabase,
  startPostgresql,
} from './support/postgresql-server.js';

/** Somebody who may do anything to the database, and knows how the trail works. */
class Superuser {
  constructor(
    private readonly client: pg.Client,
    private readonly tenantId: string,
  ) {}

  async run(sql: string, parameters: readonly unknown[] = []): Promise<void> {
    const { rowCount } = await this.client.query(sql, [...parameters]);
    expect(rowCount).not.toBe(0);
  }

  stream(envelopeId: string): string {
    return envelopeStreamId(this.tenantId, envelopeId);
  }

  /** Adds an event with the right chain, as if it had been written by an old transaction. */
  async append(envelopeId: string): Promise<void> {
    const stream = this.stream(envelopeId);
    const { rows } = await this.client.query<{ leaf: string; hash: string }>(
      `SELECT leaf, encode(leaf_hash, 'hex') AS hash FROM audit_event WHERE stream_id = $1 ORDER BY sequence DESC LIMIT 1`,
      [stream],
    );
    const last = JSON.parse(rows[0]!.leaf) as { sequence: number };
    const sequence = last.sequence + 1;
    const id = randomUUID();
    const leaf = JSON.stringify({ ...last, id, sequence, previous: rows[0]!.hash });
    const values = [id, stream, sequence, leaf, leafHash(leaf)];
    await this.run(
      `INSERT INTO audit_event SELECT $1, '3', tenant_id, stream_id, $3, type, occurred_at, actor_type, actor_id, $4, $5
      FROM audit_event WHERE stream_id = $2 ORDER BY sequence DESC LIMIT 1`,
      values,
    );
    await this.run('UPDATE audit_stream SET event_count = $2, head = $3 WHERE id = $1', [stream, sequence, values[4]]);
  }

  /** Changes a leaf and hashes everything again that follows from it: chain, head, leaves of the log. */
  async rewrite(envelopeId: string, change: (leaf: Record<string, unknown>) => void): Promise<void> {
    const stream = this.stream(envelopeId);
    const { rows } = await this.client.query<{ id: string; leaf: string }>(
      'SELECT id, leaf FROM audit_event WHERE stream_id = $1 ORDER BY sequence',
      [stream],
    );
    let previous: string | null = null;
    for (const [index, row] of rows.entries()) {
      const leaf = { ...(JSON.parse(row.leaf) as Record<string, unknown>), previous };
      if (index === 0) change(leaf);
      const text = JSON.stringify(leaf);
      const hash = leafHash(text);
      previous = hash.toString('hex');
      await this.run('UPDATE audit_event SET leaf = $2, leaf_hash = $3 WHERE id = $1', [row.id, text, hash]);
      await this.run('UPDATE audit_leaf SET leaf_hash = $2 WHERE event_id = $1', [row.id, hash]);
      await this.run('UPDATE audit_stream SET head = $2 WHERE id = $1', [stream, hash]);
    }
  }
}

const describeOnServer = hasPostgresql ? describe : describe.skip;

describeOnServer('tampering by a superuser of the database', () => {
  let server: PostgresqlServer;
  let url: string;
  let installation: AuditParts;
  let client: pg.Client;
  let kept: KeptLog;
  /** Of the test: a process that has just started. */
  let parts: AuditParts;

  beforeAll(async () => {
    server = await startPostgresql();
    url = await server.createDatabase();
    installation = await AuditParts.open(url);
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await record(installation);
    kept = await KeptLog.of(installation, client);
  });
  afterAll(async () => {
    await client.end();
    await installation.close();
    await server.stop();
  });
  beforeEach(async () => {
    await kept.putBack();
    parts = installation.restarted();
  });

  async function record(parts: AuditParts): Promise<void> {
    const dataKeyId = await parts.makeDataKey();
    for (const envelope of ['env-1', 'env-2', 'env-3']) {
      await parts.record(envelope, [
        { type: 'signer_authentication.created', data: { envelope } },
        {
          type: 'attempt.resource_fetched',
          dataKeyId,
          disclosures: { subject: `john@${envelope}.example` },
          evidence: [
            {
              name: 'resource:userinfo',
              mediaType: 'application/json',
              bytes: Buffer.from(`{"${envelope}":1}`),
              retain: 'all',
            },
          ],
        },
        { type: 'signer_authentication.failed', data: { code: 'mapping.mismatched' } },
      ]);
    }
    await parts.sequenceAndPublish();
  }

  const tamper = (act: (superuser: Superuser) => Promise<void>) => act(new Superuser(client, installation.tenantId));

  test('finds nothing when nothing was done', async () => {
    const inOrder = { events: 9, leaves: 9, waiting: 0, checkpoints: 2 };
    await expect(parts.check()).resolves.toMatchObject(inOrder);
    await expect(parts.check([], sinceTheBeginning())).resolves.toMatchObject(inOrder);
    await expect(parts.checkInSlices(3)).resolves.toMatchObject(inOrder);
    await expect(parts.checkInThreads(3)).resolves.toMatchObject(inOrder);
  });

  test('threads open what is sealed too, and tell of a difference where it stands', async () => {
    await tamper((superuser) => superuser.run('DELETE FROM audit_disclosure'));
    await expect(parts.checkInThreads(3)).rejects.toThrow(
      /sequence 2\): the value subject is missing, and no event of the trail says that it was erased/,
    );
  });

  const acts: [string, (superuser: Superuser) => Promise<void>, RegExp][] = [
    [
      'edits an event',
      (superuser) =>
        superuser.run(
          `UPDATE audit_event SET leaf = replace(leaf, 'mapping.mismatched', 'x') WHERE stream_id = $1 AND sequence = 3`,
          [superuser.stream('env-1')],
        ),
      /sequence 3\): the leaf does not have its stored hash/,
    ],
    [
      'edits a column beside the leaf',
      (superuser) =>
        superuser.run(
          `UPDATE audit_event SET type = 'signer_authentication.succeeded' WHERE stream_id = $1 AND sequence = 3`,
          [superuser.stream('env-1')],
        ),
      /sequence 3\): the leaf says type "signer_authentication.failed", the row "signer_authentication.succeeded"/,
    ],
    [
      'edits an event and hashes its envelope again',
      (superuser) => superuser.rewrite('env-2', (leaf) => (leaf.data = { envelope: 'forged' })),
      /the published checkpoint: promises root|checkpoint of 9 events in the database: promises root/,
    ],
    [
      'writes what is no digest where one is promised, and hashes the envelope again',
      (superuser) => superuser.rewrite('env-2', (leaf) => (leaf.disclosures = { subject: 'none' })),
      /sequence 1\): the leaf's disclosures\.subject cannot be read: expected 64 lower-case hex digits/,
    ],
    [
      'deletes an event in the middle',
      (superuser) =>
        superuser.run('DELETE FROM audit_event WHERE stream_id = $1 AND sequence = 2', [superuser.stream('env-2')]),
      /sequence 3\): the stream lacks sequence 2/,
    ],
    [
      'reorders two events',
      async (superuser) => {
        const place = [superuser.stream('env-1')];
        await superuser.run('UPDATE audit_event SET sequence = -1 WHERE stream_id = $1 AND sequence = 2', place);
        await superuser.run('UPDATE audit_event SET sequence = 2 WHERE stream_id = $1 AND sequence = 3', place);
        await superuser.run('UPDATE audit_event SET sequence = 3 WHERE stream_id = $1 AND sequence = -1', place);
      },
      /sequence 2\): the leaf says sequence 3, the row 2/,
    ],
    [
      'inserts an event in the middle',
      async (superuser) => {
        const place = [superuser.stream('env-1')];
        await superuser.run('UPDATE audit_event SET sequence = 4 WHERE stream_id = $1 AND sequence = 3', place);
        await superuser.run(
          `INSERT INTO audit_event SELECT gen_random_uuid(), txid, tenant_id, stream_id, 3, type, occurred_at, actor_type,
            actor_id, leaf, leaf_hash FROM audit_event WHERE stream_id = $1 AND sequence = 2`,
          place,
        );
      },
      /sequence 3\): the leaf says id/,
    ],
    [
      'truncates the tail of an envelope',
      (superuser) =>
        superuser.run('DELETE FROM audit_event WHERE stream_id = $1 AND sequence = 3', [superuser.stream('env-3')]),
      /its head says 3 events ending with .* the rows are 2 ending with/,
    ],
    [
      'truncates the tail of an envelope and sets its head back',
      async (superuser) => {
        const place = [superuser.stream('env-3')];
        await superuser.run('DELETE FROM audit_event WHERE stream_id = $1 AND sequence = 3', place);
        await superuser.run(
          `UPDATE audit_stream SET event_count = 2, head = (SELECT leaf_hash FROM audit_event WHERE stream_id = $1 AND sequence = 2)
          WHERE id = $1`,
          place,
        );
      },
      /leaf \d: its event .* is missing/,
    ],
    [
      'removes an envelope and every trace of it from the log',
      async (superuser) => {
        const place = [superuser.stream('env-3')];
        await superuser.run(
          'DELETE FROM audit_leaf WHERE event_id IN (SELECT id FROM audit_event WHERE stream_id = $1)',
          place,
        );
        await superuser.run('DELETE FROM audit_event WHERE stream_id = $1', place);
        await superuser.run('DELETE FROM audit_stream WHERE id = $1', place);
        await superuser.run('UPDATE audit_tree SET size = 6');
        await superuser.run('DELETE FROM audit_checkpoint');
      },
      /the published checkpoint: promises 9 events, the log has 6/,
    ],
    [
      "swaps two envelopes' events",
      async (superuser) => {
        const [one, other] = [superuser.stream('env-1'), superuser.stream('env-2')];
        await superuser.run('UPDATE audit_event SET sequence = -sequence WHERE stream_id = $1', [one]);
        await superuser.run('UPDATE audit_event SET stream_id = $1 WHERE stream_id = $2', [one, other]);
        await superuser.run(
          'UPDATE audit_event SET stream_id = $2, sequence = -sequence WHERE stream_id = $1 AND sequence < 0',
          [one, other],
        );
      },
      /the leaf says stream "envelope:/,
    ],
    [
      "swaps two envelopes' names",
      async (superuser) => {
        await superuser.run(`UPDATE audit_stream SET envelope_id = 'env-2' WHERE id = $1`, [superuser.stream('env-1')]);
        await superuser.run(`UPDATE audit_stream SET envelope_id = 'env-1' WHERE id = $1`, [superuser.stream('env-2')]);
      },
      /is not the stream of that envelope/,
    ],
    [
      "takes an envelope's name off its stream",
      async (superuser) => {
        await superuser.run(
          'ALTER TABLE audit_stream DROP CONSTRAINT audit_stream_is_of_a_tenant_an_envelope_or_a_user',
        );
        await superuser.run('UPDATE audit_stream SET envelope_id = NULL WHERE id = $1', [superuser.stream('env-1')]);
      },
      /stream envelope:.*: names no envelope/,
    ],
    [
      'replaces the ciphertext of evidence',
      (superuser) =>
        superuser.run(`UPDATE audit_evidence SET sealed = set_byte(sealed, 20, (get_byte(sealed, 20) + 1) % 256)`),
      /sequence 2\): the evidence resource:userinfo does not open or does not have the digest in the leaf/,
    ],
    [
      'moves the evidence of one login to another',
      async (superuser) => {
        const evidence = `SELECT sealed FROM audit_evidence JOIN audit_event ON id = event_id WHERE stream_id = $1`;
        await superuser.run(
          `UPDATE audit_evidence SET sealed = (${evidence}) FROM audit_event WHERE id = event_id AND stream_id = $2`,
          [superuser.stream('env-1'), superuser.stream('env-2')],
        );
      },
      /the evidence resource:userinfo does not open/,
    ],
    [
      'deletes evidence without erasing the person',
      (superuser) => superuser.run('DELETE FROM audit_evidence'),
      /the evidence resource:userinfo is missing, and no event of the trail says that it was erased/,
    ],
    [
      'destroys a data key without an erasure',
      (superuser) => superuser.run('UPDATE data_key SET sealed = NULL, destroyed_at = now()'),
      /the value subject is missing, and no event of the trail/,
    ],
    [
      'replaces a data key',
      (superuser) =>
        superuser.run(`UPDATE data_key SET sealed = set_byte(sealed, 30, (get_byte(sealed, 30) + 1) % 256)`),
      /the value subject does not open/,
    ],
    [
      'edits a leaf of the log',
      (superuser) => superuser.run(`UPDATE audit_leaf SET leaf_hash = sha256('x') WHERE index = 4`),
      /leaf 4: its event .* has another hash/,
    ],
    [
      'swaps two leaves of the log',
      async (superuser) => {
        await superuser.run('UPDATE audit_leaf SET index = -1 WHERE index = 1');
        await superuser.run('UPDATE audit_leaf SET index = 1 WHERE index = 2');
        await superuser.run('UPDATE audit_leaf SET index = 2 WHERE index = -1');
      },
      /promises root/,
    ],
    [
      'deletes a leaf of the log',
      (superuser) => superuser.run('DELETE FROM audit_leaf WHERE index = 3'),
      /leaf 3: is missing/,
    ],
    [
      'edits a signed checkpoint',
      (superuser) => superuser.run(`UPDATE audit_checkpoint SET root = sha256('x')`),
      /its note says something else than its row/,
    ],
    [
      'forges a signed checkpoint',
      (superuser) => superuser.run(`UPDATE audit_checkpoint SET note = replace(note, E'\\n9\\n', E'\\n8\\n')`),
      /the signature of .* is not one over this note/,
    ],
    [
      'adds a perfect event to an envelope, dated before what the log has passed',
      (superuser) => superuser.append('env-1'),
      /is not in the log, though the log has gone on past it/,
    ],
  ];

  /** The mark of a check before anything was there: everything is new, and none of it is looked for by its stream. */
  const sinceTheBeginning = (): CheckMark => ({
    origin: ORIGIN,
    size: 0,
    root: EMPTY_ROOT,
    cursor: { txid: '0', id: '00000000-0000-0000-0000-000000000000' },
    wholeAt: new Date(),
  });

  test.each(everyNth(acts, 4))('who %s is found out', async (_what, act, difference) => {
    await tamper(act);
    await expect(parts.check()).rejects.toThrow(difference);
    await expect(parts.checkInSlices(3)).rejects.toThrow(difference);
    await expect(parts.check([], sinceTheBeginning())).rejects.toThrow(Difference);
  });

  describe('a check of what is new', () => {
    let mark: CheckMark;
    beforeEach(async () => {
      mark = { ...(await parts.check()).tree, origin: ORIGIN, wholeAt: new Date() };
      const dataKeyId = await parts.makeDataKey();
      await parts.record('env-1', [{ dataKeyId, disclosures: { subject: 'john' } }, {}]);
      await parts.record('env-4', [{}]);
      await parts.sequenceAndPublish();
    });

    test('counts no more than that, and goes on from one to the next', async () => {
      const report = await parts.check([], mark);
      expect(report).toMatchObject({ events: 3, leaves: 12, waiting: 0 });
      await expect(parts.check([], { ...mark, ...report.tree })).resolves.toMatchObject({ events: 0, leaves: 12 });
    });

    test('counts events that have no place in the log yet', async () => {
      await parts.record('env-5', [{}, {}]);
      await expect(parts.check([], mark)).resolves.toMatchObject({ events: 5, leaves: 12, waiting: 2 });
    });

    const news: [string, string, (stream: string) => readonly unknown[], RegExp][] = [
      [
        'edits a new event',
        `UPDATE audit_event SET leaf = leaf || ' ' WHERE stream_id = $1 AND sequence = 4`,
        (stream) => [stream],
        /sequence 4\): the leaf does not have its stored hash/,
      ],
      [
        'deletes the event before a new one',
        'DELETE FROM audit_event WHERE stream_id = $1 AND sequence = 3',
        (stream) => [stream],
        /sequence 4\): the stream lacks sequence 3/,
      ],
      [
        'deletes the event after a new one',
        'DELETE FROM audit_event WHERE stream_id = $1 AND sequence = 5',
        (stream) => [stream],
        /sequence 4\): the stream lacks sequence 5/,
      ],
      [
        'moves the head of a stream that went on',
        `UPDATE audit_stream SET head = sha256('x') WHERE id = $1`,
        (stream) => [stream],
        /its head says 5 events ending with/,
      ],
      [
        'deletes what is sealed beside a new event',
        'DELETE FROM audit_disclosure WHERE event_id = (SELECT id FROM audit_event WHERE stream_id = $1 AND sequence = 4)',
        (stream) => [stream],
        /the value subject is missing/,
      ],
      [
        'edits a leaf of the log that was checked before',
        `UPDATE audit_leaf SET leaf_hash = sha256('x') WHERE index = 4`,
        () => [],
        /the earlier check: promises root/,
      ],
    ];
    test.each(news)('finds who %s', async (_what, sql, parameters, difference) => {
      await tamper((superuser) => superuser.run(sql, parameters(superuser.stream('env-1'))));
      await expect(parts.check([], mark)).rejects.toThrow(difference);
    });

    test('believes what was checked before: only the whole check finds who edits that', async () => {
      const act = acts[0]?.[1];
      await tamper(async (superuser) => act?.(superuser));
      await expect(parts.check([], mark)).resolves.toMatchObject({ events: 3 });
      await expect(parts.check()).rejects.toThrow(/the leaf does not have its stored hash/);
    });
  });

  test('who rolls the whole database back is found out: nothing is signed, and the check says so', async () => {
    const before = dumpDatabase(url);
    await parts.record('env-4', [{}, {}]);
    await parts.sequenceAndPublish();
    const restored = await restoreDatabase(server, before);
    const older = await parts.onDatabase(restored);
    await older.record('env-5', [{}, {}, {}, {}]);
    await older.sequence();
    await expect(older.publisher.publish()).rejects.toThrow(/are not those that the checkpoint in .* promises/);
    await expect(older.check()).rejects.toThrow(/the published checkpoint: promises root/);
    await older.database.close();
  });
});
