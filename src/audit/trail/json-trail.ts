import { z } from 'zod';
import { auditEventSchema } from './event.schema.js';
import { showOpened } from './opened-event.js';
import type { Trail } from './read-trail.js';
import type { TrailItem, TrailPages } from './trail-items.js';

/** The trail of an envelope as JSON. */
export const auditTrailSchema = z
  .object({
    envelopeId: z.string(),
    tenant: z.uuid(),
    stream: z.string().meta({ description: 'Computed from tenant and envelope id; every event names it.' }),
    events: z.array(
      auditEventSchema.omit({ envelopeId: true }).extend({
        disclosed: z
          .object({
            values: z.record(z.string(), z.object({ salt: z.string(), value: z.json() })),
            evidence: z.record(z.string(), z.looseObject({ salt: z.string() })),
            absent: z.array(
              z.object({ name: z.string(), what: z.enum(['value', 'evidence']), why: z.enum(['erased', 'altered']) }),
            ),
          })
          .optional()
          .meta({ description: 'Personal data, only with `disclose=true` and scope `audit:disclose`.' }),
      }),
    ),
    closing: z
      .object({ count: z.int(), leafHash: z.string() })
      .meta({ description: 'How many events there are, and the leaf hash of the last: nothing was left out.' }),
  })
  .meta({ id: 'AuditTrail' });

/** Writes a trail as JSON, page by page. Leaves are written as they are, so that they stay canonical. */
export async function* jsonTrail(trail: Trail, pages: TrailPages): AsyncGenerator<string> {
  const { stream } = trail;
  const head = { envelopeId: stream.envelopeId, tenant: stream.tenantId, stream: `envelope:${stream.id}` };
  yield `${JSON.stringify(head).slice(0, -1)},"events":[`;
  let separator = '\n';
  for await (const page of pages) {
    yield `${separator}${page.map(jsonEvent).join(',\n')}`;
    separator = ',\n';
  }
  const closing = { count: stream.count, leafHash: stream.head.toString('hex') };
  yield `\n],"closing":${JSON.stringify(closing)}}\n`;
}

function jsonEvent({ event, opened }: TrailItem): string {
  const hash = `"leafHash":"${event.leafHash.toString('hex')}"`;
  const disclosed = opened === null ? '' : `,"disclosed":${JSON.stringify(showOpened(opened))}`;
  return `${event.leaf.slice(0, -1)},${hash}${disclosed}}`;
}
