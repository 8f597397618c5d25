import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { canonicalJson } from '../../src/audit/format/canonical-json.js';
import type { JsonObject } from '../../src/audit/format/json-value.js';
import { envelopeStreamId } from '../../src/audit/format/stream.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { DataKeys } from '../../src/secrets/data-keys.js';
import type { SharedService } from '../support/jest/shared-service.js';
import { RecordedService } from './support/recorded-service.js';

interface TrailEvent {
  readonly type: string;
  readonly sequence: number;
  readonly previous: string | null;
  readonly leafHash: string;
  readonly data: JsonObject;
  readonly actor: { readonly type: string; readonly id: string };
  readonly disclosed?: {
    readonly values: Readonly<Record<string, { readonly salt: string; readonly value: unknown }>>;
    readonly evidence: Readonly<Record<string, { readonly salt: string; readonly base64?: string }>>;
    readonly absent: readonly unknown[];
  };
}

interface Trail {
  readonly envelopeId: string;
  readonly stream: string;
  readonly events: readonly TrailEvent[];
  readonly closing: { readonly count: number; readonly leafHash: string };
}

let recorded: RecordedService<SharedService>;
beforeAll(async () => {
  recorded = await RecordedService.sharing();
});
afterAll(async () => {
  await recorded.close();
});

const trailOf = async (envelopeId: string, query = ''): Promise<Trail> =>
  (await recorded.operator.get(`/v1/envelopes/${encodeURIComponent(envelopeId)}/audit-trail${query}`)).body as Trail;

const leafHashOf = ({ leafHash: _hash, disclosed: _disclosed, ...leaf }: TrailEvent): string =>
  createHash('sha256')
    .update(`\0${canonicalJson(leaf)}`)
    .digest('hex');

const body = Buffer.from('{"given_name":"John"}');
async function recordLogin(envelopeId: string): Promise<string> {
  const dataKeyId = await recorded.makeDataKey();
  await recorded.record(envelopeId, [
    { type: 'signer_authentication.created', data: { providers: ['id-austria'] } },
    {
      type: 'attempt.resource_fetched',
      dataKeyId,
      disclosures: { subject: 'john@example.com' },
      evidence: [
        { name: 'resource:userinfo', mediaType: 'application/json', bytes: body, retain: 'all' },
        {
          name: 'resource:license',
          mediaType: 'application/json',
          bytes: body,
          retain: 'mapped',
          mapped: { given_name: 'John' },
        },
        { name: 'resource:other', mediaType: 'application/json', bytes: body, retain: 'digest' },
      ],
    },
    { type: 'signer_authentication.succeeded', data: { note: 'control \u0001 and \ufffe' } },
  ]);
  return dataKeyId;
}

