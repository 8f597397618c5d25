import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextEventId } from '../../../src/audit/format/event-id.js';
import { buildLeaf, LEAF_LIMIT_BYTES, type LeafParts, LeafTooLargeError } from '../../../src/audit/format/leaf.js';
import { leafSchema, sealedMembersSchema } from '../../../src/audit/format/leaf.schema.js';
import { disclosureDigest, saltedDigest } from '../../../src/audit/format/salted-digest.js';
import { arePlainlySealedMembers } from '../../../src/audit/format/sealed-members.js';
import { envelopeStreamId, streamName } from '../../../src/audit/format/stream.js';
import { canonicalize } from '../support/independent-canonical-json.js';
import { readVectors } from '../support/vectors.js';

interface LeafVectors {
  readonly leaves: readonly { readonly parts: LeafParts; readonly text: string; readonly hash: string }[];
  readonly disclosures: readonly {
    readonly salt: string;
    readonly value: string | number;
    readonly digest: string;
  }[];
  readonly envelopeStreams: readonly {
    readonly tenantId: string;
    readonly envelopeId: string;
    readonly streamId: string;
  }[];
}

const vectors = readVectors('leaves.json') as LeafVectors;
const parts = vectors.leaves[0]!.parts;

describe('leaves of countersign-event/1', () => {
  test.each(vectors.leaves)('are stored for good: $parts.type', ({ parts: given, text, hash }) => {
    const leaf = buildLeaf(given);
    expect(leaf.text).toBe(text);
    expect(leaf.hash.toString('hex')).toBe(hash);
    expect(createHash('sha256').update(`\0${text}`).digest('hex')).toBe(hash);
  });

  test('are canonical whatever they carry', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const { text } = buildLeaf({ ...parts, data: data as LeafParts['data'] });
        expect(text).toBe(canonicalize(JSON.parse(text)));
        expect(text).not.toContain('\n');
      }),
    );
  });

  test('have less than 64 KiB', () => {
    const room = LEAF_LIMIT_BYTES - 1 - Buffer.byteLength(buildLeaf({ ...parts, data: { fill: '' } }).text);
    expect(Buffer.byteLength(buildLeaf({ ...parts, data: { fill: 'x'.repeat(room) } }).text)).toBe(65_535);
    expect(() => buildLeaf({ ...parts, data: { fill: 'x'.repeat(room + 1) } })).toThrow(LeafTooLargeError);
  });
});

describe('salted digests', () => {
  test.each(vectors.disclosures)('of $value are stored for good', ({ salt, value, digest }) => {
    expect(disclosureDigest(Buffer.from(salt, 'hex'), value)).toBe(digest);
  });

  test('are plain SHA-256 over salt and bytes', () => {
    const salt = Buffer.alloc(16, 7);
    const plain = createHash('sha256')
      .update(Buffer.concat([salt, Buffer.from('body')]))
      .digest('hex');
    expect(saltedDigest(salt, 'body')).toBe(plain);
  });

  test('need a salt of 128 bits', () => {
    expect(() => saltedDigest(Buffer.alloc(15), 'body')).toThrow(RangeError);
  });
});

describe('streams', () => {
  test.each(vectors.envelopeStreams)('envelope $envelopeId has its stream for good', (vector) => {
    expect(envelopeStreamId(vector.tenantId, vector.envelopeId)).toBe(vector.streamId);
  });

  test('the same envelope id at two tenants has two streams', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.string(), (a, b, envelopeId) => {
        fc.pre(a !== b);
        expect(envelopeStreamId(a, envelopeId)).not.toBe(envelopeStreamId(b, envelopeId));
      }),
    );
  });

  test('a tenant has one of its own', () => {
    const tenant = '6f1f2d4e-8a43-4f0e-9a52-8a4d5e0c1b2a';
    expect(streamName(tenant, tenant)).toBe('tenant');
  });
});

describe('names of streams', () => {
  const tenant = '6f1f2d4e-8a43-4f0e-9a52-8a4d5e0c1b2a';

  test('an envelope’s is told by its id', () => {
    const id = envelopeStreamId(tenant, 'env-1');
    expect(streamName(id, tenant)).toBe(`envelope:${id}`);
  });

  test('a user’s is told by theirs', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 4 }), (id) => {
        fc.pre(id !== tenant);
        expect(streamName(id, tenant)).toBe(`user:${id}`);
      }),
    );
  });

  test.each(['tenant', `envelope:${tenant}`, `user:${tenant}`])('a leaf may say %s', (stream) => {
    expect(leafSchema.shape.stream.safeParse(stream).success).toBe(true);
  });

  test.each(['user', 'users:x', `group:${tenant}`, `user:${tenant} `])('a leaf may not say %s', (stream) => {
    expect(leafSchema.shape.stream.safeParse(stream).success).toBe(false);
  });
});

