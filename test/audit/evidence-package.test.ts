import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { canonicalJson } from '../../src/audit/format/canonical-json.js';
import type { JsonObject } from '../../src/audit/format/json-value.js';
import { leafHash } from '../../src/audit/log/leaf-hash.js';
import { type NoteVerifierKey, parseVerifierKey } from '../../src/audit/log/signed-note.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { DataKeys } from '../../src/secrets/data-keys.js';
import { verifyPackage } from '../../src/verify/verify-package.js';
import { RecordedService } from './support/recorded-service.js';
import { readZip, writeZip } from './support/zip-files.js';

interface ProviderKey {
  readonly jwk: JWK;
  sign(claims: JsonObject): Promise<Buffer>;
}

async function makeProviderKey(): Promise<ProviderKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid: 'k1' },
    async sign(claims) {
      const signing = new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({
        alg: 'ES256',
        kid: 'k1',
      });
      return Buffer.from(await signing.sign(privateKey));
    },
  };
}

describe('an evidence package', () => {
  let recorded: RecordedService;
  let directory: string;
  let keys: readonly NoteVerifierKey[];
  let providerKey: ProviderKey;
  let files: Map<string, Buffer>;

  async function recordLogin(envelopeId: string, key: ProviderKey, provider = 'id-austria'): Promise<string> {
    const dataKeyId = await recorded.makeDataKey();
    const attemptId = randomUUID();
    const jwk = Buffer.from(JSON.stringify(key.jwk));
    await recorded.record(envelopeId, [
      { type: 'signer_authentication.created', dataKeyId, disclosures: { recipient: { email: 'john@example.com' } } },
      { type: 'attempt.started', attemptId, data: { provider } },
      {
        type: 'attempt.id_token_verified',
        attemptId,
        dataKeyId,
        data: { jwkThumbprint: await calculateJwkThumbprint(key.jwk, 'sha256') },
        evidence: [
          { name: 'id_token', mediaType: 'application/jwt', bytes: await key.sign({ sub: 'john' }), retain: 'all' },
          { name: 'jwk', mediaType: 'application/jwk+json', bytes: jwk, retain: 'all' },
        ],
      },
      {
        type: 'attempt.resource_fetched',
        attemptId,
        dataKeyId,
        evidence: [
          { name: 'resource:a', mediaType: 'application/json', bytes: Buffer.from('{"a":1}'), retain: 'all' },
          {
            name: 'resource:b',
            mediaType: 'application/json',
            bytes: Buffer.from('{"b":1}'),
            retain: 'mapped',
            mapped: { b: 1 },
          },
          { name: 'resource:c', mediaType: 'text/html', bytes: Buffer.from('<p>'), retain: 'digest' },
        ],
      },
      { type: 'signer_authentication.succeeded', attemptId, dataKeyId, disclosures: { subject: 'john' } },
    ]);
    return dataKeyId;
  }

  async function download(envelopeId: string): Promise<Buffer> {
    const answer = await fetch(`${recorded.service.url}/v1/envelopes/${envelopeId}/evidence`, {
      headers: { authorization: `Bearer ${recorded.operator.key ?? ''}` },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    return Buffer.from(await answer.arrayBuffer());
  }

  async function verify(zip: Buffer, by = keys) {
    const file = join(directory, `${randomUUID()}.zip`);
    writeFileSync(file, zip);
    const { report } = await verifyPackage(file, by, () => undefined);
    return report;
  }

  const text = (name: string) => files.get(name)!.toString();
  const lines = (name: string) => text(name).trimEnd().split('\n');

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'countersign-package-'));
    recorded = await RecordedService.start();
    const vkeys = await (await fetch(`${recorded.service.url}/v1/audit/key`)).text();
    keys = vkeys.trimEnd().split('\n').map(parseVerifierKey);
    providerKey = await makeProviderKey();
    await recorded.logJwks('id-austria', [providerKey.jwk], providerKey.jwk);
    await recordLogin('env-1', providerKey);
    await recordLogin('env-2', providerKey);
    files = await readZip(await download('env-1'));
  });
  afterAll(async () => {
    await recorded.close();
    rmSync(directory, { recursive: true });
  });

  test('is verified with the key of the log and nothing else', async () => {
    const report = await verify(await writeZip(files));
    expect(report.lie).toBeNull();
    expect(Object.fromEntries(report.verified.map(({ check, detail }) => [check, detail]))).toMatchObject({
      chain: '6 events, numbered without gaps, each naming the one before',
      completeness: 'the closing count is 6',
      inclusion: '7 events proven to be in the signed log',
      digests: '2 values and 3 bodies as recorded',
      'digests only': '2 bodies were not kept whole',
      'ID tokens': '1 signed by keys that the log knew',
    });
  });

  test('has what an auditor opens: a readable introduction, the ID token, its key and the bodies as received', () => {
    expect([...files.keys()]).toEqual([
      'README.txt',
      'manifest.json',
      'checkpoint',
      'events.jsonl',
      'proofs.jsonl',
      'tenant-events.jsonl',
      'disclosures.jsonl',
      'evidence/000003-1-id_token.jwt',
      'evidence/000003-2-jwk.json',
      'evidence/000004-1-resource-a.json',
    ]);
    expect(text('README.txt')).toContain('"env-1"');
    expect(text('evidence/000004-1-resource-a.json')).toBe('{"a":1}');
  });

  test('ends with its own export, by whom, and counts what was before', () => {
    const last = JSON.parse(lines('events.jsonl').at(-1)!) as JsonObject;
    expect(last).toMatchObject({
      type: 'trail.exported',
      sequence: 6,
      actor: { type: 'api_key' },
      data: { events: 5 },
    });
  });

  const replace = (name: string, change: (before: string) => string) => (zip: Map<string, Buffer>) => {
    const before = zip.get(name)!.toString();
    const after = change(before);
    expect(after).not.toBe(before);
    zip.set(name, Buffer.from(after));
  };
  const editLine = (name: string, number: number, change: (line: string) => string) =>
    replace(name, (content) => {
      const all = content.trimEnd().split('\n');
      return `${all.with(number - 1, change(all[number - 1]!)).join('\n')}\n`;
    });
  const dropLine = (name: string, number: number) =>
    replace(
      name,
      (content) =>
        `${content
          .trimEnd()
          .split('\n')
          .toSpliced(number - 1, 1)
          .join('\n')}\n`,
    );
  /** Changes an event and makes the chain after it fit again, as only somebody without the log could. */
  const rewriteFrom = (number: number, change: (leaf: Record<string, unknown>) => void) =>
    replace('events.jsonl', (content) => {
      let previous: string | null = null;
      const rewritten = content
        .trimEnd()
        .split('\n')
        .map((line, index) => {
          const leaf = JSON.parse(line) as Record<string, unknown>;
          if (index + 1 === number) change(leaf);
          if (index > 0) leaf.previous = previous;
          const written = canonicalJson(leaf as JsonObject);
          previous = leafHash(written).toString('hex');
          return written;
        });
      return `${rewritten.join('\n')}\n`;
    });
  /** Leaves the last event out, and makes the count and the proofs fit. */
  function cutOffLast(zip: Map<string, Buffer>): void {
    const count = zip.get('events.jsonl')!.toString().trimEnd().split('\n').length;
    dropLine('events.jsonl', count)(zip);
    dropLine('proofs.jsonl', count)(zip);
    const last = zip.get('events.jsonl')!.toString().trimEnd().split('\n').at(-1)!;
    replace('manifest.json', (manifest) =>
      JSON.stringify({
        ...(JSON.parse(manifest) as object),
        events: count - 1,
        leafHash: leafHash(last).toString('hex'),
      }),
    )(zip);
  }
  const other = () => download('env-2').then(readZip);

  const lies: [string, (zip: Map<string, Buffer>) => unknown, string, RegExp][] = [
    [
      'an event is edited',
      editLine('events.jsonl', 2, (line) => line.replace('id-austria', 'id-other')),
      'event 2',
      /not in the log/,
    ],
    [
      'an event is edited and the chain made to fit',
      rewriteFrom(5, (leaf) => (leaf.type = 'signer_authentication.failed')),
      'event 5',
      /not in the log/,
    ],
    ['an event is left out', dropLine('events.jsonl', 2), 'event 2', /is missing: the next event is 3/],
    [
      'two events are exchanged',
      replace('events.jsonl', (all) => {
        const l = all.trimEnd().split('\n');
        return `${[l[1], l[0], ...l.slice(2)].join('\n')}\n`;
      }),
      'event 1',
      /is missing: the next event is 2/,
    ],
    ['the tail is cut off', dropLine('events.jsonl', 6), 'events.jsonl', /has 5 events, the closing count is 6/],
    ['the tail is cut off and the count made to fit', cutOffLast, 'event 5', /does not close the count/],
    [
      "another envelope's events are put in",
      async (zip: Map<string, Buffer>) => {
        zip.set('events.jsonl', (await other()).get('events.jsonl')!);
      },
      'event 1',
      /not to this envelope/,
    ],
    [
      'it is said to be of another envelope',
      replace('manifest.json', (manifest) => manifest.replace('env-1', 'env-2')),
      'manifest.json',
      /this envelope's is/,
    ],
    [
      'a proof is of another leaf',
      editLine('proofs.jsonl', 3, (line) => line.replace(/"leafIndex":\d+/, '"leafIndex":0')),
      'event 3',
      /not in the log/,
    ],
    ['a proof is left out', dropLine('proofs.jsonl', 3), 'proofs.jsonl line 3', /is the proof of event 4/],
    [
      'the checkpoint is forged',
      replace('checkpoint', (note) => note.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`)),
      'checkpoint',
      /is not one over this note/,
    ],
    [
      'a value is edited',
      editLine('disclosures.jsonl', 1, (line) => line.replace('john@', 'jane@')),
      'event 1',
      /the value recipient is not the recorded one/,
    ],
    [
      'a salt is edited',
      editLine('disclosures.jsonl', 1, (line) =>
        line.replace(/"salt":"(.)/, (_found, digit) => `"salt":"${digit === '0' ? '1' : '0'}`),
      ),
      'event 1',
      /the value recipient is not the recorded one/,
    ],
    [
      'a value is left out',
      editLine('disclosures.jsonl', 1, (line) => line.replace('"recipient"', '"other"')),
      'event 1',
      /the value other is shown, and the event has not recorded it/,
    ],
    [
      'a mapped value is edited',
      editLine('disclosures.jsonl', 3, (line) => line.replace('"mapped":{"b":1}', '"mapped":{"b":2}')),
      'event 4',
      /what was kept of resource:b/,
    ],
    [
      'values are shown of a body of which none were kept',
      editLine('disclosures.jsonl', 3, (line) => {
        const shown = JSON.parse(line) as { evidence: Record<string, object> };
        shown.evidence['resource:a'] = { ...shown.evidence['resource:a'], mapped: { age: 18 } };
        return JSON.stringify(shown);
      }),
      'event 4',
      /resource:a is shown with mapped, and the event says that all was kept/,
    ],
    [
      'a body is shown of which only the digest was kept',
      editLine('disclosures.jsonl', 3, (line) => {
        const shown = JSON.parse(line) as { evidence: Record<string, object> };
        shown.evidence['resource:c'] = { ...shown.evidence['resource:c'], file: 'evidence/none.html' };
        return JSON.stringify(shown);
      }),
      'event 4',
      /resource:c is shown with file, and the event says that digest was kept/,
    ],
    [
      'something is said to be absent that is shown',
      editLine('disclosures.jsonl', 1, (line) =>
        line.replace('"absent":[]', '"absent":[{"name":"recipient","what":"value","why":"altered"}]'),
      ),
      'event 1',
      /the value recipient is said to be absent, and is shown/,
    ],
    [
      'something is said to be absent that there never was',
      editLine('disclosures.jsonl', 1, (line) =>
        line.replace('"absent":[]', '"absent":[{"name":"passport","what":"evidence","why":"erased"}]'),
      ),
      'event 1',
      /the evidence passport is said to be absent, and the event has not recorded it/,
    ],
    [
      'a body is replaced',
      replace('evidence/000004-1-resource-a.json', () => '{"a":2}'),
      'event 4',
      /is not the recorded resource:a/,
    ],
    [
      'a body is left out',
      (zip: Map<string, Buffer>) => zip.delete('evidence/000004-1-resource-a.json'),
      'evidence/000004-1-resource-a.json',
      /is missing in the package/,
    ],
    [
      'data are said to be erased that are not',
      editLine('disclosures.jsonl', 4, (line) => {
        const claimed = JSON.parse(line) as JsonObject;
        return JSON.stringify({ ...claimed, values: {}, absent: [{ name: 'subject', what: 'value', why: 'erased' }] });
      }),
      'event 5',
      /the value subject is missing, and no event says that it was erased/,
    ],
    [
      'a file is added that nothing vouches for',
      (zip: Map<string, Buffer>) => zip.set('evidence/000009-1-more.json', Buffer.from('{}')),
      'evidence/000009-1-more.json',
      /no event vouches for it/,
    ],
    [
      'the ID token is replaced by one that an invented key signed',
      async (zip: Map<string, Buffer>) => {
        const invented = await makeProviderKey();
        zip.set('evidence/000003-1-id_token.jwt', await invented.sign({ sub: 'jane' }));
        zip.set('evidence/000003-2-jwk.json', Buffer.from(JSON.stringify(invented.jwk)));
      },
      'event 3',
      /is not the recorded id_token/,
    ],
    [
      'the first use of the key is left out',
      (zip: Map<string, Buffer>) => zip.set('tenant-events.jsonl', Buffer.alloc(0)),
      'event 3',
      /is none that the log knows of provider id-austria/,
    ],
    [
      'the first use of the key is edited',
      replace('tenant-events.jsonl', (line) => line.replace('idp.example', 'idp.other')),
      'tenant-events.jsonl line 1',
      /not in the log/,
    ],
    ['a line is no JSON', editLine('disclosures.jsonl', 1, () => '{'), 'disclosures.jsonl, event 1', /is no JSON/],
    ['a file is missing', (zip: Map<string, Buffer>) => zip.delete('proofs.jsonl'), 'proofs.jsonl', /is missing/],
  ];

  test.each(lies)('is refused when %s', async (_what, lie, place, what) => {
    const changed = new Map(files);
    await lie(changed);
    const report = await verify(await writeZip(changed));
    expect(report.lie).toMatchObject({ place });
    expect(report.lie?.what).toMatch(what);
  });

  test('is refused when it ends with another export than its own', async () => {
    await recordLogin('env-pdf', providerKey);
    const pdf = await fetch(`${recorded.service.url}/v1/envelopes/env-pdf/audit-trail?format=pdf`, {
      headers: { authorization: `Bearer ${recorded.operator.key ?? ''}` },
    });
    expect(pdf.status).toBe(200);
    await pdf.arrayBuffer();
    const zip = await readZip(await download('env-pdf'));
    expect((await verify(await writeZip(zip))).lie).toBeNull();
    cutOffLast(zip);
    expect((await verify(await writeZip(zip))).lie).toMatchObject({
      place: 'event 6',
      what: expect.stringMatching(/does not close the count/),
    });
  });

  test('is refused with two files of one name, and is no package that could lie when it is no zip', async () => {
    const twice = await verify(await writeZip([...files, ['checkpoint', files.get('checkpoint')!]]));
    expect(twice.lie).toEqual({ place: 'checkpoint', what: 'is in the package twice' });
    await expect(verify(Buffer.from('no zip'))).rejects.toThrow(/: is no readable zip \(/);
  });

  test('is refused with a key that did not sign the log, and without any key', async () => {
    const stranger = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    expect((await verify(await writeZip(files), [stranger])).lie?.what).toMatch(/no trusted key has signed/);
    expect((await verify(await writeZip(files), [])).lie?.what).toMatch(/no trusted key has signed/);
  });

  test('is refused when an ID token was recorded with a key that was never logged, even though the log has the event', async () => {
    await recordLogin('env-forged', await makeProviderKey());
    const report = await verify(await download('env-forged'));
    expect(report.lie).toMatchObject({ place: 'event 3' });
    expect(report.lie?.what).toMatch(/is none that the log knows of provider id-austria/);
  });

  test('is refused when the key was logged for another provider', async () => {
    await recordLogin('env-other-provider', providerKey, 'other-provider');
    const report = await verify(await download('env-other-provider'));
    expect(report.lie?.what).toMatch(/is none that the log knows of provider other-provider/);
  });

  test('is refused when the key was logged only after the login', async () => {
    const late = await makeProviderKey();
    await recordLogin('env-late', late, 'late');
    recorded.service.clock.advance(1000);
    await recorded.logJwks('late', [late.jwk], late.jwk);
    expect((await verify(await download('env-late'))).lie?.what).toMatch(/was first known to the log after it/);
  });

  test('is true when the provider has added a key between two logins, and its key set is logged with both', async () => {
    const [first, second] = [await makeProviderKey(), await makeProviderKey()];
    await recorded.logJwks('rotating', [first.jwk], first.jwk);
    await recordLogin('env-rotating', first, 'rotating');
    recorded.service.clock.advance(1000);
    await recorded.logJwks('rotating', [first.jwk, second.jwk], second.jwk);
    await recordLogin('env-rotating', second, 'rotating');
    const report = await verify(await download('env-rotating'));
    expect(report.lie).toBeNull();
    expect(report.verified).toContainEqual({ check: 'ID tokens', detail: '2 signed by keys that the log knew' });
  });

  test('stays true after a person was erased: what is missing is told by an event', async () => {
    const dataKeyId = await recordLogin('env-erased', providerKey);
    const { app } = recorded.service;
    await app
      .get(UnitOfWork)
      .run((transaction) => app.get(DataKeys).destroy(transaction, recorded.tenantId, dataKeyId, new Date()));
    expect((await verify(await download('env-erased'))).lie?.what).toMatch(/no event says that it was erased/);
    await recorded.record('env-erased', [{ type: 'personal_data.erased', data: { dataKeyIds: [dataKeyId] } }]);
    const report = await verify(await download('env-erased'));
    expect(report.lie).toBeNull();
    expect(report.verified).toContainEqual({ check: 'erasures', detail: '7 values and bodies erased, as events say' });
  });

  test('needs audit:disclose, and an envelope that exists', async () => {
    const reader = await recorded.callerWith('audit:read');
    expect((await reader.get('/v1/envelopes/env-1/evidence')).status).toBe(403);
    expect((await recorded.operator.get('/v1/envelopes/none/evidence')).status).toBe(404);
  });
});
