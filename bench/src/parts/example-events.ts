import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { serviceModule } from '../processes/built-service.js';

interface Leaf {
  readonly text: string;
  readonly hash: Buffer;
}

/** What of the service makes leaves. */
export interface LeafModule {
  buildLeaf(parts: Readonly<Record<string, unknown>>): Leaf;
}

const timeOf = (sequence: number): string => new Date(1_790_000_000_000 + sequence * 1000).toISOString();

/**
 * Members of an event as a login leaves it, a kilobyte as a leaf.
 * @param personal with digests of personal data, which have to be stored sealed beside it
 */
export function exampleLeafParts(
  tenantId: string,
  streamId: string,
  sequence: number,
  previous: Buffer | null,
  personal: boolean,
  { type = 'id_token.verified', time = timeOf(sequence) }: { readonly type?: string; readonly time?: string } = {},
): Readonly<Record<string, unknown>> {
  const digest = (): string => randomBytes(32).toString('hex');
  return {
    id: randomUUID(),
    tenant: tenantId,
    stream: `envelope:${streamId}`,
    sequence,
    previous: previous?.toString('hex') ?? null,
    type,
    time,
    actor: { type: 'signer', id: streamId },
    correlationId: streamId,
    signerAuthenticationId: streamId,
    attemptId: streamId,
    data: {
      provider: 'id-token',
      revisionHash: digest(),
      algorithm: 'ES256',
      thumbprint: digest(),
      relaxations: [],
      // As long as the digests of personal data that it leaves out.
      ...(personal ? {} : { other: [digest(), digest(), digest(), digest(), digest()].join(' ') }),
    },
    ...(personal
      ? {
          disclosures: { subject: digest(), email: digest() },
          evidence: { id_token: { bytes: 800, digest: digest(), mediaType: 'application/jwt', retain: 'all' } },
          dataKeyId: streamId,
        }
      : {}),
  };
}

interface StreamModule {
  envelopeStreamId(tenantId: string, externalEnvelopeId: string): string;
}

interface EventIdModule {
  nextEventId(
    previous: EventIdState,
    now: number,
    random: Uint8Array,
  ): { readonly id: string; readonly state: EventIdState };
}

interface EventIdState {
  readonly milliseconds: number;
  readonly counter: number;
}

/** What makes events as the service does. */
export interface EventMakers {
  readonly buildLeaf: LeafModule['buildLeaf'];
  readonly streamIdOf: StreamModule['envelopeStreamId'];
  /** Ids that grow, as the service's do: the log's order and the indexes follow them. */
  nextId(): string;
}

export async function eventMakers(): Promise<EventMakers> {
  const { buildLeaf } = await serviceModule<LeafModule>('audit/format/leaf.js');
  const { envelopeStreamId } = await serviceModule<StreamModule>('audit/format/stream.js');
  const { nextEventId } = await serviceModule<EventIdModule>('audit/format/event-id.js');
  let state: EventIdState = { milliseconds: 0, counter: 0 };
  const nextId = (): string => {
    const next = nextEventId(state, Date.now(), randomBytes(8));
    state = next.state;
    return next.id;
  };
  return { buildLeaf, streamIdOf: envelopeStreamId, nextId };
}

/** Events of one envelope in this benchmark, about what three logins leave. */
const EVENTS_PER_ENVELOPE = 25;

/** What events are, where it matters. */
export interface EventKind {
  /** Default `id_token.verified`, which no listener is told of. */
  readonly type?: string;
  /** Of one envelope. Default 25. */
  readonly perEnvelope?: number;
  /** Whether they happen now; default: one after the other, long ago. */
  readonly now?: boolean;
}
const BATCH = 5_000;

/** Inserts envelopes full of well-formed, chained events, many rows per statement. */
export async function insertEvents(
  databaseUrl: string,
  tenantId: string,
  count: number,
  kind: EventKind = {},
): Promise<void> {
  const make = await eventMakers();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let done = 0; done < count; done += BATCH)
      await insertBatch(client, make, tenantId, Math.min(BATCH, count - done), kind);
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

/** Inserts chained events of envelopes of their own in one transaction. */
export async function insertBatch(
  client: pg.Client,
  make: EventMakers,
  tenantId: string,
  count: number,
  { type = 'id_token.verified', perEnvelope = EVENTS_PER_ENVELOPE, now = false }: EventKind = {},
): Promise<void> {
  const rows: [id: string, stream: string, sequence: number, time: string, leaf: string, hash: Buffer][] = [];
  const heads: [stream: string, externalId: string, count: number, head: Buffer][] = [];
  for (let envelope = 0; envelope < count / perEnvelope; envelope += 1) {
    const externalId = randomUUID();
    const stream = make.streamIdOf(tenantId, externalId);
    let previous: Buffer | null = null;
    for (let sequence = 1; sequence <= perEnvelope; sequence += 1) {
      const id = make.nextId();
      const time = now ? new Date().toISOString() : timeOf(sequence);
      const parts = { ...exampleLeafParts(tenantId, stream, sequence, previous, false, { type, time }), id };
      const leaf = make.buildLeaf(parts);
      rows.push([id, stream, sequence, time, leaf.text, leaf.hash]);
      previous = leaf.hash;
    }
    if (previous !== null) heads.push([stream, externalId, perEnvelope, previous]);
  }
  const column = <Row extends readonly unknown[]>(table: readonly Row[], index: number): unknown[] =>
    table.map((row) => row[index]);
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO audit_stream (id, tenant_id, envelope_id, event_count, head)
     SELECT id, $1, envelope_id, event_count, head
     FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::bytea[]) AS made (id, envelope_id, event_count, head)`,
    [tenantId, ...[0, 1, 2, 3].map((index) => column(heads, index))],
  );
  await client.query(
    `INSERT INTO audit_event (id, tenant_id, stream_id, sequence, type, occurred_at, actor_type, actor_id, leaf, leaf_hash)
     SELECT id, $1, stream, sequence, $8, at, 'signer', stream::text, leaf, hash
     FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::text[], $7::bytea[])
       AS made (id, stream, sequence, at, leaf, hash)`,
    [tenantId, ...[0, 1, 2, 3, 4, 5].map((index) => column(rows, index)), type],
  );
  await client.query('COMMIT');
}