describe('event ids', () => {
  test('always grow, also when the clock steps back or stands still', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** 45), { minLength: 2 }), (times) => {
        let state = { milliseconds: 0, counter: 0 };
        const ids = times.map((time) => {
          const next = nextEventId(state, time, Buffer.alloc(8, 0xff));
          state = next.state;
          return next.id;
        });
        expect(ids).toEqual(ids.toSorted());
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  test('outlast more than 4,096 events in one millisecond', () => {
    let state = { milliseconds: 1_800_000_000_000, counter: 0xfff };
    state = nextEventId(state, 1_800_000_000_000, Buffer.alloc(8)).state;
    expect(state).toEqual({ milliseconds: 1_800_000_000_001, counter: 0 });
  });

  test('are UUIDs of version 7', () => {
    const { id } = nextEventId({ milliseconds: 0, counter: 0 }, Date.UTC(2026, 0, 1), Buffer.alloc(8, 0xff));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('the members that tell what stands sealed beside a leaf', () => {
  const digest = 'a'.repeat(64);
  const evidence = { digest, bytes: 5, mediaType: 'application/jwt', retain: 'all' };
  const read = (members: object): Record<string, unknown> =>
    JSON.parse(JSON.stringify(members)) as Record<string, unknown>;

  test.each([
    ['none', {}],
    ['a digest of a value', { disclosures: { subject: digest }, dataKeyId: 'key' }],
    ['evidence', { evidence: { jwk: evidence, 'resource:userinfo': { ...evidence, retain: 'digest' } } }],
    ['evidence of which values were kept', { evidence: { id_token: { ...evidence, mappedDigest: digest, more: 1 } } }],
  ])('pass as they are, as the schema reads them: %s', (_what, members) => {
    const leaf = read(members);
    expect(arePlainlySealedMembers(leaf)).toBe(true);
    expect(sealedMembersSchema.parse(leaf)).toEqual(leaf);
  });

  test.each([
    ['a digest in capitals', { disclosures: { subject: digest.toUpperCase() } }],
    ['a digest that is too long', { disclosures: { subject: `${digest}a` } }],
    ['a number', { disclosures: 1 }],
    ['a list', { disclosures: [digest] }],
    ['null', { evidence: null }],
    ['evidence of null', { evidence: { jwk: null } }],
    ['a fraction of a byte', { evidence: { jwk: { ...evidence, bytes: 0.5 } } }],
    ['less than no bytes', { evidence: { jwk: { ...evidence, bytes: -1 } } }],
    ['more bytes than can be counted', { evidence: { jwk: { ...evidence, bytes: 2 ** 53 } } }],
    ['no media type', { evidence: { jwk: { ...evidence, mediaType: undefined } } }],
    ['an unknown way to retain', { evidence: { jwk: { ...evidence, retain: 'some' } } }],
    ['a digest of what was kept that is none', { evidence: { jwk: { ...evidence, mappedDigest: '' } } }],
    ['a key without a name', { dataKeyId: 7 }],
  ])('are left to the schema, which refuses them: %s', (_what, members) => {
    const leaf = read(members);
    expect(arePlainlySealedMembers(leaf)).toBe(false);
    expect(sealedMembersSchema.safeParse(leaf).success).toBe(false);
  });

  test('are left to the schema where it leaves a member out', () => {
    const leaf = JSON.parse(`{"disclosures":{"__proto__":"${digest}"}}`) as Record<string, unknown>;
    expect(arePlainlySealedMembers(leaf)).toBe(false);
    expect(Object.keys(sealedMembersSchema.parse(leaf).disclosures ?? {})).toEqual([]);
  });
});

describe('the digest of what was sealed', () => {
  test('is the same where salt and bytes stand one after the other as where they do not', () => {
    const sealed = Buffer.from('0123456789abcdefthe bytes and more');
    const [salt, bytes] = [sealed.subarray(0, 16), sealed.subarray(16, 25)];
    const expected = createHash('sha256').update('0123456789abcdefthe bytes').digest('hex');
    expect(saltedDigest(salt, bytes)).toBe(expected);
    expect(saltedDigest(Buffer.from(salt), bytes)).toBe(expected);
    expect(saltedDigest(salt, 'the bytes')).toBe(expected);
    expect(saltedDigest(salt, sealed.subarray(17, 25))).not.toBe(expected);
  });
});
