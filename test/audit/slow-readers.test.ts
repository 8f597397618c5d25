import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { zipOf } from '../../src/audit/evidence/zip.js';
import { buildLeaf } from '../../src/audit/format/leaf.js';
import { jsonTrail } from '../../src/audit/trail/json-trail.js';
import { writeDocument } from '../../src/audit/trail/pdf/export-pdf.js';
import { TrailDocument } from '../../src/audit/trail/pdf/trail-document.js';
import type { Trail } from '../../src/audit/trail/read-trail.js';
import { plainPages } from '../../src/audit/trail/trail-items.js';
import { xmlTrail } from '../../src/audit/trail/xml-trail.js';

const PAGES = 500;

/** A trail of 100,000 events that counts how many pages have been asked for. */
function longTrail(): Trail & { asked: number } {
  const tenantId = randomUUID();
  const streamId = randomUUID();
  const leaf = buildLeaf({
    id: randomUUID(),
    tenant: tenantId,
    stream: `envelope:${streamId}`,
    sequence: 1,
    previous: null,
    type: 'attempt.started',
    time: new Date().toISOString(),
    actor: { type: 'system', id: 'test' },
    correlationId: randomUUID(),
    data: { text: 'x'.repeat(300) },
  });
  const event = {
    id: randomUUID(),
    tenantId,
    streamId,
    envelopeId: 'env',
    sequence: 1,
    occurredAt: new Date(),
    leaf: leaf.text,
    leafHash: leaf.hash,
  };
  const page = Array.from({ length: 200 }, () => event);
  const trail = {
    asked: 0,
    stream: { id: streamId, tenantId, envelopeId: 'env', count: PAGES * 200, head: leaf.hash },
    async *pages() {
      while (trail.asked < PAGES) {
        trail.asked += 1;
        yield await Promise.resolve(page);
      }
    },
  };
  return trail;
}

/** Lets whatever can go on without a reader do so. */
const settle = () => sleep(300);

describe('a reader who does not read makes nobody hold the trail in memory', () => {
  test.each([
    ['JSON', (trail: Trail) => Readable.from(jsonTrail(trail, plainPages(trail)), { objectMode: false })],
    ['XML', (trail: Trail) => Readable.from(xmlTrail(trail, plainPages(trail)), { objectMode: false })],
    [
      'PDF',
      (trail: Trail) => {
        const document = new TrailDocument(trail);
        const output = document.pdf.pipe(new PassThrough());
        const checkpoint = { origin: 'log', size: 1, root: Buffer.alloc(32), note: 'log\n' };
        // The smallest picture there is.
        const proofCode = Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
          'base64',
        );
        const title = { tenantName: 'default', madeAt: new Date(), checkpoint, proofUrl: 'http://x', proofCode };
        void writeDocument(document, title, plainPages(trail), output);
        return output;
      },
    ],
    [
      'a zip',
      (trail: Trail) => {
        async function* entries() {
          for await (const page of trail.pages()) {
            for (const { leaf } of page) yield { name: `${randomUUID()}.json`, bytes: Buffer.from(leaf) };
          }
        }
        return zipOf(entries(), new Date());
      },
    ],
  ])('as %s', async (_form, open) => {
    const trail = longTrail();
    const output = open(trail);
    output.read(0);
    await settle();
    expect(trail.asked).toBeLessThan(20);
    const before = trail.asked;
    for (let taken = 0; taken < 3_000_000 && trail.asked === before; ) {
      taken += ((output.read() as Buffer | null) ?? '').length;
      await sleep(1);
    }
    expect(trail.asked).toBeGreaterThan(before);
    output.destroy();
  });
});