describe('the trail of an envelope', () => {
  test('has every event in order, each provable from the answer alone, and a closing count', async () => {
    await recordLogin('env-trail');
    const trail = await trailOf('env-trail');
    expect(trail.events.map((event) => event.type)).toEqual([
      'signer_authentication.created',
      'attempt.resource_fetched',
      'signer_authentication.succeeded',
    ]);
    let previous: string | null = null;
    for (const event of trail.events) {
      expect(event.previous).toBe(previous);
      expect(leafHashOf(event)).toBe(event.leafHash);
      previous = event.leafHash;
    }
    expect(trail.closing).toEqual({ count: 3, leafHash: previous });
    expect(trail.stream).toBe(`envelope:${envelopeStreamId(recorded.tenantId, 'env-trail')}`);
  });

  test('shows no personal data unless asked to disclose it', async () => {
    await recordLogin('env-hidden');
    expect(JSON.stringify(await trailOf('env-hidden'))).not.toMatch(/john/i);
  });

  test('discloses values, bodies and salts that fit the digests in the leaf, and says who looked as its last event', async () => {
    await recordLogin('env-disclosed');
    const trail = await trailOf('env-disclosed', '?disclose=true');
    const fetched = trail.events[1]!;
    expect(fetched.disclosed?.values.subject?.value).toBe('john@example.com');
    const evidence = fetched.disclosed?.evidence ?? {};
    expect(Buffer.from(evidence['resource:userinfo']?.base64 ?? '', 'base64')).toEqual(body);
    expect(evidence['resource:license']).toMatchObject({ mapped: { given_name: 'John' } });
    expect(Object.keys(evidence['resource:other'] ?? {})).toEqual(['salt']);
    expect(leafHashOf(fetched)).toBe(fetched.leafHash);
    expect(trail.events.at(-1)).toMatchObject({
      type: 'personal_data.disclosed',
      sequence: 4,
      actor: { type: 'api_key' },
      data: { format: 'json', events: 3, envelopeId: 'env-disclosed' },
    });
    expect(trail.closing.count).toBe(4);
  });

  test('says what was erased instead of leaving it out', async () => {
    const dataKeyId = await recordLogin('env-erased');
    const { app } = recorded.service;
    await app
      .get(UnitOfWork)
      .run((transaction) => app.get(DataKeys).destroy(transaction, recorded.tenantId, dataKeyId, new Date()));
    const trail = await trailOf('env-erased', '?disclose=true');
    expect(trail.events[1]?.disclosed?.absent).toContainEqual({ name: 'subject', what: 'value', why: 'erased' });
    expect(trail.events[1]?.disclosed?.values).toEqual({});
  });

  test('does not grow by being read, and the reading is still an event', async () => {
    await recordLogin('env-read');
    await trailOf('env-read');
    expect((await trailOf('env-read')).closing.count).toBe(3);
    const readings = await recorded.operator.get('/v1/audit-events?type=trail.read');
    const items = (readings.body as { items: TrailEvent[] }).items.filter(
      (item) => item.data.envelopeId === 'env-read',
    );
    expect(items).toHaveLength(2);
  });

  test.each([
    ['?format=xml', {}],
    ['', { accept: 'application/xml' }],
    ['', { accept: 'text/xml;q=0.9' }],
  ])('comes as XML when asked for it (%s %j), with the leaf in each event', async (query, headers) => {
    await recordLogin('env-xml');
    const answer = await recorded.operator.get(`/v1/envelopes/env-xml/audit-trail${query}`, headers);
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    const elements = (parseXml(answer.body as string).root?.children ?? []).filter(
      (node) => node instanceof XmlElement,
    );
    const events = elements.filter((element) => element.name === 'event');
    for (const event of events) {
      // A character that XML cannot hold is written as the JSON escape of the same leaf.
      const leaf = event.children.find(
        (node): node is XmlElement => node instanceof XmlElement && node.name === 'leaf',
      );
      const text = canonicalJson(JSON.parse(leaf?.text ?? '') as JsonObject);
      expect(createHash('sha256').update(`\0${text}`).digest('hex')).toBe(event.attributes.leafHash);
    }
    const closing = elements.find((element) => element.name === 'closing');
    expect(Number(closing?.attributes.count)).toBe(events.length);
    expect(events.length).toBeGreaterThan(0);
  });

  test('discloses in XML as well', async () => {
    await recordLogin('env-xml-disclosed');
    const answer = await recorded.operator.get('/v1/envelopes/env-xml-disclosed/audit-trail?format=xml&disclose=true');
    expect(answer.body).toContain('john@example.com');
  });

  test.each([
    ['/v1/envelopes/none/audit-trail', {}, 404, 'request.not_found'],
    ['/v1/envelopes/env-trail/audit-trail?format=csv', {}, 400, 'request.invalid'],
    ['/v1/envelopes/env-trail/audit-trail?show=all', {}, 400, 'request.invalid'],
    ['/v1/envelopes/env-trail/audit-trail', { accept: 'text/csv' }, 406, 'request.not_acceptable'],
  ])('%s %j is answered with %i %s', async (path, headers, status, code) => {
    const answer = await recorded.operator.get(path, headers);
    expect(answer).toMatchObject({ status, body: { code } });
  });

  test('discloses only to a key with audit:disclose', async () => {
    await recordLogin('env-scopes');
    const reader = await recorded.callerWith('audit:read');
    expect((await reader.get('/v1/envelopes/env-scopes/audit-trail')).status).toBe(200);
    const refused = await reader.get('/v1/envelopes/env-scopes/audit-trail?disclose=true');
    expect(refused).toMatchObject({ status: 403, body: { code: 'access.scope_missing' } });
    const stranger = await recorded.callerWith('authentications:read');
    expect((await stranger.get('/v1/envelopes/env-scopes/audit-trail')).status).toBe(403);
  });

  test("does not exist for another tenant's key", async () => {
    await recordLogin('env-tenant');
    const other = await recorded.service.newTenant();
    expect((await other.get('/v1/envelopes/env-tenant/audit-trail')).status).toBe(404);
    const events = await other.get('/v1/audit-events?envelopeId=env-tenant');
    expect(events.body).toEqual({ items: [], next: null });
  });
});

