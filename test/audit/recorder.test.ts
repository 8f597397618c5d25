import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkStreams } from '../../src/audit/check/check-streams.js';
import { envelopeStreamId } from '../../src/audit/format/stream.js';
import { disclosureContext, evidenceContext } from '../../src/audit/recorder/seal-contexts.js';
import { readEvidence } from '../../src/audit/recorder/sealable.js';
import type { AuditEventInput } from '../../src/audit/recording.js';
import { AuditParts } from './support/audit-parts.js';
import { openStream } from './support/open-stream.js';
import { hasPostgresql, type PostgresqlServer, startPostgresql } from './support/postgresql-server.js';

interface StoredEvent {
  readonly id: string;
  readonly sequence: string;
  readonly leaf: string;
  readonly leaf_hash: Buffer;
}

let server: PostgresqlServer | null = null;
beforeAll(async () => {
  if (hasPostgresql) server = await startPostgresql();
});
afterAll(async () => {
  await server?.stop();
});

describe.each(hasPostgresql ? ['embedded', 'server'] : ['embedded'])('recording on the %s database', (engine) => {
  let parts: AuditParts;
  beforeAll(async () => {
    parts = await AuditParts.open(engine === 'server' ? ((await server?.createDatabase()) ?? null) : null);
  });
  afterAll(async () => {
    await parts.close();
  });

  const stored = (envelopeId: string): Promise<StoredEvent[]> =>
    parts.database.dataSource.query(
      'SELECT id, sequence, leaf, leaf_hash FROM audit_event WHERE stream_id = $1 ORDER BY sequence',
      [envelopeStreamId(parts.tenantId, envelopeId)],
    );

  test('numbers the events of an envelope without gaps and chains each to the one before', async () => {
    const first = await parts.record('env-chain', [{ data: { step: 1 } }, { data: { step: 2 } }]);
    const second = await parts.record('env-chain', [{ data: { step: 3 } }]);
    expect([...first, ...second].map((event) => event.sequence)).toEqual([1, 2, 3]);
    const rows = await stored('env-chain');
    const leaves = rows.map((row) => JSON.parse(row.leaf) as { previous: string | null; sequence: number });
    expect(leaves.map((leaf) => leaf.previous)).toEqual([null, first[0]?.leafHash, first[1]?.leafHash]);
    for (const row of rows) {
      const hash = createHash('sha256')
        .update(Buffer.from([0]))
        .update(row.leaf)
        .digest();
      expect(row.leaf_hash.equals(hash)).toBe(true);
    }
  });

  test('writes nothing when the transaction rolls back', async () => {
    await parts.record('env-rollback', [{}]);
    const broken = parts.unitOfWork.run(async (transaction) => {
      const id = await openStream(transaction, parts.tenantId, 'env-rollback');
      await parts.recorder.record(transaction, [parts.event({ envelopeId: id })]);
      throw new Error('rolled back');
    });
    await expect(broken).rejects.toThrow('rolled back');
    const [next] = await parts.record('env-rollback', [{}]);
    expect(next?.sequence).toBe(2);
  });

  test('gives concurrent writers of one envelope one place each', async () => {
    const written = await Promise.all(Array.from({ length: 20 }, () => parts.record('env-busy', [{}, {}])));
    const sequences = written.flat().map((event) => event.sequence);
    expect(sequences.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  test('records into several streams in one call, tenant and envelope, whatever their order', async () => {
    const id = await openStream(parts.unitOfWork.reading, parts.tenantId, 'env-several');
    const record = (flip: boolean) =>
      parts.unitOfWork.run((transaction) => {
        const events = [parts.event({ envelopeId: id }), parts.event('tenant')];
        return parts.recorder.record(transaction, flip ? events.toReversed() : events);
      });
    const written = await Promise.all(Array.from({ length: 10 }, (_, index) => record(index % 2 === 0)));
    expect(written).toHaveLength(10);
    expect((await stored('env-several')).map((row) => Number(row.sequence))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('gives a user a stream of their own, which begins with its first event and passes the check', async () => {
    const userId = randomUUID();
    const record = () =>
      parts.unitOfWork.run((transaction) => parts.recorder.record(transaction, [parts.event({ userId })]));
    const written = (await Promise.all([record(), record(), record()])).flat();
    expect(written.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    const rows: StoredEvent[] = await parts.database.dataSource.query(
      'SELECT leaf FROM audit_event WHERE stream_id = $1 ORDER BY sequence',
      [userId],
    );
    const leaves = rows.map(({ leaf }) => JSON.parse(leaf) as { stream: string });
    expect(leaves.map(({ stream }) => stream)).toEqual(Array.from({ length: 3 }, () => `user:${userId}`));
    const checked = await checkStreams(
      parts.unitOfWork.reading,
      () => undefined,
      () => Promise.resolve(),
    );
    expect(checked).toBeGreaterThanOrEqual(3);
  });

  test('refuses a reference that would be named as something else', async () => {
    const record = (stream: AuditEventInput['stream']) =>
      parts.unitOfWork.run((transaction) => parts.recorder.record(transaction, [parts.event(stream)]));
    await expect(record({ userId: envelopeStreamId(parts.tenantId, 'env') })).rejects.toThrow('stream of a user');
    await expect(record({ envelopeId: randomUUID() })).rejects.toThrow('stream of an envelope');
  });

  test('puts only salted digests of personal data into the leaf, and seals values, bytes and salts beside it', async () => {
    const dataKeyId = await parts.makeDataKey();
    const bytes = Buffer.from('{"given_name":"John"}');
    const [event] = await parts.record('env-sealed', [
      {
        dataKeyId,
        disclosures: { subject: 'john@example.com' },
        evidence: [{ name: 'resource:userinfo', mediaType: 'application/json', bytes, retain: 'all' }],
      },
    ]);
    const [row] = await stored('env-sealed');
    expect(row?.leaf).not.toContain('john');
    const leaf = JSON.parse(row?.leaf ?? '') as {
      disclosures: Record<string, string>;
      evidence: Record<string, { digest: string }>;
    };
    const key = await parts.dataKeys.find(parts.unitOfWork.reading, parts.tenantId, dataKeyId);
    const sealed = async (table: string): Promise<Buffer> => {
      const rows: { sealed: Buffer }[] = await parts.database.dataSource.query(
        `SELECT sealed FROM ${table} WHERE event_id = $1`,
        [event?.id],
      );
      return rows[0]!.sealed;
    };
    const disclosed = key!.open(await sealed('audit_disclosure'), disclosureContext(parts.tenantId, event!.id));
    const { subject } = JSON.parse(disclosed.toString()) as { subject: { salt: string; value: string } };
    expect(subject.value).toBe('john@example.com');
    const salted = createHash('sha256').update(Buffer.from(subject.salt, 'hex')).update('"john@example.com"');
    expect(leaf.disclosures.subject).toBe(salted.digest('hex'));
    const context = evidenceContext(parts.tenantId, event!.id, 'resource:userinfo');
    const kept = readEvidence('all', key!.open(await sealed('audit_evidence'), context));
    expect(kept).toMatchObject({ retain: 'all', bytes });
    expect(leaf.evidence['resource:userinfo']?.digest).toBe(
      createHash('sha256').update(kept.salt).update(bytes).digest('hex'),
    );
  });

  test('records a claim with a lone surrogate instead of failing the login that brought it', async () => {
    const dataKeyId = await parts.makeDataKey();
    await parts.record('env-surrogate', [
      { dataKeyId, data: { detail: 'seen \ud800' }, disclosures: { name: 'J\udfffhn\u0000' } },
    ]);
    const [row] = await stored('env-surrogate');
    expect((JSON.parse(row!.leaf) as { data: { detail: string } }).data.detail).toBe('seen \ufffd');
  });

  test('refuses personal data without a data key to seal it under', async () => {
    await expect(parts.record('env-keyless', [{ disclosures: { subject: 'john' } }])).rejects.toThrow('data key');
  });

  test('keeps recording when the person has been erased, with digests that nothing opens', async () => {
    const dataKeyId = await parts.makeDataKey();
    await parts.unitOfWork.run((transaction) =>
      parts.dataKeys.destroy(transaction, parts.tenantId, dataKeyId, parts.clock.now()),
    );
    const [event] = await parts.record('env-erased', [{ dataKeyId, disclosures: { subject: 'john' } }]);
    const rows: unknown[] = await parts.database.dataSource.query(
      'SELECT 1 FROM audit_disclosure WHERE event_id = $1',
      [event?.id],
    );
    expect(rows).toEqual([]);
  });

  test.each([
    'UPDATE audit_event SET leaf = leaf',
    'DELETE FROM audit_event',
    'TRUNCATE audit_event',
    'UPDATE audit_leaf SET index = 1',
    'DELETE FROM audit_checkpoint',
  ])('the service may not run: %s', async (statement) => {
    await parts.record('env-kept', [{}]);
    await expect(parts.database.dataSource.query(statement)).rejects.toThrow(/permission denied|only ever added to/);
  });
});
