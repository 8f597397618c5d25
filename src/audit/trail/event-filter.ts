import { z } from 'zod';
import { listQueryShape, PagedList, timeAndIdKey } from '../../http/list.js';
import { judgeTimeRange, timeSchema } from '../../http/time.schema.js';
import { eventTypeSchema } from '../audit-event-type.js';

/** Query of `GET /v1/audit-events`. */
export const eventListQuerySchema = z
  .strictObject({
    ...listQueryShape,
    envelopeId: z.string().min(1).max(500).optional().meta({ description: "The workflow's id of the envelope." }),
    type: eventTypeSchema.optional(),
    from: timeSchema.optional().meta({ description: 'The earliest time, included.' }),
    to: timeSchema.optional().meta({ description: 'The time that every event is before.' }),
    actor: z.string().min(1).max(300).optional().meta({ description: 'Id of the actor, or `type:id`.' }),
    sort: z
      .enum(['time', '-time'], { error: 'expected time (oldest first) or -time (newest first)' })
      .default('time')
      .meta({ description: 'Oldest first, or with `-` newest first. A cursor goes on in the order it was made for.' }),
  })
  .superRefine(judgeTimeRange);

export type EventListQuery = z.infer<typeof eventListQuerySchema>;

export interface EventFilter {
  readonly streamId?: string;
  readonly type?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly actorType?: string;
  readonly actorId?: string;
  readonly isNewestFirst: boolean;
}

/** Where a page ended: in one stream by sequence, else by time and then id. */
export type EventPosition = { readonly sequence: number } | { readonly occurredAt: Date; readonly id: string };

const inStream = z.tuple([z.int()]).transform(([sequence]): EventPosition => ({ sequence }));
const byTime = timeAndIdKey.transform(([time, id]): EventPosition => ({ occurredAt: new Date(time), id }));

/** The list that a filter makes: of one stream, or of all of them by time. */
export function pagedBy({ streamId, isNewestFirst }: EventFilter): PagedList<z.ZodType<EventPosition>> {
  const name = `audit-events${streamId === undefined ? '' : ` of ${streamId}`}${isNewestFirst ? ', newest first' : ''}`;
  return new PagedList(name, streamId === undefined ? byTime : inStream);
}

const ACTOR = /^(api_key|oauth_client|user|signer|system):(.+)$/;

/** @param streamOf gives the stream of an envelope */
export function filterFrom(query: EventListQuery, streamOf: (envelopeId: string) => string): EventFilter {
  const [, actorType, actorId] = ACTOR.exec(query.actor ?? '') ?? [];
  return {
    isNewestFirst: query.sort === '-time',
    ...(query.envelopeId === undefined ? {} : { streamId: streamOf(query.envelopeId) }),
    ...(query.type === undefined ? {} : { type: query.type }),
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.to === undefined ? {} : { to: query.to }),
    ...(query.actor === undefined ? {} : { actorId: actorId ?? query.actor }),
    ...(actorType === undefined ? {} : { actorType }),
  };
}