describe('audit events', () => {
  const list = async (query: string) => {
    const answer = await recorded.operator.get(`/v1/audit-events?${query}`);
    expect(answer.status).toBe(200);
    return answer.body as { items: (TrailEvent & { envelopeId: string | null })[]; next: string | null };
  };
  const walk = async (query: string) => {
    const items: TrailEvent[] = [];
    for (let cursor = ''; ; ) {
      const page = await list(`${query}&limit=2${cursor}`);
      items.push(...page.items);
      if (page.next === null) return items;
      cursor = `&cursor=${page.next}`;
    }
  };

  test('are found by envelope, type, actor and time, alone and together', async () => {
    await recorded.record('env-filter', [
      {
        type: 'attempt.started',
        actor: { type: 'signer', id: 'signer-1' },
        occurredAt: new Date('2020-01-01T00:00:00Z'),
      },
      {
        type: 'attempt.failed',
        actor: { type: 'signer', id: 'signer-1' },
        occurredAt: new Date('2020-01-02T00:00:00Z'),
      },
      {
        type: 'attempt.failed',
        actor: { type: 'system', id: 'signer-1' },
        occurredAt: new Date('2020-01-03T00:00:00Z'),
      },
    ]);
    const sequences = async (query: string) => (await list(query)).items.map((item) => item.sequence);
    expect(await sequences('envelopeId=env-filter')).toEqual([1, 2, 3]);
    expect(await sequences('envelopeId=env-filter&type=attempt.failed')).toEqual([2, 3]);
    expect(await sequences('actor=signer-1')).toEqual([1, 2, 3]);
    expect(await sequences('actor=signer:signer-1')).toEqual([1, 2]);
    expect(await sequences('from=2020-01-02T00:00:00Z&to=2020-01-03T00:00:00Z')).toEqual([2]);
    expect(await sequences('to=2020-01-01T00:00:00.001Z')).toEqual([1]);
    expect(await sequences('type=attempt.failed&actor=system:signer-1&to=2021-01-01T00:00:00%2B01:00')).toEqual([3]);
    // Nothing found would look like nothing happened.
    expect(await recorded.operator.get('/v1/audit-events?type=no.such_type')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'query.type' }] },
    });
    expect(await sequences('type=provider.deleted')).toEqual([]);
    expect((await list('actor=signer:signer-1')).items[0]).toMatchObject({ envelopeId: 'env-filter' });
  });

  test.each(['envelopeId=env-pages', 'from=2019-01-01T00:00:00Z&to=2019-01-02T00:00:00Z', 'actor=pager'])(
    'come in pages that miss none and repeat none: %s',
    async (query) => {
      if ((await list('envelopeId=env-pages')).items.length === 0) {
        const occurredAt = new Date('2019-01-01T12:00:00Z');
        const actor = { type: 'system', id: 'pager' } as const;
        await recorded.record(
          'env-pages',
          Array.from({ length: 7 }, () => ({ occurredAt, actor })),
        );
      }
      expect((await walk(query)).map((event) => event.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    },
  );

  test.each([
    ['limit=0', 'query.limit'],
    ['from=yesterday', 'query.from'],
    ['type=Not%20A%20Type', 'query.type'],
    ['cursor=nonsense', 'query.cursor'],
    ['envelope=env-1', 'query.envelope'],
  ])('refuse %s by name', async (query, path) => {
    const answer = await recorded.operator.get(`/v1/audit-events?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: [{ path }] } });
  });

  test.each(['actor=pager', 'envelopeId=env-pages'])('are told newest first by %s, page after page', async (query) => {
    const events = await walk(`${query}&sort=-time`);
    expect(events.map((event) => event.sequence)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test('refuse the cursor of another kind of list', async () => {
    const { next } = await list('actor=pager&limit=2');
    const answer = await recorded.operator.get(`/v1/audit-events?envelopeId=env-pages&cursor=${next ?? ''}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'query.cursor' }] } });
  });

  test('tell what happened to tenants and keys', async () => {
    const created = await list('type=api_key.created');
    expect(created.items[0]).toMatchObject({ stream: 'tenant', envelopeId: null });
    expect((await list('type=tenant.created')).items[0]).toMatchObject({ data: { name: recorded.tenantName } });
  });
});
