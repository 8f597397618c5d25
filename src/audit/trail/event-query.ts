import type { EventFilter, EventPosition } from './event-filter.js';

interface EventQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * The query for one page of events, oldest first. Each filter alone is answered from an index in the order of the page, so that
 * its time does not grow with the trail; further filters are applied to what the first one finds.
 */
export function eventQuery(
  tenantId: string,
  filter: EventFilter,
  after: EventPosition | null,
  limit: number,
): EventQuery & { readonly parameters: unknown[] } {
  const parameters: unknown[] = [];
  const place = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = [`event.tenant_id = ${place(tenantId)}`];
  if (filter.streamId !== undefined) conditions.push(`stream_id = ${place(filter.streamId)}`);
  if (filter.type !== undefined) conditions.push(`type = ${place(filter.type)}`);
  if (filter.actorId !== undefined) conditions.push(`actor_id = ${place(filter.actorId)}`);
  if (filter.actorType !== undefined) conditions.push(`actor_type = ${place(filter.actorType)}`);
  if (filter.from !== undefined) conditions.push(`occurred_at >= ${place(filter.from)}`);
  if (filter.to !== undefined) conditions.push(`occurred_at < ${place(filter.to)}`);
  if (after !== null) {
    conditions.push(
      'sequence' in after
        ? `sequence > ${place(after.sequence)}`
        : `(occurred_at, event.id) > (${place(after.occurredAt)}, ${place(after.id)})`,
    );
  }
  const order = filter.streamId === undefined ? 'occurred_at, event.id' : 'sequence';
  return {
    sql: `SELECT event.*, stream.envelope_id FROM audit_event AS event JOIN audit_stream AS stream ON stream.id = stream_id
      WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${place(limit)}`,
    parameters,
  };
}
